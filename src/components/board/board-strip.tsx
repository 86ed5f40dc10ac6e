"use client";

import { useDroppable } from "@dnd-kit/core";
import { useRef } from "react";
import type { BoardColumnDef } from "@/components/board/board-column-def";
import { useScrolledTo } from "@/components/ui/use-scrolled-to";
import { cn } from "@/lib/cn";

export const stripPrefix = "strip:";

/** The columns of a phone: marks, names and counts; one is shown, a card can be dropped on any. */
export function BoardColumnTabs<C>(props: {
  columns: readonly BoardColumnDef<C>[];
  current: string;
  overId: string | null;
  onSelect(id: string): void;
}) {
  const row = useRef<HTMLElement>(null);
  useScrolledTo(row, props.current);
  return (
    <nav
      ref={row}
      aria-label="Columns"
      className="no-scrollbar relative flex h-12 shrink-0 overflow-x-auto bg-surface px-2 hairline-b"
    >
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
      data-part={column.id}
      aria-current={current}
      data-over={props.over || undefined}
      onClick={() => props.onSelect(column.id)}
      className={cn(
        "relative flex min-w-16 flex-[1_0_auto] flex-col items-center justify-center gap-1 whitespace-nowrap px-2 text-[13px]/[18px] text-muted",
        current &&
          "font-medium text-text after:absolute after:inset-x-1 after:bottom-0 after:h-0.5 after:bg-accent after:content-['']",
        "data-over:bg-accent-subtle",
      )}
    >
      <span className="flex h-3 items-center">{column.mark}</span>
      <span className="flex gap-1.5">
        <span className="max-w-32 truncate">{column.name}</span>
        <span className="font-normal text-faint">{column.count}</span>
      </span>
    </button>
  );
}
