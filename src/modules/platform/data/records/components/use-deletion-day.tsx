"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { DataColumn } from "@/components/data-table/data-column";
import type { AnyRow } from "@/components/fields/field-columns";
import { useWorkspace } from "@/components/layout/workspace-context";
import { formatDay, todayIn } from "@/lib/day-words";
import type { NounHead } from "@/lib/nouns/noun-head";
import { deletionTime } from "@/modules/platform/workspace/tenants/retention/rules";
import { useApi } from "@/trpc/react";

type Archived = AnyRow & { archivedAt: string | null };

/** The columns of a list; that of archived records also has the day on which each is deleted for good, if one is. */
export function useWithDeletionDay(
  columns: DataColumn<AnyRow>[],
  head: NounHead,
  isArchived: boolean,
): DataColumn<AnyRow>[] {
  const { locale, workspaceZone: timeZone } = useWorkspace();
  const enabled = isArchived && "delete" in head.permissions;
  const { data } = useQuery(useApi().retention.get.queryOptions({}, { enabled }));
  const days = enabled ? data?.days : null;
  return useMemo(() => {
    if (!days) return columns;
    const today = todayIn(timeZone);
    const cell = ({ archivedAt }: Archived) => {
      const day = archivedAt === null ? "" : todayIn(timeZone, deletionTime(archivedAt, days));
      // One that others need is past its day and stays.
      return day < today ? "Next night, if unused" : formatDay(day, locale);
    };
    const phoneCell = (row: Archived) => `Deleted: ${cell(row)}`;
    const place = { id: "deletedOn", header: "Deleted on", kind: "text", width: 150, phone: "meta" } as const;
    const column = { ...place, cell, phoneCell };
    return columns.toSpliced(1, 0, column as unknown as DataColumn<AnyRow>);
  }, [columns, days, locale, timeZone]);
}
