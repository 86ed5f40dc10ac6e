"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import type { DataColumn } from "@/components/data-table/data-column";
import { ListPage } from "@/components/data-table/list-page";
import { useListState } from "@/components/data-table/use-list-state";
import { type AnyRow, cellPatch, fieldColumns, fieldFilters, withCents } from "@/components/fields/field-columns";
import type { FieldContext } from "@/components/fields/kind";
import { useNoun } from "@/components/fields/use-noun";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { permissionFor } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import type { NounHead } from "@/lib/nouns/noun-head";
import { capital } from "@/lib/text";
import type { Money } from "@/lib/zod";
import { type Grouping, useListRows } from "@/trpc/list-rows";
import { useListTotals } from "@/trpc/list-totals";
import { useNounApi } from "@/trpc/noun-api";
import { type NounWith, useBulkOf, useEditsOf } from "@/trpc/noun-client";
import { listGroupsOf, listPages } from "@/trpc/pages";
import { useApiClient } from "@/trpc/react";
import { LazyNoMatches } from "./lazy-no-matches";
import { useBulkEdit } from "./noun-bulk-edit";
import { NounExport } from "./noun-export";
import { LazyForm, LazyPeek } from "./noun-lazy";
import { importPermission, listClient, listedBy } from "./noun-listed";
import { useOpenView } from "./noun-open-view";
import type { ExtraColumn, NounOwn } from "./noun-own";
import { NounSamples } from "./noun-samples";
import { NounViewTabs } from "./noun-view-tabs";
import { NounViews } from "./noun-views";
import { useWithDeletionDay } from "./use-deletion-day";
import { useFieldContext } from "./use-field-context";

type ListRow = AnyRow & { name: string; archivedAt: string | null; version: number };

interface NounListProps<F extends Fields> {
  noun: NounWith<F>;
  own?: NounOwn<F> | undefined;
  /** The head of the record that is open beside the list, in the place of the common one. */
  head?(record: RecordOf<F>, close: () => void): ReactNode;
  /** In the place of the common switch between list and board. */
  views?: ReactNode;
}

/** The page of all records of a noun: columns, filters, sorts, groups, form and panel from its fields. */
export function NounList<F extends Fields>({ noun: declared, own, head: peekHead, views }: NounListProps<F>) {
  const noun = useNoun(declared);
  const { head, entity, allFields } = noun;
  const [erased, plain] = [noun as unknown as NounWith<Fields>, noun as unknown as Noun] as const;
  const at = useFieldContext(head);
  const given = useListed(allFields, own as NounOwn<Fields> | undefined, at);
  const view = useOpenView(plain);
  const list = useListState({ ...given.names, archives: true, defaults: view.state });
  const { query, groups } = useNounRows(plain, list, own as NounOwn<Fields> | undefined, { at, ...given });
  const shown = { at, head, group: list.state.group, isArchived: list.state.archived, pages: query.data?.pages };
  const { columns, extra } = useColumns(allFields, own as NounOwn<Fields> | undefined, shown);
  const filters = useMemo(() => own?.filters?.shown ?? fieldFilters(allFields, at), [own, allFields, at]);
  const totals = useListTotals({ noun: plain, list, columns: columns as never, fields: filters, query });
  const { Form }: Pick<NounOwn<F>, "Form"> = own ?? {};
  const edits = useEditsOf(erased, own as never);
  const bulk = useBulkOf(erased);
  const many = useBulkEdit(erased, { at, own: own as NounOwn<Fields> | undefined, list, columns });

  function edit(row: ListRow, column: string, value: unknown, label: string): Promise<void> {
    const typed = value as string | number | null;
    const added = extra?.find(({ column: { id } }) => id === column);
    if (added?.patch) return edits.save(row as never, label, added.patch(row as never, typed));
    return edits.save(row as never, label, cellPatch(allFields, at, { row, column, value }));
  }

  return (
    <>
      {many.layer}
      <ListPage<ListRow>
        entity={entity}
        title={capital(head.many)}
        noun={head.many}
        path={`/${head.path}`}
        create={{
          label: `New ${head.one}`,
          permission: permissionFor(entity, "create"),
          dialog: (dialog) => (Form ? <Form {...dialog} /> : <LazyForm noun={noun} own={own} {...dialog} />),
        }}
        importPermission={importPermission(plain)}
        purpose={head.purpose}
        emptyMore={<NounSamples entity={entity} />}
        list={list}
        query={query}
        columns={columns as never}
        fields={filters}
        sortFields={given.sorts}
        groupFields={given.groupings}
        {...{ groups, totals }}
        noMatches={<LazyNoMatches noun={plain} list={list} fields={filters} />}
        onEdit={edit}
        onArchive={(rows) => bulk.archive(rows as never)}
        onRestore={(rows) => bulk.restore(rows as never)}
        bulkActions={many.bulkActions as never}
        {...(own?.bulkSum ? { bulkSum: (rows) => own.bulkSum?.(rows as never, at) } : {})}
        tools={<NounExport noun={plain} {...{ list, columns, view }} groupings={given.groupings} />}
        tabs={<NounViewTabs noun={plain} list={list} view={view} layout="list" />}
        views={views ?? <NounViews noun={plain} current="list" />}
        renderPeek={(id, known, close) => (
          <LazyPeek<F>
            noun={noun}
            id={id}
            known={known as unknown as RecordOf<F> | undefined}
            own={own}
            {...(peekHead ? { head: (record) => peekHead(record, close) } : {})}
          />
        )}
      />
    </>
  );
}

interface RowsOptions {
  at: FieldContext;
  groupings: ReturnType<typeof useListed>["groupings"];
}

/** The rows of the list and their groups, from the server. */
function useNounRows(
  noun: Noun,
  list: ReturnType<typeof useListState>,
  own: NounOwn<Fields> | undefined,
  { at, groupings }: RowsOptions,
) {
  const server = useApiClient();
  const { list: listed, groups: grouped } = useNounApi(noun);
  const sums = useMemo(() => (amounts: readonly Money[]) => own?.groupSums?.(amounts, at) ?? {}, [own, at]);
  return useListRows<ListRow>({
    list,
    key: listed.pathKey(),
    groupings: groupings as unknown as readonly Grouping<ListRow>[],
    flat: useInfiniteQuery(
      listed.infiniteQueryOptions(list.request, { ...listPages, enabled: list.state.group === null }),
    ) as never,
    groupsQuery: useQuery(grouped.queryOptions(list.groupsRequest, listGroupsOf(list.state.group))),
    fetch: (part) => listClient(server, noun.head.path).list.query({ ...list.request, ...part }),
    ...(own?.groupSums ? { sums } : {}),
  });
}

/** The groups, sorts and names of the list; the noun's own groups stand before those of its fields. */
function useListed(fields: Fields, own: NounOwn<Fields> | undefined, at: FieldContext) {
  return useMemo(() => {
    const { names, sorts, groupings } = listedBy(fields, at);
    const all = [...(own?.groupings ?? []), ...(groupings as readonly Grouping<RecordOf<Fields>>[])];
    const groups = all.map(({ field }) => field);
    return { sorts, groupings: all, names: { ...names, groups, fields: [...(own?.filters?.names ?? names.fields)] } };
  }, [fields, own, at]);
}

interface Shown {
  at: FieldContext;
  head: NounHead;
  group: string | null;
  isArchived: boolean;
  pages: readonly { rows: readonly object[] }[] | undefined;
}

/** The columns of the list, and those that the noun adds. */
function useColumns(fields: Fields, own: NounOwn<Fields> | undefined, shown: Shown) {
  const { at, head, group, isArchived, pages } = shown;
  const cents = useWithCents(fields, pages);
  const extra = own?.extraColumns;
  const columns = useMemo(() => {
    const overrides = (own?.columnsIn?.(at, group) ?? own?.columns) as never;
    return withExtra(fieldColumns(fields, at, { overrides, cents }), extra ?? []);
  }, [fields, at, group, own, cents, extra]);
  return { columns: useWithDeletionDay(columns, head, isArchived), extra };
}

/** The amounts that show their cents among the loaded rows; keeps its identity while they are the same. */
function useWithCents(fields: Fields, pages: readonly { rows: readonly object[] }[] | undefined): readonly string[] {
  const names = useMemo(() => withCents(fields, pages?.flatMap(({ rows }) => rows) ?? []).join(" "), [fields, pages]);
  return useMemo(() => names.split(" "), [names]);
}

/** The columns of the fields, and each one that a noun adds behind its own. */
const withExtra = (columns: DataColumn<AnyRow>[], extra: readonly ExtraColumn<Fields>[]) =>
  columns.flatMap((column) => [
    column,
    ...extra.flatMap(({ after, column: added }) => (after === column.id ? [added as unknown as typeof column] : [])),
  ]);
