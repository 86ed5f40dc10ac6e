"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { placeColumns } from "@/components/data-table/column-layout";
import type { ListTotals } from "@/components/data-table/column-totals";
import { usualTotals } from "@/components/data-table/column-totals";
import type { DataColumn } from "@/components/data-table/data-column";
import type { FilterField } from "@/components/data-table/filter-fields";
import type { useListState } from "@/components/data-table/use-list-state";
import { readServerError } from "@/components/form/server-error";
import { type ListTotal, maxCounted, maxCountedBeside, type ShownTotal } from "@/lib/list-filter";
import { isTree } from "@/lib/list-request";
import type { Noun } from "@/lib/nouns/define";
import { asksSeldom } from "./count-beside";
import { useNounApi } from "./noun-api";

interface TotalsOptions {
  noun: Pick<Noun, "head">;
  list: ReturnType<typeof useListState>;
  columns: readonly DataColumn<never>[];
  fields: readonly Pick<FilterField, "field" | "label">[];
  /** The rows of the list, with their number as the list knows it. */
  query: { data: { pages: readonly { total: ListTotal }[] } | undefined };
}

/**
 * The totals in the foot of a list: a request of its own, so that the list never waits for it. Until somebody chooses
 * totals, long lists have none.
 */
export function useListTotals({ noun, list, columns, fields, query: rows }: TotalsOptions): ListTotals {
  const { state, request, set } = list;
  const total = rows.data?.pages[0]?.total;
  const [counted, setCounted] = useState<string | null>(null);
  const placed = useMemo(
    () => placeColumns(columns, state.columns).filter(({ id }) => id !== state.group),
    [columns, state.columns, state.group],
  );
  const usual = useMemo(() => usualTotals(columns, placed), [columns, placed]);
  const known = typeof total === "number" ? usual : [];
  const chosen = state.totals ?? known;
  const shown = chosen.filter(({ field }) => placed.some(({ id }) => id === field));
  const { sort: _sort, ...filter } = request;
  const key = JSON.stringify(filter);
  // The rows of a tree are those of its first level: the number of all records is asked for.
  const counts = typeof total === "number" && isTree(state);
  const wanted = shown.length > 0 || counted === key || counts;
  const query = useQuery(
    useNounApi(noun).totals.queryOptions({ ...filter, totals: shown }, { enabled: wanted && total !== undefined }),
  );
  const beside = useCountBeside(noun, filter, total === "1000+" && !query.data);
  const count = query.data?.count ?? (counts && query.isPending ? undefined : (beside ?? total));
  return {
    noun: noun.head,
    count,
    onCount: typeof count === "string" && !query.isFetching && !query.error ? () => setCounted(key) : undefined,
    chosen,
    onChange: (totals) => set({ totals }),
    found: query.data?.totals,
    problem: query.error ? { text: problemText(query.error, filter, fields), retry: () => void query.refetch() } : null,
  };
}

/** The number of more than 1,000 rows, where counting them is cheap; undefined until it is known. */
function useCountBeside(noun: TotalsOptions["noun"], filter: Asked, enabled: boolean): ShownTotal | undefined {
  const input = { ...filter, upTo: maxCountedBeside };
  const { data } = useQuery(useNounApi(noun).totals.queryOptions(input, { enabled, ...asksSeldom }));
  if (!enabled || !data || data.count <= maxCounted) return undefined;
  return data.capped ? "50000+" : data.count;
}

type Asked = Omit<ReturnType<typeof useListState>["request"], "sort">;

/** The refusal of totals that take too long, with the condition to narrow by the label of its field. */
function problemText(error: unknown, asked: Asked, fields: TotalsOptions["fields"]): string {
  const refusal = readServerError(error);
  const [fault] = refusal.fields;
  if (!fault) return refusal.message;
  const [, group, place] = /^(?:groups\.(\d+)\.)?conditions\.(\d+)$/.exec(fault.path) ?? [];
  const conditions = group === undefined ? asked.conditions : asked.groups?.[Number(group)]?.conditions;
  const name = conditions?.[Number(place)]?.field;
  const label = fields.find(({ field }) => field === name)?.label;
  return name && label ? fault.message.replace(`condition on ${name}`, `condition on ${label}`) : fault.message;
}
