"use client";

import type { ReactNode } from "react";
import { ColumnsMenu } from "@/components/data-table/columns-menu";
import type { DataColumn } from "@/components/data-table/data-column";
import { DataTable, type DataTableProps } from "@/components/data-table/data-table";
import { FilterBar } from "@/components/data-table/filter-bar";
import type { FilterField } from "@/components/data-table/filter-fields";
import { type GroupField, GroupMenu } from "@/components/data-table/group-menu";
import { LazyTreeToggle } from "@/components/data-table/lazy-list-parts";
import { isNarrowed, NameSearch, NothingArchived, NothingMatches } from "@/components/data-table/narrowing";
import { nextPage, type Pages } from "@/components/data-table/next-page";
import { type SortField, SortMenu } from "@/components/data-table/sort-menu";
import type { useListState } from "@/components/data-table/use-list-state";
import { QueryFailed } from "@/components/layout/query-failed";
import type { ListTotal } from "@/lib/list-filter";

/** The part of a list's query that it uses: the shape of an infinite query over pages. */
export interface ListQuery<T> extends Pages {
  data: { pages: { rows: T[]; total: ListTotal }[] } | undefined;
  error: unknown;
}

type Passed =
  | "rowId"
  | "rowLabel"
  | "rowHref"
  | "onOpen"
  | "peek"
  | "onEdit"
  | "bulk"
  | "bulkSum"
  | "groups"
  | "tree"
  | "totals";

export interface RecordListProps<T extends { id: string }> extends Pick<DataTableProps<T>, Passed> {
  /** "accounts": used in the sentences of its states. */
  noun: string;
  label: string;
  list: ReturnType<typeof useListState>;
  query: ListQuery<T>;
  columns: readonly DataColumn<T>[];
  fields: readonly FilterField[];
  sortFields: readonly SortField[];
  /** The fields for grouping. */
  groupFields?: readonly GroupField[];
  /** Conditions cannot be put into groups. */
  ungrouped?: boolean | undefined;
  /** Its records can be drawn as a tree. */
  trees?: boolean;
  /** Behind the menu of columns: acts on the whole list. */
  tools?: ReactNode;
  /** The purpose of this list, and how to fill it. */
  empty: ReactNode;
  /** Shown when no row matches, in the place of the usual sentence. */
  noMatches?: ReactNode;
  /** Draws the rows in the place of the table. */
  draw?: ((table: DataTableProps<T>) => ReactNode) | undefined;
}

/** A list of records with search, filters, sort and columns in the URL, and its loading, empty and error states. */
export function RecordList<T extends { id: string }>(props: RecordListProps<T>) {
  const {
    noun,
    label,
    list,
    query,
    columns,
    fields,
    sortFields,
    groupFields = [],
    trees = false,
    ungrouped,
    tools,
    empty,
    noMatches,
    draw = drawTable,
    ...given
  } = props;
  const { state } = list;
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const filtered = isNarrowed(state);
  const table: DataTableProps<T> = {
    ...given,
    label,
    columns,
    rows,
    total: query.data?.pages[0]?.total ?? 0,
    status: statusOf(query),
    hasMore: query.hasNextPage,
    fetching: query.isFetching,
    moreFailed: query.isFetchNextPageError,
    fetchMore: () => void nextPage(query),
    sort: state.sort,
    onSortChange: (sort) => list.set({ sort }),
    places: state.columns,
    onPlacesChange: (places) => list.set({ columns: places }),
    filtered: filtered || state.archived,
    empty,
    emptyFiltered: filtered ? (
      (noMatches ?? <NothingMatches noun={noun} list={list} />)
    ) : (
      <NothingArchived noun={noun} list={list} />
    ),
    error: <QueryFailed title={`The ${noun} could not be loaded`} query={query} />,
  };
  return (
    <>
      <FilterBar
        fields={fields}
        filter={state.filter}
        onChange={(filter) => list.set({ filter })}
        ungrouped={ungrouped}
        archived={{ shown: state.archived, onChange: (archived) => list.set({ archived }) }}
      >
        <NameSearch noun={noun} list={list} />
        {groupFields.length > 0 ? (
          <GroupMenu fields={groupFields} group={state.group} onChange={(group) => list.set(groupedBy(group, trees))} />
        ) : null}
        {trees ? <LazyTreeToggle state={state} onChange={list.set} /> : null}
        <SortMenu
          fields={sortFields}
          sort={state.sort}
          onChange={(sort) => list.set({ sort, thenBy: state.thenBy.filter(({ field }) => field !== sort.field) })}
          thenBy={{ sorts: state.thenBy, onChange: (thenBy) => list.set({ sort: state.sort, thenBy }) }}
        />
        <ColumnsMenu columns={columns} places={state.columns} onChange={(places) => list.set({ columns: places })} />
        {tools}
      </FilterBar>
      {draw(table)}
    </>
  );
}

const drawTable = <T extends { id: string }>(table: DataTableProps<T>) => <DataTable {...table} />;

/** Groups take the place of a tree. */
const groupedBy = (group: string | null, trees: boolean) => ({
  group,
  closed: [],
  ...(trees && group !== null ? { tree: false } : {}),
});

function statusOf({ data, error }: Pick<ListQuery<unknown>, "data" | "error">): "ready" | "error" | "loading" {
  if (data) return "ready";
  return error ? "error" : "loading";
}
