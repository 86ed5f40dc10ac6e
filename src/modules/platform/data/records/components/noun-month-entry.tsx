"use client";

import { useDraggable } from "@dnd-kit/core";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { useWhyLocked } from "@/components/layout/use-why-locked";
import { useWorkspace } from "@/components/layout/workspace-context";
import { LockSign } from "@/components/ui/lock-sign";
import { PersonMark } from "@/components/ui/person";
import { cn } from "@/lib/cn";
import { valueIn } from "@/lib/fields/custom";
import type { CalendarFields, Noun } from "@/lib/nouns/define";
import type { NounCardRow } from "./noun-card";
import { dayIn } from "./use-noun-calendar";

interface EntryProps {
  row: NounCardRow;
  by: CalendarFields;
  today: string;
}

/** Whether a record is done, or overdue: its day is over and it is not; null for neither. */
export function standingOf(row: NounCardRow, { day, done }: CalendarFields, today: string): "done" | "overdue" | null {
  if ((valueIn(row, done) ?? null) !== null) return "done";
  return dayIn(row, day) < today ? "overdue" : null;
}

/** A record on its day: its name, whose it is, and whether it is done or overdue. */
export function EntryFace({
  row,
  by,
  today,
  sign,
  isHeld = false,
}: EntryProps & { sign?: ReactNode; isHeld?: boolean }) {
  const standing = standingOf(row, by, today);
  return (
    <span
      className={cn(
        "flex h-6 min-w-0 items-center gap-1.5 rounded-sm px-1.5 text-left text-sm",
        standing === "done" && "text-muted",
        standing === "overdue" && "text-danger",
        isHeld && "bg-surface-raised shadow-2",
      )}
    >
      {standing === "done" ? <Check aria-hidden className="size-3.5 shrink-0 text-positive" /> : null}
      <span className="min-w-0 flex-1 truncate font-medium">
        {row.name}
        {standing === null ? null : <span className="sr-only">{`, ${standing}`}</span>}
      </span>
      {sign}
      <PersonMark person={row.owner ?? null} size={16} />
    </span>
  );
}

interface MonthEntryProps extends EntryProps {
  noun: Noun;
  open(id: string): void;
}

/** A record on its day; it opens, and is dragged to another day by those who may edit it. */
export function MonthEntry({ noun, row, by, today, open }: MonthEntryProps) {
  const { readsOnly } = useWorkspace();
  const why = useWhyLocked(noun)(row);
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: row.id, disabled: readsOnly || why !== null });
  return (
    <li className="min-w-0">
      <button
        ref={setNodeRef}
        type="button"
        data-entry={row.id}
        {...listeners}
        onClick={() => open(row.id)}
        className={cn(
          "block w-full min-w-0 rounded-sm border bg-surface-raised hover:bg-surface-hover",
          isDragging && "opacity-40",
        )}
      >
        <EntryFace {...{ row, by, today }} sign={why === null || readsOnly ? null : <LockSign why={why} />} />
      </button>
    </li>
  );
}
