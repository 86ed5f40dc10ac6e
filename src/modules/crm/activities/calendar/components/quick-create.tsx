"use client";

import { Popover, PopoverAnchor, PopoverContent } from "@/components/ui/popover";
import { LogForm } from "../../components/log-form";
import type { LogSlot } from "../../components/logged";

export interface QuickCreateProps {
  slot: LogSlot;
  /** Where the pointer chose the time; null for the keyboard: then it stands over the middle of the page. */
  at: { x: number; y: number } | null;
  onClose(): void;
}

/** One typed line makes an activity at the time that was chosen; a time in the line takes its place. */
export function QuickCreate({ slot, at, onClose }: QuickCreateProps) {
  const place = at ? { left: at.x, top: at.y } : { left: "50%", top: "30%" };
  return (
    <Popover open onOpenChange={(open) => !open && onClose()}>
      <PopoverAnchor asChild>
        <span className="pointer-events-none fixed size-0" style={place} />
      </PopoverAnchor>
      <PopoverContent
        aria-label="New activity"
        className="w-96 p-2"
        onOpenAutoFocus={(event) => event.preventDefault()}
      >
        <LogForm about={null} kind={null} slot={slot} onClose={onClose} />
      </PopoverContent>
    </Popover>
  );
}
