"use client";

import { Ellipsis } from "lucide-react";
import { type ComponentProps, memo, type ReactNode, useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import {
  Menu,
  MenuContent,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from "@/components/ui/menu";
import { MoveItems, type Moves } from "@/components/ui/move-items";
import { useEditing } from "@/components/ui/use-editing";
import { cn } from "@/lib/cn";

/** The possible targets of a card. */
export interface CardMoves extends Moves {
  /** Whether its column is ordered by hand. */
  byHand: boolean;
  columnId: string;
  columns: readonly { id: string; name: string; mark: ReactNode }[];
  onColumn(columnId: string): void;
}

/** The board's interface for the menus of all cards. */
export interface CardMenuContext {
  /** Called when the menu opens. */
  movesOf(cardId: string): CardMoves;
  /** Focuses the card, which keys move without a menu. */
  focusCard(cardId: string): void;
}

interface CardMenuProps {
  cardId: string;
  /** Name of the card. */
  label: string;
  context: CardMenuContext;
}

const place = cn(
  "absolute top-1.5 right-10 opacity-0 focus-visible:opacity-100 aria-expanded:opacity-100 group-hover/card:opacity-100",
  "any-pointer-coarse:opacity-100",
  "pointer-coarse:top-1/2 pointer-coarse:right-2.5 pointer-coarse:-translate-y-1/2",
  "pointer-coarse:border-transparent pointer-coarse:bg-transparent pointer-coarse:shadow-none",
);

function MoveButton({ label, ...rest }: { label: string } & ComponentProps<"button">) {
  return (
    <IconButton
      size="sm"
      variant="secondary"
      label={`Move ${label}`}
      icon={<Ellipsis aria-hidden />}
      tooltip={false}
      tabIndex={-1}
      className={place}
      {...rest}
    />
  );
}

/**
 * The menu alternative to dragging a card. Visible on hover, and always on touch screens. Created on first use: the
 * menus of all cards would take as long as a drag may.
 */
export const CardMenu = memo(function CardMenu({ cardId, label, context }: CardMenuProps) {
  const [places, setPlaces] = useState<CardMoves | null>(null);
  const ask = () => setPlaces(context.movesOf(cardId));
  if (!places) return <MoveButton label={label} aria-haspopup="menu" aria-expanded={false} onClick={ask} />;
  return (
    <Menu defaultOpen onOpenChange={(open) => open && ask()}>
      <MenuTrigger asChild>
        <MoveButton label={label} />
      </MenuTrigger>
      <Places places={places} onNothing={() => context.focusCard(cardId)} />
    </Menu>
  );
});

function Places({ places, onNothing }: { places: CardMoves; onNothing(): void }) {
  const chosen = useRef<(() => void) | null>(null);
  const choose = (move: (() => void) | null) =>
    move &&
    (() => {
      chosen.current = move;
    });
  return (
    <MenuContent
      align="end"
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        // Runs after the menu has closed, which keeps the focus until then: a move focuses the card or a dialog.
        const act = chosen.current ?? onNothing;
        chosen.current = null;
        act();
      }}
    >
      <Editing />
      {places.byHand ? (
        <>
          <MoveItems onUp={choose(places.onUp)} onDown={choose(places.onDown)} />
          <MenuSeparator />
        </>
      ) : null}
      <MenuLabel>Move to</MenuLabel>
      <MenuRadioGroup
        value={places.columnId}
        onValueChange={(id) => {
          if (id !== places.columnId) chosen.current = () => places.onColumn(id);
        }}
      >
        {places.columns.map(({ id, name, mark }) => (
          <MenuRadioItem
            key={id}
            value={id}
            icon={<span className="flex w-[15px] shrink-0 justify-center">{mark}</span>}
          >
            {name}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </MenuContent>
  );
}

/** While somebody chooses a position, the others keep theirs. */
function Editing() {
  useEditing();
  return null;
}
