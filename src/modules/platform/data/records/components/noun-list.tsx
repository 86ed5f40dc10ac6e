"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import type { DataColumn } from "@/components/data-table/data-column";
import { ListPage } from "@/components/data-table/list-page";
import { useListState } from "@/components/data-table/use-list-state";
import { type AnyRow, cellPatch, fieldColumns, fieldFilters, withCents } from "@/components/fields/field-columns";
import { useNoun } from "@/components/fields/use-noun";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { permissionFor } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { capital } from "@/lib/text";
import type { Money } from "@/lib/zod";
import { type Grouping, useListRows } from "@/trpc/list-rows";
import { useNounApi } from "@/trpc/noun-api";
import { type NounWith, useBulkOf, useEditsOf } from "@/trpc/noun-client";
import { listGroupsOf, listPages } from "@/trpc/pages";
import { useApiClient } from "@/trpc/react";
import { LazyActs } from "./lazy-bulk-acts";
import { LazyForm, LazyPeek } from "./noun-lazy";
import { importPermission, listClient, listedBy } from "./noun-listed";
import type { ExtraColumn, NounOwn } from "./noun-own";
import { NounViews } from "./noun-views";
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
  const server = useApiClient();
  const noun = useNoun(declared);
  const { head, entity, allFields } = noun;
  const erased = noun as unknown as NounWith<Fields>;
  const at = useFieldContext(head);
  const given = useListed(allFields, own as NounOwn<Fields> | undefined);
  const list = useListState({ ...given.names, archives: true });
  const { list: listed, groups: grouped } = useNounApi(noun as unknown as Noun);
  const sums = useMemo(() => (amounts: readonly Money[]) => own?.groupSums?.(amounts, at) ?? {}, [own, at]);
  const { query, groups } = useListRows<ListRow>({
    list,
    key: listed.pathKey(),
    groupings: given.groupings as unknown as readonly Grouping<ListRow>[],
    flat: useInfiniteQuery(
      listed.infiniteQueryOptions(list.request, { ...listPages, enabled: list.state.group === null }),
    ) as never,
    groupsQuery: useQuery(grouped.queryOptions(list.groupsRequest, listGroupsOf(list.state.group))),
    fetch: (part) => listClient(server, head.path).list.query({ ...list.request, ...part }),
    ...(own?.groupSums ? { sums } : {}),
  });
  const cents = useWithCents(allFields, query.data?.pages);
  const extra = own?.extraColumns as readonly ExtraColumn<Fields>[] | undefined;
  const columns = useMemo(() => {
    const overrides = (own?.columnsIn?.(at, list.state.group) ?? own?.columns) as never;
    return withExtra(fieldColumns(allFields, at, { overrides, cents }), extra ?? []);
  }, [allFields, at, list.state.group, own, cents, extra]);
  const filters = useMemo(() => own?.filters?.shown ?? fieldFilters(allFields, at), [own, allFields, at]);
  const { Form, Tabs }: Pick<NounOwn<F>, "Form" | "Tabs"> = own ?? {};
  const edits = useEditsOf(erased, own as never);
  const bulk = useBulkOf(erased);

  function edit(row: ListRow, column: string, value: unknown, label: string): Promise<void> {
    const typed = value as string | number | null;
    const added = extra?.find(({ column: { id } }) => id === column);
    if (added?.patch) return edits.save(row as never, label, added.patch(row as never, typed));
    return edits.save(row as never, label, cellPatch(allFields, at, { row, column, value }));
  }

  return (
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
      importPermission={importPermission(noun as unknown as Noun)}
      purpose={head.purpose}
      list={list}
      query={query}
      columns={columns as never}
      fields={filters}
      sortFields={given.sorts}
      groupFields={given.groupings}
      groups={groups}
      onEdit={edit}
      onArchive={(rows) => bulk.archive(rows as never)}
      onRestore={(rows) => bulk.restore(rows as never)}
      bulkActions={(selection) => (
        <LazyActs noun={erased} selection={selection as never} BulkAct={own?.BulkAct as never} />
      )}
      {...(own?.bulkSum ? { bulkSum: (rows) => own.bulkSum?.(rows as never, at) } : {})}
      tabs={Tabs ? <Tabs /> : null}
      views={views ?? <NounViews noun={noun as unknown as Noun} current="list" />}
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
  );
}

/** The groups, sorts and names of the list; the noun's own groups stand before those of its fields. */
function useListed(fields: Fields, own: NounOwn<Fields> | undefined) {
  return useMemo(() => {
    const { names, sorts, groupings } = listedBy(fields);
    const all = [...(own?.groupings ?? []), ...(groupings as readonly Grouping<RecordOf<Fields>>[])];
    const groups = all.map(({ field }) => field);
    return { sorts, groupings: all, names: { ...names, groups, fields: [...(own?.filters?.names ?? names.fields)] } };
  }, [fields, own]);
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
