"use client";

import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { useZonedDay } from "@/components/ui/use-day-text";
import type { Billing } from "@/trpc/plan-acts";
import { PlannedLines } from "./planned-lines";

/** The next invoice as it would be if nothing changed until then. */
export function UpcomingDialog({
  open,
  onOpenChange,
  next,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  next: NonNullable<Billing["next"]>;
}) {
  const day = useZonedDay();
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title={`Invoice of ${day(next.at)}`}
        description="The amounts if nothing changes until then."
        closeButton
      >
        <DialogBody>
          <PlannedLines planned={next} due="Due then" />
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
