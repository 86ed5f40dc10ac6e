"use client";

import { CalendarDays, Clock, Flag, FolderKanban, UserRound, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { cn } from "@/lib/cn";
import { formatDay } from "@/lib/day-words";
import type { QuickFact } from "./quick-task";
import { useQuickTask } from "./use-quick-task";

export interface QuickAddFormProps {
  /** The project that the tasks belong to, unless the line names another one. */
  of: { id: string; name: string } | undefined;
  onClose(): void;
}

const icons: Readonly<Record<QuickFact["field"], ReactNode>> = {
  dueOn: <CalendarDays aria-hidden />,
  ownerId: <UserRound aria-hidden />,
  projectId: <FolderKanban aria-hidden />,
  priority: <Flag aria-hidden />,
  estimate: <Clock aria-hidden />,
};
const labels: Readonly<Record<QuickFact["field"], string>> = {
  dueOn: "Due",
  ownerId: "Assignee",
  projectId: "Project",
  priority: "Priority",
  estimate: "Estimate",
};

/** One line that adds a task on Enter, and what it understands before. */
export function QuickAddForm({ of, onClose }: QuickAddFormProps) {
  const line = useQuickTask(of?.id);
  const field = useRef<HTMLInputElement>(null);
  const understood = useId();
  // The field of a line that somebody opened.
  useEffect(() => field.current?.focus(), []);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    }
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void line.add();
  }

  return (
    <section
      aria-label="Add tasks"
      className="flex min-h-8 min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1 rounded-md border border-focus bg-surface py-0.5 pr-1 pl-2.5 shadow-[0_0_0_1px_var(--focus)] phone:min-h-11"
    >
      <input
        ref={field}
        aria-label="New task in one line"
        aria-describedby={understood}
        value={line.text}
        placeholder={`Call supplier tomorrow @Ana ${of ? "" : "#KAN "}!high 2h`}
        onChange={(event) => line.type(event.target.value)}
        onKeyDown={onKeyDown}
        className="min-w-48 flex-1 bg-transparent text-input outline-none"
      />
      <span
        id={understood}
        className={cn("flex flex-wrap items-center gap-1", line.shown.facts.length === 0 && "hidden")}
      >
        {line.shown.facts.map((fact) => (
          <Fact
            key={fact.field}
            fact={fact}
            onRemove={() => {
              line.leaveOut(fact.words);
              field.current?.focus();
            }}
          />
        ))}
      </span>
      <Button size="sm" busy={line.isSaving} disabled={line.shown.name === ""} onClick={() => void line.add()}>
        Add
      </Button>
      <IconButton size="sm" label="Close" icon={<X aria-hidden />} onClick={onClose} />
    </section>
  );
}

function Fact({ fact, onRemove }: { fact: QuickFact; onRemove(): void }) {
  const { locale } = useListLocale();
  const { field, label, words } = fact;
  return (
    <span className="inline-flex h-6 items-center gap-1 rounded-md border bg-surface pl-1.5 text-sm [&>svg]:size-3.5 [&>svg]:text-faint">
      {icons[field]}
      <span className="sr-only">{`${labels[field]}: `}</span>
      <span className="max-w-40 truncate">{field === "dueOn" ? formatDay(label, locale, true) : label}</span>
      <IconButton size="sm" label={`Keep “${words}” as text`} icon={<X aria-hidden />} onClick={onRemove} />
    </span>
  );
}
