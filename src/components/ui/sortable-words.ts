import type { DndContextProps } from "@dnd-kit/core";

/** What a screen reader is told of rows that are put into order, by their names and places. */
export function sortableWords(
  ids: readonly string[],
  name: (id: string) => string,
): NonNullable<DndContextProps["accessibility"]> {
  const place = (id: unknown) => `${ids.indexOf(String(id)) + 1} of ${ids.length}`;
  return {
    screenReaderInstructions: { draggable: "Space lifts, arrows move, Space drops, Escape puts back." },
    announcements: {
      onDragStart: ({ active }) => `${name(String(active.id))} lifted, ${place(active.id)}.`,
      onDragOver: ({ active, over }) => (over ? `${name(String(active.id))} over place ${place(over.id)}.` : undefined),
      onDragEnd: ({ active, over }) => (over ? `${name(String(active.id))} dropped at ${place(over.id)}.` : undefined),
      onDragCancel: ({ active }) => `${name(String(active.id))} put back.`,
    },
  };
}
