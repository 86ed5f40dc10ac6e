import { DndContext } from "@dnd-kit/core";
import { expect, test } from "vitest";
import { markupOf } from "@/test/part";
import { BoardCard, type CardContext } from "./board-card";

interface Card {
  id: string;
  locked: string | null;
}

const nothing = () => undefined;
const context: CardContext<Card> = {
  cardId: ({ id }) => id,
  cardLabel: ({ id }) => id,
  cardTone: undefined,
  cardHref: undefined,
  renderCard: ({ id }, sign) => [id, <span key="sign">{sign}</span>],
  lockOf: ({ locked }) => locked,
  onOpen: nothing,
  onKey: nothing,
  onFocus: nothing,
  onBlur: nothing,
  menu: { movesOf: () => ({}) as never, focusCard: nothing },
  helpId: "help",
};
const markup = (locked: string | null) =>
  markupOf(
    <DndContext>
      <BoardCard card={{ id: "crane", locked }} lifted={false} tabbable peeked={false} context={context} />
    </DndContext>,
  );

test("a card that its reader may not move says why, and offers no move", () => {
  const why = "Ask its owner Olive.";
  const locked = markup(why);
  expect(locked).toContain(`role="img" aria-label="Locked" title="${why}"`);
  expect(locked).toContain(`hidden="">Press Enter to open the card. ${why}</span>`);
  expect(locked).toContain('aria-describedby="help-crane"');
  expect(locked).not.toContain("Move crane");
});

test("a card that moves has its menu and no lock", () => {
  const free = markup(null);
  expect(free).toContain('aria-label="Move crane"');
  expect(free).toContain('aria-describedby="help"');
  expect(free).not.toContain("Locked");
});
