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
import type { AuditCounts, AuditLog, AuditRow } from "../client";
import { longestWalk } from "../rules";
import { AuditGroupLine } from "./audit-group";
import { AuditLine, auditColumns } from "./audit-line";

const manyEvents = { one: "event", many: "events" };

interface AuditListProps {
  query: AuditLog;
  rows: readonly AuditRow[];
  counts: AuditCounts;
  /** The event that is open beside the list. */
  open: string | null;
  onOpen(id: string): void;
}

/** The events by day, newest first. */
export function AuditList({ query, rows, counts, open, onOpen }: AuditListProps) {
  const { locale, timeZone } = useWorkspace();
  const headOf = useDayHead();
  const days = [...groupBy(rows, ({ at }) => dayOf(at, timeZone))];
  const searchedTo = query.data?.pages.at(-1)?.searchedTo ?? null;
  return (
    <>
      <div
        aria-hidden
        className={cn(
          auditColumns,
          "sticky top-bar z-sticky h-9 shrink-0 bg-surface text-muted hairline-b phone:hidden",
        )}
      >
        {["Time", "Who", "On behalf of", "What", "Record", "Before, after", "From"].map((label) => (
          <span key={label} className="truncate last:narrow:hidden">
            {label}
          </span>
        ))}
      </div>
      {days.map(([day, events], at) => (
        <section key={day} aria-label={headOf(day)} className="shrink-0">
          <GroupHead
            title={headOf(day)}
            count={countText(
              {
                count: counts.ofDay(day) ?? events.length,
                more: counts.ofDay(day) === null && at === days.length - 1 && query.hasNextPage,
              },
              locale,
            )}
          />
          <ul>
            {events.map((row) =>
              row.group ? (
                <AuditGroupLine key={row.id} row={row} group={row.group} open={open} onOpen={onOpen} />
              ) : (
                <AuditLine key={row.id} row={row} isOpen={row.id === open} onOpen={onOpen} />
              ),
            )}
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

/** "61", or "50,000+" where more were not counted. */
export const countText = ({ count, more }: { count: number; more: boolean }, locale: string): string =>
  `${count.toLocaleString(locale)}${more ? "+" : ""}`;

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
