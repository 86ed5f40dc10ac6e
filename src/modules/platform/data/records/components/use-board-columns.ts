"use client";

import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ListFilter } from "@/lib/list-filter";
import { settingsEntries } from "@/lib/list-request";
import { nouns } from "@/lib/nouns/all";
import type { NounBoard, NounColumn } from "@/lib/nouns/board";
import { listedColumns, listedIn, onlyOf } from "@/lib/nouns/board-columns";
import type { Reference } from "@/lib/zod";
import { apiAt } from "@/trpc/noun-api";
import { partApi } from "@/trpc/part-api";
import { useApi } from "@/trpc/react";
import { firstEntry } from "./noun-requests";

interface BoardColumns {
  /** Undefined while they are loading. */
  columns: readonly NounColumn[] | undefined;
  /** Those of them that are there without cards too. */
  usual: readonly NounColumn[] | undefined;
  /** Why they could not be loaded. */
  failed: { error: unknown; isFetching: boolean; refetch(): unknown } | null;
}

interface Counted {
  data: readonly { value: string | null; label: string | null; count: number }[] | undefined;
  isPending: boolean;
}

/** A query that depends on the answer to another one: none before it. */
const maybe = <Query extends object>(query: Query | "" | false | null | undefined): Query[] => (query ? [query] : []);

/** The columns of a board: those of its choice, or records of a list in the settings with those that have cards. */
export function useBoardColumns(
  { label, listed, columns: declared }: NounBoard,
  request: Partial<ListFilter>,
  counted: Counted,
): BoardColumns {
  const api = useApi();
  const [entries] = useQueries({
    queries: maybe(listed && apiAt(api, nouns[listed.entity].path).list.queryOptions(settingsEntries)),
  });
  const only = useOnlyColumns(listed, request);
  const rows = entries?.data?.rows as readonly { id: string; name: string }[] | undefined;
  const isReady = rows !== undefined && only !== undefined && !counted.isPending;
  const columns = useMemo(
    () => (isReady ? listedColumns(label, rows, only, counted.data ?? []) : undefined),
    [isReady, label, rows, only, counted.data],
  );
  const usual = useMemo(
    () => (isReady ? listedColumns(label, rows, only, []) : undefined),
    [isReady, label, rows, only],
  );
  if (!listed) return { columns: declared, usual: declared, failed: null };
  return { columns, usual, failed: entries?.error && !entries.data ? entries : null };
}

/** The columns of the one record that a board is narrowed to; null for all, undefined while they are loading. */
function useOnlyColumns(
  listed: NounBoard["listed"],
  request: Partial<ListFilter>,
): readonly string[] | null | undefined {
  const api = useApi();
  const from = listed?.from ?? null;
  const id = from && onlyOf(request, from.of);
  const [record] = useQueries({
    queries: maybe(from && id && apiAt(api, nouns[from.entity].path).get.queryOptions({ id })),
  });
  const named = record?.data && (Reflect.get(record.data, from?.by ?? "") as Reference | null | undefined);
  const isUnnamed = record?.data !== undefined && !named;
  const [first] = useQueries({
    queries: maybe(from && isUnnamed && apiAt(api, nouns[from.list.of].path).list.queryOptions(firstEntry)),
  });
  const holder = named?.id ?? first?.data?.rows[0]?.id;
  const [whole] = useQueries({
    queries: maybe(from && holder && partApi(api, from.list).list.queryOptions({ id: holder })),
  });
  return useMemo(() => {
    if (!listed || !from || !record || record.isError || first?.isError || whole?.isError) return null;
    if (whole?.data) {
      const ids = listedIn(from, listed.entity, whole.data);
      return ids.length > 0 ? ids : null;
    }
    // Without any record that could list them, all are shown.
    return first?.data && !holder ? null : undefined;
  }, [listed, from, record, first, whole, holder]);
}
