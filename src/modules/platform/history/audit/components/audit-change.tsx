"use client";

import { ArrowRight } from "lucide-react";
import { useValueFormats } from "@/components/layout/use-value-formats";
import { useWorkspace } from "@/components/layout/workspace-context";
import { counted } from "@/lib/counted";
import { valueText } from "@/lib/value-text";
import type { AuditRow } from "../client";

const fields = { one: "field", many: "fields" };
type Change = AuditRow["changes"][number];

/** Values of changes in the workspace's formats; "–" for an empty one. */
export function useChangeText() {
  const at = useValueFormats();
  return (change: Change, side: "before" | "after") => valueText(change[side], change, at) ?? "–";
}

/** The first changed field of an event, before and after; how many a new record has; or the detail. */
export function AuditChange({ row }: { row: AuditRow }) {
  const { locale } = useWorkspace();
  const text = useChangeText();
  const [first] = row.changes;
  const isGone = first?.after === null && row.changes.length === 1;
  if (row.detail && (!first || isGone)) return <span className="truncate text-muted">{row.detail}</span>;
  if (!first) return <span />;
  const isNew = !row.group && row.changes.length > 1 && row.changes.every(({ before }) => before === null);
  if (isNew) return <span className="truncate text-muted">{counted(row.changes.length, fields, locale)}</span>;
  const isNamed = row.what.toLowerCase().includes(first.label.toLowerCase());
  return (
    <span className="flex min-w-0 items-center gap-2">
      {isNamed ? null : <span className="truncate text-faint">{first.label}</span>}
      {row.group ? null : <span className="truncate text-muted">{text(first, "before")}</span>}
      <ArrowRight aria-hidden className="size-3 shrink-0 text-faint" />
      <span className="truncate">{text(first, "after")}</span>
    </span>
  );
}
