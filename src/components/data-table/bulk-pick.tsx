"use client";

import { type ReactNode, useState } from "react";
import { type Option, OptionList, type OptionSource } from "@/components/ui/option-list";
import { Popover, PopoverAnchor, PopoverContent } from "@/components/ui/popover";
import { BulkAction } from "./bulk-bar";

/** A bulk action with a picker for one value. */
export function BulkPick({
  icon,
  label,
  onPick,
  ...source
}: OptionSource & { icon: ReactNode; label: string; onPick(option: Option): void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverAnchor asChild>
        <span>
          <BulkAction icon={icon} onClick={() => setOpen(true)}>
            {label}
          </BulkAction>
        </span>
      </PopoverAnchor>
      <PopoverContent aria-label={label} side="top" className="w-64">
        <OptionList
          label={label}
          {...source}
          onPick={(option) => {
            setOpen(false);
            onPick(option);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}
