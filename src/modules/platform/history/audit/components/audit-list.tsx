"use client";

import { type ReactNode, useState } from "react";
import type { RowAction } from "@/components/data-table/plain-table";
import { QueryTable } from "@/components/data-table/query-table";
import { GroupHead } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { dayOf } from "@/components/ui/day-text";
import { counted } from "@/lib/counted";
import { dateFormat, relativeFormat } from "@/lib/intl";
import { exactTimeText } from "@/lib/relative-time-text";
import { capital } from "@/lib/text";
import { dayLater } from "@/lib/working-time";
import { type AuditCounts, type AuditGroup, type AuditLog, type AuditRow, useAuditGroup } from "../client";
import { longestWalk } from "../rules";
import { auditColumns, timeFormat, titleOf } from "./audit-columns";
import { whoText } from "./audit-who";

const manyEvents = { one: "event", many: "events" };

interface AuditListProps {
  query: AuditLog;
  /** Shown when no event is found. */
  empty: ReactNode;
  counts: AuditCounts;
  /** The event that is open beside the list. */
  open: string | null;
  onOpen(id: string): void;
}

/** The events by day, newest first; those of a bulk act or an import with one name in one row, which opens below it. */
export function AuditList({ query, empty, counts, open, onOpen }: AuditListProps) {
  const { locale, zone: timeZone } = useWorkspace();
  const headOf = useDayHead();
  const { actionOf, openGroups, toggle } = useRowAction(open, onOpen);
  const searchedTo = query.data?.pages.at(-1)?.searchedTo ?? null;
  const countOf = (day: string, rows: number, last: boolean) => {
    const counted = counts.ofDay(day);
    return countText({ count: counted ?? rows, more: counted === null && last && query.hasNextPage }, locale);
  };
  return (
    <QueryTable
      label="Events"
      of="the audit log"
      look="dense"
      sticky
      query={query}
      keyOf={keyOf}
      columns={auditColumns(openGroups)}
      action={(row) =>
        row.group ? { ...actionOf(row), expanded: openGroups.has(row.id), run: () => toggle(row.id) } : actionOf(row)
      }
      below={({ id, name, group }) =>
        group && openGroups.has(id) ? <GroupEvents name={name} group={group} open={open} onOpen={onOpen} /> : null
      }
      groups={{
        keyOf: ({ at }) => dayOf(at, timeZone),
        label: headOf,
        head: (day, rows, last) => <GroupHead title={headOf(day)} count={countOf(day, rows.length, last)} />,
      }}
      note={
        searchedTo ? (
          <p className="px-edge pt-3 text-muted">
            {`Searched back to ${exactTimeText(new Date(searchedTo), locale, timeZone)}. A search with these filters reads up to ${counted(longestWalk, manyEvents, locale)}: narrow the time, or go on.`}
          </p>
        ) : null
      }
      more={searchedTo ? "Search earlier events" : "Show earlier events"}
      empty={empty}
    />
  );
}

const keyOf = ({ id }: AuditRow) => id;

/** A click on a row opens its event beside the list; on the row of a group, its events below it. */
function useRowAction(open: string | null, onOpen: (id: string) => void) {
  const { locale, zone: timeZone } = useWorkspace();
  const [openGroups, setOpenGroups] = useState<ReadonlySet<string>>(new Set());
  const time = timeFormat(locale, timeZone);
  const actionOf = (row: AuditRow): RowAction => ({
    label: `${time.format(new Date(row.at))}, ${whoText(row)}: ${row.what} ${titleOf(row, locale)}`,
    current: row.id === open,
    run: () => onOpen(row.id),
  });
  const toggle = (id: string) =>
    setOpenGroups((groups) => {
      const others = [...groups].filter((other) => other !== id);
      return new Set(groups.has(id) ? others : [...others, id]);
    });
  return { actionOf, openGroups, toggle };
}

interface GroupEventsProps extends Pick<AuditListProps, "open" | "onOpen"> {
  name: string;
  group: AuditGroup;
}

function GroupEvents({ name, group, open, onOpen }: GroupEventsProps) {
  const { actionOf, openGroups } = useRowAction(open, onOpen);
  return (
    <QueryTable
      label={`Events of one action: ${group.records}`}
      of="the events"
      look="within"
      query={useAuditGroup(name, group)}
      keyOf={keyOf}
      columns={auditColumns(openGroups)}
      action={actionOf}
      more="Show more of these"
      empty={null}
    />
  );
}

/** "61", or "50,000+" where more were not counted. */
export const countText = ({ count, more }: { count: number; more: boolean }, locale: string): string =>
  `${count.toLocaleString(locale)}${more ? "+" : ""}`;

/** "Today", "Yesterday", "Wednesday, November 18". */
function useDayHead(): (day: string) => string {
  const { locale, zone: timeZone } = useWorkspace();
  const today = dayOf(new Date().toISOString(), timeZone);
  const near = relativeFormat(locale, { numeric: "auto" });
  return (day) => {
    const before = [0, 1].find((days) => dayLater(today, -days) === day);
    if (before !== undefined) return capital(near.format(-before, "day"));
    const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: "numeric" } as const);
    const words = { timeZone: "UTC", weekday: "long", month: "long", day: "numeric", ...year } as const;
    return dateFormat(locale, words).format(new Date(`${day}T00:00:00Z`));
  };
}
