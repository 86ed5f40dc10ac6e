"use client";

import { Dialog, DialogContent } from "@/components/ui/dialog";
import { OptionList } from "@/components/ui/option-list";
import { useMemberSearch } from "@/modules/platform/identity/members/components/member-picker";
import type { TodayActs } from "../client";
import type { AgendaItem } from "../schema";

export interface AssignDialogProps {
  item: AgendaItem;
  onAssign: TodayActs["assign"];
  onClose(): void;
}

/** Gives an item to another member. */
export function AssignDialog({ item, onAssign, onClose }: AssignDialogProps) {
  const search = useMemberSearch();
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={`Reassign ${item.title}`}>
        <div className="px-2 pb-3">
          <OptionList
            label="Find a member"
            search={search}
            value={item.owner?.id ?? null}
            onPick={({ value, label }) => {
              onClose();
              void onAssign(item, { id: value, name: label });
            }}
          />
        </div>
      </DialogContent>
    </Dialog>
  );
}
