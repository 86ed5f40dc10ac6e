"use client";

import { Ellipsis, FoldHorizontal, UnfoldHorizontal } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { MoveItems, type Moves } from "@/components/ui/move-items";

interface ColumnMenuProps extends Moves {
  name: string;
  onWiden(by: number): void;
}

const STEP = 32;

/** The menu alternative to dragging a column: its position, and its width on wide screens. */
export function ColumnMenu({ name, onUp, onDown, onWiden }: ColumnMenuProps) {
  const widen = (by: number) => (event: Event) => {
    // Stays open for the next step.
    event.preventDefault();
    onWiden(by);
  };
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton size="sm" label={`More for ${name}`} icon={<Ellipsis aria-hidden />} tooltip={false} />
      </MenuTrigger>
      <MenuContent align="end" className="min-w-[160px]">
        <MoveItems onUp={onUp} onDown={onDown} />
        <MenuItem icon={<UnfoldHorizontal aria-hidden />} className="phone:hidden" onSelect={widen(STEP)}>
          Wider
        </MenuItem>
        <MenuItem icon={<FoldHorizontal aria-hidden />} className="phone:hidden" onSelect={widen(-STEP)}>
          Narrower
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
