"use client";

import { Check, Target } from "lucide-react";
import { useWhyLocked } from "@/components/layout/use-why-locked";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Avatar } from "@/components/ui/avatar";
import { LockSign } from "@/components/ui/lock-sign";
import { ReferenceName } from "@/components/ui/reference-name";
import { cn } from "@/lib/cn";
import { nouns } from "@/lib/nouns/all";
import type { Reference } from "@/lib/zod";
import { ActivityIcon } from "../../components/activity-icon";
import { isOver } from "../../rules";
import type { CalendarEntry } from "./calendar-queries";

/** The icon of an entry: done, an opportunity that closes, or the type of the activity. */
export function EntryIcon({ entry, className = "size-3.5" }: { entry: CalendarEntry; className?: string }) {
  if (entry.of === "closing") return <Target aria-hidden className={cn("shrink-0 text-faint", className)} />;
  if (entry.of === "activity" && entry.activity.status === "completed")
    return <Check aria-hidden className={cn("shrink-0 text-positive", className)} />;
  return <ActivityIcon kind={entry.activity.kind} className={className} />;
}

/** The member to whom an entry belongs. */
export const ownerOf = (entry: CalendarEntry) =>
  entry.of === "closing" ? entry.opportunity.owner : entry.activity.owner;

/** The linked record, or the account of an opportunity. */
export function aboutOf(entry: CalendarEntry): Reference | null {
  if (entry.of === "upcoming") return null;
  return entry.of === "closing" ? entry.opportunity.account : entry.activity.about;
}

/** Whether nothing more is to be done for it. */
export const isDone = (entry: CalendarEntry): boolean => entry.of === "activity" && isOver(entry.activity.status);

/** Whether members may move an entry: a planned activity or an open opportunity that they may edit. */
export function isMovable(entry: CalendarEntry): boolean {
  if (entry.of === "activity") return entry.activity.mayEdit && !isDone(entry);
  return entry.of === "closing" && entry.opportunity.mayEdit;
}

/** The sign of an entry that this member may not move, and that is not done. */
function EntryLock({ entry }: { entry: CalendarEntry }) {
  const { readsOnly } = useWorkspace();
  const entity = entry.of === "closing" ? "opportunity" : "activity";
  const whyLocked = useWhyLocked({ entity, head: nouns[entity] });
  if (readsOnly || entry.of === "upcoming" || isDone(entry)) return null;
  const why = whyLocked(entry.of === "closing" ? entry.opportunity : entry.activity);
  return why === null ? null : <LockSign why={why} />;
}

interface EntryBlockProps {
  entry: CalendarEntry;
  /** "9:00 – 10:00 AM"; empty for one without a time. */
  time: string;
  /** Whether there is room for one line alone. */
  isShort: boolean;
}

/** An entry as a block of the calendar: its name, its time, what it is about and whose it is. */
export function EntryBlock({ entry, time, isShort }: EntryBlockProps) {
  const owner = ownerOf(entry);
  const about = aboutOf(entry);
  return (
    <span
      className={cn(
        "flex h-full min-h-6 flex-col overflow-hidden rounded-sm border px-2 text-sm",
        isShort ? "justify-center" : "py-1",
        isDone(entry) ? "bg-surface-sunken text-muted" : "bg-surface-raised shadow-1",
        entry.of === "upcoming" && "border-border-strong border-dashed bg-transparent text-muted shadow-none",
        entry.of === "closing" && "border-accent-line bg-accent-subtle",
      )}
    >
      <span className="flex min-w-0 items-center gap-1.5">
        <EntryIcon entry={entry} />
        <span className="min-w-0 flex-1 truncate font-medium">
          {entry.of === "closing" ? <span className="sr-only">Closes: </span> : null}
          {entry.title}
          {entry.of === "upcoming" ? <span className="sr-only">, upcoming</span> : null}
          {entry.of === "activity" && entry.activity.status === "completed" ? (
            <span className="sr-only">, done</span>
          ) : null}
        </span>
        <EntryLock entry={entry} />
        {owner ? <Avatar name={owner.name} {...(owner.id ? { id: owner.id } : {})} size={16} /> : null}
      </span>
      {time === "" ? null : <span className={cn("truncate text-muted", isShort && "sr-only")}>{time}</span>}
      {about === null ? null : (
        <ReferenceName of={about} className={cn("text-muted", (isShort || time === "") && "sr-only")} />
      )}
    </span>
  );
}
