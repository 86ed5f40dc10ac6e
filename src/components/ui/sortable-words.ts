import type { DndContextProps } from "@dnd-kit/core";

/** Screen reader announcements for sorting rows, by their names and positions. */
export function sortableWords(
  ids: readonly string[],
  name: (id: string) => string,
): NonNullable<DndContextProps["accessibility"]> {
  const place = (id: unknown) => `${ids.indexOf(String(id)) + 1} of ${ids.length}`;
  return {
    screenReaderInstructions: {
      draggable: "Press Space to pick up, arrow keys to move, Space to drop, Escape to put back.",
    },
    announcements: {
      onDragStart: ({ active }) => `${name(String(active.id))} picked up, ${place(active.id)}.`,
      onDragOver: ({ active, over }) =>
        over ? `${name(String(active.id))} over position ${place(over.id)}.` : undefined,
      onDragEnd: ({ active, over }) => (over ? `${name(String(active.id))} dropped at ${place(over.id)}.` : undefined),
      onDragCancel: ({ active }) => `${name(String(active.id))} put back.`,
    },
  };
}
