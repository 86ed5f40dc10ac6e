import { ChevronDown, ChevronRight } from "lucide-react";
import { useListLocale } from "@/components/data-table/list-locale";
import type { PlainColumn } from "@/components/data-table/plain-table";
import { cn } from "@/lib/cn";
import { dateFormat } from "@/lib/intl";
import { uncapital } from "@/lib/text";
import type { AuditRow } from "../client";
import { AuditChange } from "./audit-change";
import { fromText, OnBehalf, Who, WhoMark, whoText } from "./audit-who";

/** Whether actor and act read as one sentence on a phone: "Darcel Schlecht moved". */
const isSentence = ({ who, behalf, refused }: AuditRow) => behalf === null && !refused && who.kind !== "nobody";

/** The record of an event, or of a group how many records: "13,976 accounts". */
export function titleOf({ group, record }: AuditRow, locale: string): string {
  if (group) return `${group.count.toLocaleString(locale)}${group.more ? "+" : ""} ${group.records}`;
  return record?.title ?? "Hidden";
}

export const timeFormat = (locale: string, timeZone: string) => dateFormat(locale, { timeZone, timeStyle: "short" });

/** The columns of the log; `openGroups` are those whose events are shown below them. */
export const auditColumns = (openGroups: ReadonlySet<string>): PlainColumn<AuditRow>[] => [
  { label: "Time", width: 76, desk: true, cell: (row) => <Time row={row} /> },
  { label: "Who", width: "minmax(0,1.3fr)", desk: true, cell: ({ who }) => <Who who={who} /> },
  { label: "On behalf of", desk: true, cell: ({ behalf }) => <OnBehalf of={behalf} /> },
  { label: "What", width: "minmax(0,1.2fr)", desk: true, cell: (row) => <What row={row} /> },
  {
    label: "Record",
    width: "minmax(0,1.2fr)",
    desk: true,
    cell: (row) => <Title row={row} expanded={openGroups.has(row.id)} />,
  },
  { label: "Before, after", width: "minmax(0,1.4fr)", desk: true, cell: (row) => <AuditChange row={row} /> },
  {
    label: "Source",
    width: "minmax(0,0.9fr)",
    desk: true,
    wide: true,
    cell: ({ from }) => <span className="block truncate text-muted">{fromText(from)}</span>,
  },
  { label: "Event", phoneOnly: true, cell: (row) => <PhoneEvent row={row} expanded={openGroups.has(row.id)} /> },
];

function Time({ row }: { row: AuditRow }) {
  const { locale, timeZone } = useListLocale();
  return <span className="text-muted">{timeFormat(locale, timeZone).format(new Date(row.at))}</span>;
}

const What = ({ row }: { row: AuditRow }) => (
  <span className={cn("block truncate", row.refused && "text-danger")}>{row.what}</span>
);

function Title({ row, expanded }: { row: AuditRow; expanded: boolean }) {
  const { locale } = useListLocale();
  const Chevron = expanded ? ChevronDown : ChevronRight;
  return (
    <span className="flex min-w-0 flex-1 items-center gap-1">
      <span className="truncate font-medium">{titleOf(row, locale)}</span>
      {row.group ? <Chevron aria-hidden className="size-4 shrink-0 text-faint" /> : null}
    </span>
  );
}

function PhoneEvent({ row, expanded }: { row: AuditRow; expanded: boolean }) {
  return (
    <span className="flex items-start gap-3">
      <WhoMark who={row.who} size={32} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex gap-2">
          <Title row={row} expanded={expanded} />
          <span className="shrink-0 text-sm">
            <Time row={row} />
          </span>
        </span>
        <span className="truncate text-muted">
          {isSentence(row) ? `${row.who.name} ${uncapital(row.what)}` : whoText(row)}
        </span>
        {isSentence(row) ? null : <What row={row} />}
        <AuditChange row={row} />
      </span>
    </span>
  );
}
