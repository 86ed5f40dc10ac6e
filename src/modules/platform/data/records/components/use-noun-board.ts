"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { type ColumnPage, cardsByValue, orderOf } from "@/components/board/board-cards";
import type { useListState } from "@/components/data-table/use-list-state";
import { valueIn } from "@/lib/fields/custom";
import type { Sort } from "@/lib/list";
import { boardRequest } from "@/lib/list-request";
import { columnRequest, type NounBoard, type NounColumn } from "@/lib/nouns/board";
import type { Noun } from "@/lib/nouns/define";
import type { Reference } from "@/lib/zod";
import { type ColumnPart, useBoardRows } from "@/trpc/board-rows";
import { useNounApi } from "@/trpc/noun-api";
import { listGroupsOf } from "@/trpc/pages";
import { useApiClient } from "@/trpc/react";
import type { NounCardRow } from "./noun-card";
import { listClient } from "./noun-listed";
import { useBoardColumns } from "./use-board-columns";

/** The order of lists and boards that names none. */
export const usualSort: Sort = { field: "name", direction: "asc" };

type Page = { rows: NounCardRow[]; nextCursor: string | null };

/** The cards of a noun's board as far as they are loaded, and the exact count of each column. */
export function useNounBoard(noun: Noun, board: NounBoard, list: ReturnType<typeof useListState>) {
  const { field } = board;
  const server = useApiClient();
  const client = useQueryClient();
  const { list: listed, groups } = useNounApi(noun);
  const request = useMemo(() => boardRequest(list.request), [list.request]);
  const counted = useQuery(groups.queryOptions({ ...list.groupsRequest, group: field }, listGroupsOf(field)));
  const { columns: known, usual, failed } = useBoardColumns(board, request, counted);
  const columnIds = usual?.map(({ id }) => id);
  const [idsAtFirst] = useState(columnIds);
  const columns = known ?? unknown;
  const shownIn = (columnId: string) => columns.find(({ id }) => id === columnId)?.value ?? null;
  const fetch = (columnId: string, part: ColumnPart) =>
    listClient(server, noun.head.path).list.query({ ...columnRequest(request, field, shownIn(columnId)), ...part });
  const rows = useBoardRows<NounCardRow>({
    key: listed.pathKey(),
    request,
    // The others are loaded when they are drawn.
    columnIds,
    fetch,
    first: async () => ({
      pages: await Promise.all(
        (usual ?? unknown).map(async ({ id }) => ({ columnId: id, ...((await fetch(id, {})) as Page) })),
      ),
      about: undefined,
    }),
    brought() {
      // The answers in the page's HTML are those for the columns of its time.
      if (!known || !usual || String(columnIds) !== String(idsAtFirst)) return null;
      const states = columns.map(({ value }) =>
        client.getQueryState<Page>(listed.queryKey(columnRequest(request, field, value) as never)),
      );
      const pages = columns.flatMap(({ id }, place) => {
        const page = states[place]?.data;
        return page ? [{ columnId: id, ...page }] : [];
      });
      if (pages.length < known.length) return null;
      const times = states.map((state) => (state && !state.isInvalidated ? state.dataUpdatedAt : 0));
      return { data: { pages, about: undefined }, at: Math.min(...times) };
    },
  });
  const { sort } = list.state;
  const compare = useMemo(() => orderOf<NounCardRow>(sort ?? usualSort), [sort]);
  const cards = useMemo(
    () => cardsByValue(rows.pages ?? none, (card) => columnOf(columns, shownValue(card, field)), compare),
    [rows.pages, columns, field, compare],
  );
  const counts = useMemo(
    () => counted.data && new Map(columns.map(({ id, value }) => [id, countOf(counted.data, value)])),
    [counted.data, columns],
  );
  return { ...rows, query: failed ?? rows.query, pages: known && rows.pages, columns, cards, counts, compare };
}

const unknown: readonly NounColumn[] = [];

const none: readonly ColumnPage<NounCardRow>[] = [];

const countOf = (groups: readonly { value: string | null; count: number }[], value: string | null): number =>
  groups.find((group) => group.value === value)?.count ?? 0;

/** The value of a card; of a reference the id of its record. */
function shownValue(card: NounCardRow, field: string): unknown {
  const value = valueIn(card, field) ?? null;
  return value !== null && typeof value === "object" ? ((value as Reference).id ?? null) : value;
}

const columnOf = (columns: NounBoard["columns"], value: unknown): string =>
  columns.find((column) => column.value === value)?.id ?? "";
