"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type ColumnPage, cardsByValue, orderBy } from "@/components/board/board-cards";
import type { useListState } from "@/components/data-table/use-list-state";
import { valueIn } from "@/lib/fields/custom";
import type { Sort } from "@/lib/list";
import { columnRequest, type NounBoard } from "@/lib/nouns/board";
import type { Noun } from "@/lib/nouns/define";
import { useBoardRows } from "@/trpc/board-rows";
import { useNounApi } from "@/trpc/noun-api";
import { listGroupsOf } from "@/trpc/pages";
import { useApiClient } from "@/trpc/react";
import type { NounCardRow } from "./noun-card";
import { listClient } from "./noun-listed";

/** The order of lists and boards that names none. */
export const usualSort: Sort = { field: "name", direction: "asc" };

type Page = { rows: NounCardRow[]; nextCursor: string | null };

/** The cards of a noun's board as far as they are loaded, and the exact count of each column. */
export function useNounBoard(noun: Noun, { field, columns }: NounBoard, list: ReturnType<typeof useListState>) {
  const server = useApiClient();
  const client = useQueryClient();
  const { list: listed, groups } = useNounApi(noun);
  const { request } = list;
  const rows = useBoardRows<NounCardRow, NounBoard["columns"][number]>({
    key: listed.pathKey(),
    request,
    columns,
    fetch: ({ value }, part) =>
      listClient(server, noun.head.path).list.query({ ...columnRequest(request, field, value), ...part }),
    brought: ({ value }) => {
      const key = listed.queryKey(columnRequest(request, field, value) as never);
      const state = client.getQueryState<Page>(key);
      return state?.data ? { data: state.data, at: state.isInvalidated ? 0 : state.dataUpdatedAt } : null;
    },
  });
  const counted = useQuery(groups.queryOptions({ ...list.groupsRequest, group: field }, listGroupsOf(field)));
  const { sort } = list.state;
  const compare = useMemo(() => orderOf(sort ?? usualSort), [sort]);
  const cards = useMemo(
    () => cardsByValue(rows.pages ?? none, (card) => columnOf(columns, valueIn(card, field)), compare),
    [rows.pages, columns, field, compare],
  );
  const counts = useMemo(
    () => counted.data && new Map(columns.map(({ id, value }) => [id, countOf(counted.data, value)])),
    [counted.data, columns],
  );
  return { ...rows, cards, counts, compare };
}

const none: readonly ColumnPage<NounCardRow>[] = [];

const countOf = (groups: readonly { value: string | null; count: number }[], value: string | null): number =>
  groups.find((group) => group.value === value)?.count ?? 0;

const columnOf = (columns: NounBoard["columns"], value: unknown): string =>
  columns.find((column) => column.value === (value ?? null))?.id ?? "";

/** The order of the server, as well as the browser can tell. */
function orderOf({ field, direction }: Sort): (a: NounCardRow, b: NounCardRow) => number {
  return orderBy((card) => {
    const value = valueIn(card, field) ?? null;
    if (typeof value === "number") return value;
    if (value !== null && typeof value === "object") return (value as { amount?: number }).amount ?? null;
    return value === null ? null : String(value).toLocaleLowerCase();
  }, direction);
}
