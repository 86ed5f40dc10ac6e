"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { MenuItem } from "@/components/ui/menu";

/** The two ways that a row can go in its list. Null where there is no further to go. */
export interface Moves {
  onUp: (() => void) | null;
  onDown: (() => void) | null;
}

/** In the menu of a row that can be dragged, for who cannot drag. */
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
