"use client";

import { ArrowRight } from "lucide-react";
import { todayIn } from "@/components/data-table/date-entry";
import { useWorkspace } from "@/components/layout/workspace-context";
import { valueText } from "@/components/timeline/value-text";
import type { AuditRow } from "../client";

type Change = AuditRow["changes"][number];

/** Values of changes in the workspace's formats; "–" for an empty one. */
export function useChangeText() {
  const { locale, currency, timeZone } = useWorkspace();
  const at = { locale, currency, timeZone, today: todayIn(timeZone) };
  return (change: Change, side: "before" | "after") => valueText(change[side], change, at) ?? "–";
}

/** The first changed field of an event, before and after, or its detail. */
export function AuditChange({ row }: { row: AuditRow }) {
  const text = useChangeText();
  const [first] = row.changes;
  if (!first) return row.detail ? <span className="truncate text-muted">{row.detail}</span> : <span />;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="truncate text-muted">{text(first, "before")}</span>
      <ArrowRight aria-hidden className="size-3 shrink-0 text-faint" />
      <span className="truncate">{text(first, "after")}</span>
    </span>
  );
}
