"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { MenuItem } from "@/components/ui/menu";

/** The two moves of a row in its list. Null at the end of the list. */
export interface Moves {
  onUp: (() => void) | null;
  onDown: (() => void) | null;
}

/** The menu alternative to dragging a row. */
export function MoveItems({ onUp, onDown }: Moves) {
  return (
    <>
      <MenuItem icon={<ArrowUp aria-hidden />} disabled={!onUp} onSelect={() => onUp?.()}>
        Move up
      </MenuItem>
      <MenuItem icon={<ArrowDown aria-hidden />} disabled={!onDown} onSelect={() => onDown?.()}>
        Move down
      </MenuItem>
    </>
  );
}
