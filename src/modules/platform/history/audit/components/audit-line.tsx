"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { cn } from "@/lib/cn";
import { uncapital } from "@/lib/text";
import type { AuditRow } from "../client";
import { AuditChange } from "./audit-change";
import { fromText, OnBehalf, Who, WhoMark, whoText } from "./audit-who";

export const auditColumns =
  "grid grid-cols-[76px_minmax(0,1.3fr)_minmax(0,1fr)_minmax(0,1.2fr)_minmax(0,1.2fr)_minmax(0,1.4fr)_minmax(0,0.9fr)] items-center gap-x-3 px-edge narrow:grid-cols-[72px_minmax(0,1.6fr)_minmax(0,1.1fr)_minmax(0,1.2fr)_minmax(0,1.1fr)_minmax(0,1.1fr)]";

/** Whether actor and act read as one sentence on a phone: "Darcel Schlecht moved". */
const isSentence = ({ who, behalf, refused }: AuditRow) => behalf === null && !refused && who.kind !== "nobody";

interface LineProps {
  row: AuditRow;
  /** Its details are shown beside the list. */
  isOpen: boolean;
  onOpen(id: string): void;
  /** Below the line of its group. */
  inGroup?: boolean;
}

/** One event; its text is the name of the button. */
export function AuditLine({ row, isOpen, onOpen, inGroup = false }: LineProps) {
  return (
    <li>
      <LineButton
        row={row}
        title={row.record?.title ?? "Hidden"}
        className={cn(isOpen && "bg-accent-subtle", inGroup && "bg-surface-sunken")}
        aria-current={isOpen || undefined}
        onClick={() => onOpen(row.id)}
      />
    </li>
  );
}

interface LineButtonProps {
  row: AuditRow;
  title: string;
  className?: string | undefined;
  /** Of a group: whether its events are shown below it. */
  expanded?: boolean;
  "aria-current"?: true | undefined;
  "aria-controls"?: string;
  onClick(): void;
}

/** A line of the log, in columns and for phones. */
export function LineButton({ row, title, className, expanded, ...props }: LineButtonProps) {
  const { locale, timeZone } = useWorkspace();
  const time = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: "short" }).format(new Date(row.at));
  const what = <span className={cn("truncate", row.refused && "text-danger")}>{row.what}</span>;
  const Chevron = expanded ? ChevronDown : ChevronRight;
  const chevron = expanded === undefined ? null : <Chevron aria-hidden className="size-4 shrink-0 text-faint" />;
  const shared = cn("w-full text-left hairline-b hairline-soft hover:bg-surface-hover", className);
  return (
    <>
      <button
        type="button"
        aria-expanded={expanded}
        {...props}
        className={cn(auditColumns, shared, "min-h-9 py-1 phone:hidden")}
      >
        <span className="text-muted">{time}</span>
        <Who who={row.who} />
        <OnBehalf of={row.behalf} />
        {what}
        <span className="flex min-w-0 items-center gap-1">
          <span className="truncate font-medium">{title}</span>
          {chevron}
        </span>
        <AuditChange row={row} />
        <span className="truncate text-muted narrow:hidden">{fromText(row.from)}</span>
      </button>
      <button
        type="button"
        aria-expanded={expanded}
        {...props}
        className={cn(shared, "hidden items-start gap-3 px-edge py-2.5 phone:flex")}
      >
        <WhoMark who={row.who} size={32} />
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="flex gap-2">
            <span className="min-w-0 flex-1 truncate font-medium">{title}</span>
            {chevron}
            <span className="shrink-0 text-muted text-sm">{time}</span>
          </span>
          <span className="truncate text-muted">
            {isSentence(row) ? `${row.who.name} ${uncapital(row.what)}` : whoText(row)}
          </span>
          {isSentence(row) ? null : what}
          <AuditChange row={row} />
        </span>
      </button>
    </>
  );
}
