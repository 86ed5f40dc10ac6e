"use client";

import { useDroppable } from "@dnd-kit/core";
import type { BoardColumnDef } from "@/components/board/board-column-def";
import { cn } from "@/lib/cn";

export const stripPrefix = "strip:";

/** The columns of a phone: marks with counts; one is shown, a card can be dropped on any. */
export function BoardStrip<C>(props: {
  columns: readonly BoardColumnDef<C>[];
  current: string;
  overId: string | null;
  onSelect(id: string): void;
}) {
  return (
    <nav aria-label="Columns" className="no-scrollbar flex h-11 shrink-0 overflow-x-auto bg-surface px-2 hairline-b">
      {props.columns.map((column) => (
        <StripButton
          key={column.id}
          column={column}
          current={column.id === props.current}
          over={column.id === props.overId}
          onSelect={props.onSelect}
        />
      ))}
    </nav>
  );
}

function StripButton<C>(props: {
  column: BoardColumnDef<C>;
  current: boolean;
  over: boolean;
  onSelect(id: string): void;
}) {
  const { column, current } = props;
  const { setNodeRef } = useDroppable({ id: stripPrefix + column.id });
  return (
    <button
      ref={setNodeRef}
      type="button"
      aria-current={current}
      aria-label={`${column.name}, ${column.count}`}
      data-over={props.over || undefined}
      onClick={() => props.onSelect(column.id)}
      className={cn(
        "relative flex min-w-16 flex-1 flex-col items-center justify-center gap-1 text-[13px]/[18px] text-muted",
        current &&
          "font-medium text-text after:absolute after:inset-x-1 after:bottom-0 after:h-0.5 after:bg-accent after:content-['']",
        "data-over:bg-accent-subtle",
      )}
    >
      <span className="flex h-3 items-center">{column.mark}</span>
      {column.count}
    </button>
  );
}
