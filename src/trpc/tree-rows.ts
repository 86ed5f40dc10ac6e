"use client";

import {
  keepPreviousData,
  type QueryKey,
  type QueryOptions,
  type UseQueryOptions,
  type UseQueryResult,
  useQueries,
} from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { type ListTree, treeOrder } from "@/components/data-table/list-tree";
import type { ListQuery } from "@/components/data-table/record-list";
import { usePlace } from "@/components/layout/use-place";
import { useStable } from "@/components/ui/use-stable";
import type { Sort } from "@/lib/list";
import type { Condition } from "@/lib/list-filter";
import type { RowPage } from "./grouped-rows";

/** The rows of one request: so many ids fit into an address, also when ten requests travel together. */
const together = 25;
/** The most pages of 100 rows that are loaded below the rows of one request. */
const maxPages = 20;

type Counted = readonly { value: string | null; count: number }[];
interface Branches<Row> {
  pages: { rows: Row[] }[];
}
interface Opened {
  /** Rows that are open. */
  ids: readonly string[];
  /** The same with those that were closed meanwhile, in the parts in which they are requested. */
  parts: readonly (readonly string[])[];
}

/** The extra input of a query for rows below others. */
export interface BelowPart {
  conditions: Condition[];
  limit: number;
  cursor?: string;
}

interface TreeRows<Row> {
  /** The field that leads up; null while the list is no tree. */
  field: string | null;
  /** The query key of the list, so that edits and refreshes of the list reach these rows too. */
  key: QueryKey;
  request: { conditions?: Condition[] | undefined };
  /** The field of the order among siblings, if the list is in it: what is moved is drawn at its new place at once. */
  order: string | null;
  /** The rows of the first level. */
  first: ListQuery<Row>;
  fetch(part: BelowPart): Promise<RowPage<Row>>;
  /** The query that counts such rows by the row above them. */
  count(conditions: Condition[]): QueryOptions;
}

/** The rows of a list as a tree: those below a row are loaded when it is opened. */
export function useTreeRows<Row extends { id: string }>(
  options: TreeRows<Row>,
): { query: ListQuery<Row>; tree: ListTree | undefined } {
  const { field, first, order: by } = options;
  const { opened, toggle } = useOpened(field);
  const branches = useBranches(options, opened.parts);
  const below = useCounts(options, branches.parts);
  const { held, hold, release } = useHeldRows<Row>(JSON.stringify([field, options.request]));
  const pages = first.data?.pages;
  const shaped = useMemo(() => {
    if (field === null || !pages) return null;
    const open = new Set(opened.ids);
    const answered = [...pages.flatMap((page) => page.rows), ...branches.rows];
    const known = new Set(answered.map(({ id }) => id));
    const loaded = [...answered, ...held.filter(({ id }) => !known.has(id))];
    const rows = by === null ? loaded : loaded.toSorted((a, b) => compareBy(a, b, by));
    const order = treeOrder(rows, { above: (row) => idIn(row, field), open });
    const places = new Map(
      order.map(({ row: { id }, depth, aboveId }) => [
        id,
        { depth, aboveId, below: below[id] ?? 0, open: open.has(id) },
      ]),
    );
    return { places, data: { pages: [{ rows: order.map(({ row }) => row), total: pages[0]?.total ?? 0 }] } };
  }, [field, pages, branches.rows, held, opened.ids, below, by]);
  const tree = useMemo(
    () => shaped && { places: shaped.places, onToggle: toggle, hold, release },
    [shaped, toggle, hold, release],
  );
  if (!shaped || !tree) return { query: first, tree: undefined };
  return { query: { ...first, data: shaped.data, isFetching: first.isFetching || branches.isFetching }, tree };
}

/** The field that alone puts a list into its order; null where there is none, or others follow. */
export function orderedBy(sort: Sort | readonly Sort[] | undefined): string | null {
  const [first, second] = [sort ?? []].flat();
  return first?.direction === "asc" && !second ? first.field : null;
}

/** By the bytes of a field, as the server has ranks in order; rows without one come last. */
function compareBy(one: object, other: object, name: string): number {
  const [a, b] = [one, other].map((row) => Reflect.get(row, name) as string | null);
  if (a === b) return 0;
  if (a == null || b == null) return a == null ? 1 : -1;
  return a < b ? -1 : 1;
}

/** The id of the record that a field of a row names. */
const idIn = (row: object, field: string): string | null =>
  (Reflect.get(row, field) as { id: string | null } | null)?.id ?? null;

const partsOf = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / together) }, (_, at) => ids.slice(at * together, (at + 1) * together));

/** The open rows; Back shows them again, as one request for all of them. */
function useOpened(field: string | null) {
  const place = usePlace<readonly string[]>("open branches");
  const [opened, setOpened] = useState<Opened>(() => {
    const ids = field === null ? [] : (place.before ?? []);
    return { ids, parts: partsOf(ids) };
  });
  const toggle = useStable((id: string) => {
    const isOpen = opened.ids.includes(id);
    const ids = isOpen ? opened.ids.filter((other) => other !== id) : [...opened.ids, id];
    const known = opened.parts.some((part) => part.includes(id));
    const parts = isOpen || known ? opened.parts : [...opened.parts, [id]];
    setOpened({ ids, parts: parts.filter((part) => part.some((one) => ids.includes(one))) });
    place.keep(ids);
  });
  return { opened, toggle };
}

/** The rows that are being moved in a list: between two answers a row may be in neither, and would lose its focus. */
function useHeldRows<Row extends { id: string }>(list: string) {
  const [held, setHeld] = useState<{ list: string; rows: readonly Row[] }>({ list, rows: none });
  const rows = held.list === list ? held.rows : none;
  const hold = useStable((row: { id: string }) =>
    setHeld({ list, rows: [...rows.filter(({ id }) => id !== row.id), row as Row] }),
  );
  const release = useStable(() => setHeld({ list, rows: none }));
  return { held: rows, hold, release };
}

const none: readonly never[] = [];

interface LoadedBranches<Row> {
  rows: Row[];
  /** The ids of the rows, as they came. */
  parts: string[][];
  isFetching: boolean;
}

function joined<Row extends { id: string }>(found: UseQueryResult<Branches<Row>>[]): LoadedBranches<Row> {
  const loaded = found.map(({ data }) => data?.pages.flatMap(({ rows }) => rows) ?? []);
  return {
    rows: loaded.flat(),
    parts: loaded.map((rows) => rows.map(({ id }) => id)),
    isFetching: found.some(({ isFetching }) => isFetching),
  };
}

/** The rows below the opened ones, part by part. */
function useBranches<Row extends { id: string }>(options: TreeRows<Row>, parts: Opened["parts"]): LoadedBranches<Row> {
  const { field, key, request, fetch } = options;
  async function load(name: string, ids: readonly string[]): Promise<Branches<Row>> {
    const conditions = [...(request.conditions ?? []), { field: name, op: "anyOf" as const, value: [...ids] }];
    const pages: RowPage<Row>[] = [];
    for (let cursor: string | null | undefined; cursor !== null && pages.length < maxPages; ) {
      const page: RowPage<Row> = await fetch({ conditions, limit: 100, ...(cursor ? { cursor } : {}) });
      pages.push(page);
      cursor = page.nextCursor;
    }
    return { pages };
  }
  return useQueries({
    queries:
      field === null
        ? []
        : parts.map(
            (ids): UseQueryOptions<Branches<Row>> => ({
              queryKey: [...key, { type: "branches", field, ids, input: request }],
              queryFn: () => load(field, ids),
              placeholderData: keepPreviousData,
            }),
          ),
    combine: joined<Row>,
  });
}

const added = (found: UseQueryResult<Counted>[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    found.flatMap(({ data }) => data?.flatMap(({ value, count }) => (value === null ? [] : [[value, count]])) ?? []),
  );

/** How many rows are below each loaded row; none is said of rows that are not counted yet. */
function useCounts<Row extends { id: string }>(
  { field, request, first, count }: TreeRows<Row>,
  branches: readonly (readonly string[])[],
): Readonly<Record<string, number>> {
  const ids = [...(first.data?.pages.map(({ rows }) => rows.map(({ id }) => id)) ?? []), ...branches];
  return useQueries({
    queries:
      field === null
        ? []
        : ids
            .flatMap(partsOf)
            .map(
              (value) =>
                count([
                  ...(request.conditions ?? []),
                  { field, op: "anyOf", value },
                ]) as unknown as UseQueryOptions<Counted>,
            ),
    combine: added,
  });
}
