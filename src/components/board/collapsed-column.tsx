"use client";

import { useDroppable } from "@dnd-kit/core";
import type { BoardColumnDef } from "@/components/board/board-column-def";

/** A column 44 px wide: mark, name, count and note, vertical. A click opens it, a card can be dropped on it. */
export function CollapsedColumn<C>(props: { column: BoardColumnDef<C>; over: boolean; onOpen(id: string): void }) {
  const { column, over } = props;
  const { setNodeRef } = useDroppable({ id: column.id });
  return (
    <button
      ref={setNodeRef}
      type="button"
      aria-expanded={false}
      data-over={over || undefined}
      onClick={() => props.onOpen(column.id)}
      className="flex w-11 shrink-0 flex-col items-center gap-2.5 bg-surface py-3 hairline-r hover:bg-surface-hover data-over:bg-accent-subtle"
    >
      {column.mark}
      <span className="sr-only">Open</span>
      <span className="flex items-center gap-2.5 whitespace-nowrap leading-5 [writing-mode:vertical-rl]">
        <span className="font-semibold">{column.name}</span>
        <span className="text-faint">{column.count}</span>
        {column.collapsedNote}
      </span>
    </button>
  );
}
