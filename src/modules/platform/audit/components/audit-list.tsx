"use client";

import { ShowMore } from "@/components/data-table/show-more";
import { GroupHead } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { dayOf } from "@/components/ui/day-text";
import { exactTimeText } from "@/components/ui/relative-time-text";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";
import { groupBy } from "@/lib/group-by";
import { capital } from "@/lib/text";
import { dayLater } from "@/lib/working-time";
import type { AuditLog, AuditRow } from "../client";
import { longestWalk } from "../rules";
import { AuditChange } from "./audit-change";
import { fromText, OnBehalf, Who, WhoMark, whoText } from "./audit-who";

const columns =
  "grid grid-cols-[76px_minmax(0,1.3fr)_minmax(0,1fr)_minmax(0,1.2fr)_minmax(0,1.2fr)_minmax(0,1.4fr)_minmax(0,0.9fr)] items-center gap-x-3 px-edge";

const manyEvents = { one: "event", many: "events" };

interface AuditListProps {
  query: AuditLog;
  rows: readonly AuditRow[];
  /** The event that is open beside the list. */
  open: string | null;
  onOpen(id: string): void;
}

/** The events by day, newest first. */
export function AuditList({ query, rows, open, onOpen }: AuditListProps) {
  const { locale, timeZone } = useWorkspace();
  const headOf = useDayHead();
  const days = [...groupBy(rows, ({ at }) => dayOf(at, timeZone))];
  const searchedTo = query.data?.pages.at(-1)?.searchedTo ?? null;
  return (
    <>
      <div
        aria-hidden
        className={cn(columns, "sticky top-bar z-sticky h-9 shrink-0 bg-surface text-muted hairline-b phone:hidden")}
      >
        {["Time", "Who", "On behalf of", "What", "Record", "Before, after", "From"].map((label) => (
          <span key={label} className="truncate">
            {label}
          </span>
        ))}
      </div>
      {days.map(([day, events], at) => (
        <section key={day} aria-label={headOf(day)} className="shrink-0">
          <GroupHead
            title={headOf(day)}
            count={at === days.length - 1 && query.hasNextPage ? `${events.length}+` : events.length}
          />
          <ul>
            {events.map((row) => (
              <Line key={row.id} row={row} isOpen={row.id === open} onOpen={onOpen} />
            ))}
          </ul>
        </section>
      ))}
      {searchedTo ? (
        <p className="px-edge pt-3 text-muted">
          {`Searched back to ${exactTimeText(new Date(searchedTo), locale, timeZone)}. A search with these filters reads up to ${counted(longestWalk, manyEvents, locale)}: narrow the time, or go on.`}
        </p>
      ) : null}
      <ShowMore query={query}>{searchedTo ? "Search earlier events" : "Show earlier events"}</ShowMore>
    </>
  );
}

/** "Today", "Yesterday", "Wednesday, November 18". */
function useDayHead(): (day: string) => string {
  const { locale, timeZone } = useWorkspace();
  const today = dayOf(new Date().toISOString(), timeZone);
  const near = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return (day) => {
    const before = [0, 1].find((days) => dayLater(today, -days) === day);
    if (before !== undefined) return capital(near.format(-before, "day"));
    const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: "numeric" } as const);
    const words = { timeZone: "UTC", weekday: "long", month: "long", day: "numeric", ...year } as const;
    return new Intl.DateTimeFormat(locale, words).format(new Date(`${day}T00:00:00Z`));
  };
}

/** Whether actor and act read as one sentence on a phone: "Darcel Schlecht moved". */
const isSentence = ({ who, behalf, refused }: AuditRow) => behalf === null && !refused && who.kind !== "nobody";
const uncapital = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

function Line({ row, isOpen, onOpen }: { row: AuditRow; isOpen: boolean; onOpen(id: string): void }) {
  const { locale, timeZone } = useWorkspace();
  const time = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: "short" }).format(new Date(row.at));
  const title = row.record?.title ?? "Hidden";
  const what = <span className={cn("truncate", row.refused && "text-danger")}>{row.what}</span>;
  const shared = "w-full text-left hairline-b hairline-soft hover:bg-surface-hover";
  return (
    <li>
      <button
        type="button"
        aria-current={isOpen || undefined}
        className={cn(columns, shared, "min-h-9 py-1 phone:hidden", isOpen && "bg-accent-subtle")}
        onClick={() => onOpen(row.id)}
      >
        <span className="text-muted">{time}</span>
        <Who who={row.who} />
        <OnBehalf of={row.behalf} />
        {what}
        <span className="truncate font-medium">{title}</span>
        <AuditChange row={row} />
        <span className="truncate text-muted">{fromText(row.from)}</span>
      </button>
      <button
        type="button"
        aria-current={isOpen || undefined}
        className={cn(shared, "hidden items-start gap-3 px-edge py-2.5 phone:flex", isOpen && "bg-accent-subtle")}
        onClick={() => onOpen(row.id)}
      >
        <WhoMark who={row.who} size={32} />
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="flex gap-2">
            <span className="min-w-0 flex-1 truncate font-medium">{title}</span>
            <span className="shrink-0 text-muted text-sm">{time}</span>
          </span>
          <span className="truncate text-muted">
            {isSentence(row) ? `${row.who.name} ${uncapital(row.what)}` : whoText(row)}
          </span>
          {isSentence(row) ? null : what}
          <AuditChange row={row} />
        </span>
      </button>
    </li>
  );
}
