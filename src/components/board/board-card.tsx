"use client";

import { useDraggable } from "@dnd-kit/core";
import { type FocusEvent, type KeyboardEvent, type MouseEvent, memo, type ReactElement, type ReactNode } from "react";
import { stillText } from "@/components/board/board-words";
import { CardMenu, type CardMenuContext } from "@/components/board/card-menu";
import { LockSign } from "@/components/ui/lock-sign";
import { cn } from "@/lib/cn";

/** Colour of a card that signals a state: `warning` past the stage's limit, `danger` past twice it. */
export type CardTone = "none" | "warning" | "danger";

/** Data shared by all cards; its identity stays while only positions change. */
export interface CardContext<C> {
  cardId(card: C): string;
  cardLabel(card: C): string;
  cardTone: ((card: C) => CardTone) | undefined;
  cardHref: ((card: C) => string) | undefined;
  renderCard(card: C, sign: ReactNode): ReactNode;
  /** Why a card stays where it is; null for one that moves. */
  lockOf: ((card: C) => string | null) | undefined;
  onOpen: ((card: C) => void) | undefined;
  onKey(event: KeyboardEvent, cardId: string): void;
  onFocus(cardId: string): void;
  onBlur(cardId: string): void;
  /** Null on a board whose cards do not move. */
  menu: CardMenuContext | null;
  helpId: string;
}

const tones: Record<CardTone, string> = {
  none: "bg-surface-raised shadow-[0_0_0_1px_var(--border),var(--shadow-1)]",
  warning:
    "bg-[color-mix(in_oklab,var(--warning-subtle)_75%,var(--surface-raised))] shadow-[0_0_0_1px_color-mix(in_oklab,var(--warning-line)_38%,var(--border)),var(--shadow-1)]",
  danger:
    "bg-[color-mix(in_oklab,var(--danger-subtle)_85%,var(--surface-raised))] shadow-[0_0_0_1px_color-mix(in_oklab,var(--danger)_34%,var(--border)),var(--shadow-1)]",
};
const shape = "rounded-md px-3 py-card-y text-left";

interface BoardCardProps<C> {
  card: C;
  /** The card is being dragged: its place keeps an empty outline. */
  lifted: boolean;
  tabbable: boolean;
  /** The card is open in the panel beside the board. */
  peeked: boolean;
  context: CardContext<C>;
}

function Card<C>({ card, lifted, tabbable, peeked, context }: BoardCardProps<C>) {
  const id = context.cardId(card);
  const lock = context.lockOf?.(card) ?? null;
  const menu = lock === null ? context.menu : null;
  const { setNodeRef, attributes, listeners } = useDraggable({ id, disabled: menu === null });
  const lockId = `${context.helpId} ${id}`.replaceAll(" ", "-");
  const openTab = () => {
    if (context.cardHref) window.open(context.cardHref(card), "_blank", "noopener");
  };
  // dnd-kit adds the role of a button; its handlers go on the same element. The card's text is its name.
  const button = {
    ...attributes,
    ...listeners,
    // A card that does not move still opens.
    "aria-disabled": undefined,
    "aria-roledescription": "card",
    "aria-describedby": lock === null ? context.helpId : lockId,
    tabIndex: tabbable ? 0 : -1,
    "aria-current": peeked || undefined,
    onClick: (event: MouseEvent) => {
      if (event.metaKey || event.ctrlKey) openTab();
      else context.onOpen?.(card);
    },
    onAuxClick: (event: MouseEvent) => event.button === 1 && openTab(),
    onKeyDown: (event: KeyboardEvent) => context.onKey(event, id),
    onFocus: () => context.onFocus(id),
    onBlur: (event: FocusEvent<HTMLElement>) => {
      // Moving to another window, or to the column now shown on a phone, does not count as leaving.
      const { currentTarget: card } = event;
      if (document.activeElement !== card && card.checkVisibility()) context.onBlur(id);
    },
  };
  return (
    <div className="group/card relative">
      <div
        ref={setNodeRef}
        data-card={id}
        {...button}
        className={cn(
          shape,
          "cursor-default touch-manipulation select-none outline-offset-1 [-webkit-touch-callout:none]",
          // On touch screens the menu has its own column, because nothing reveals it on hover.
          menu && "pointer-coarse:pr-11",
          "aria-[current=true]:outline-2 aria-[current=true]:outline-accent",
          lifted ? "shadow-[inset_0_0_0_1px_var(--border)] *:invisible" : tones[context.cardTone?.(card) ?? "none"],
        )}
      >
        {context.renderCard(card, lock === null ? null : <LockSign why={lock} />)}
      </div>
      {lock === null ? null : <span id={lockId} hidden>{`${stillText} ${lock}`}</span>}
      {/* Beside the card, because the card itself is a button. */}
      {lifted || !menu ? null : <CardMenu cardId={id} label={context.cardLabel(card)} context={menu} />}
    </div>
  );
}

export const BoardCard = memo(Card) as <C>(props: BoardCardProps<C>) => ReactElement;

/** The card under the pointer during a drag. */
export function LiftedCard<C>(props: { card: C; width: number; tilted: boolean; context: CardContext<C> }) {
  const { card, context } = props;
  return (
    <div
      aria-hidden
      data-lifted={context.cardId(card)}
      style={{ width: props.width }}
      className={cn(shape, "cursor-grabbing bg-surface-raised shadow-3", props.tilted && "rotate-[1.6deg]")}
    >
      {context.renderCard(card, null)}
    </div>
  );
}
