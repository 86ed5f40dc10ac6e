"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import type { DataColumn } from "@/components/data-table/data-column";
import type { DataTableProps } from "@/components/data-table/data-table";
import { ListPage } from "@/components/data-table/list-page";
import type { ListState } from "@/components/data-table/list-state";
import { useListState } from "@/components/data-table/use-list-state";
import { type AnyRow, cellPatch, fieldColumns, fieldFilters, withCents } from "@/components/fields/field-columns";
import type { FieldContext } from "@/components/fields/kind";
import { useNoun } from "@/components/fields/use-noun";
import { type Fields, inputName } from "@/lib/fields/field";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import type { Condition } from "@/lib/list-filter";
import { firstLevel, isTree, sheetPage } from "@/lib/list-request";
import { permissionFor } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { parentField } from "@/lib/nouns/family";
import type { NounHead } from "@/lib/nouns/noun-head";
import { capital } from "@/lib/text";
import type { Money } from "@/lib/zod";
import { type Grouping, useListRows } from "@/trpc/list-rows";
import { useListTotals } from "@/trpc/list-totals";
import { useNounApi } from "@/trpc/noun-api";
import { type NounWith, useEditsOf } from "@/trpc/noun-client";
import { listGroupsOf, listPages } from "@/trpc/pages";
import { useApiClient } from "@/trpc/react";
import { orderedBy, useTreeRows } from "@/trpc/tree-rows";
import { LazyNoMatches } from "./lazy-no-matches";
import { LazyTreeMoves, useMovable } from "./lazy-tree-moves";
import { useBulkEdit } from "./noun-bulk-edit";
import { NounExport } from "./noun-export";
import { LazyForm, LazyNounBulk, LazyPeek } from "./noun-lazy";
import { importPermission, type ListRow, listClient, listedBy } from "./noun-listed";
import { useOpenView } from "./noun-open-view";
import type { ExtraColumn, NounOwn } from "./noun-own";
import { NounSamples } from "./noun-samples";
import { NounViewTabs } from "./noun-view-tabs";
import { NounViews } from "./noun-views";
import { useWithDeletionDay } from "./use-deletion-day";
import { useFieldContext } from "./use-field-context";

interface NounListProps<F extends Fields> {
  noun: NounWith<F>;
  own?: NounOwn<F> | undefined;
  /** The head of the record that is open beside the list, in the place of the common one. */
  head?(record: RecordOf<F>, close: () => void): ReactNode;
  /** In the place of the common switch between list and board. */
  views?: ReactNode;
  /** The record on whose page the list is. */
  inside?: ListInside | undefined;
  /** Draws the rows as a sheet: without levels and groups. */
  sheet?: ((table: DataTableProps<ListRow>) => ReactNode) | undefined;
}

/** A list on the page of another record, to which its rows belong. */
export interface ListInside {
  /** The condition, by the field that names the record. */
  of: Condition;
  to: { id: string; name: string };
  /** How the list begins; keep it the same object. */
  start: Partial<ListState>;
}

/** A list with its state, rows, columns and acts. */
function useListing<F extends Fields>({ noun: declared, own: given, inside, sheet }: NounListProps<F>) {
  const noun = useNoun(declared);
  const { head, allFields } = noun;
  const own = given as NounOwn<Fields> | undefined;
  const [erased, plain] = [noun as unknown as NounWith<Fields>, noun as unknown as Noun] as const;
  const at = useFieldContext(head);
  const listed = useListed(allFields, own, at);
  const view = useOpenView(plain);
  const above = sheet ? null : (parentField(noun) ?? null);
  const start = { defaults: inside?.start ?? view.state, of: inside?.of, trees: above !== null };
  const names = sheet ? { ...listed.names, groups: noGroups } : listed.names;
  const list = useListState({ ...names, archives: true, ...start });
  const rows = useNounRows(plain, list, own, { at, above, ...listed, pageSize: sheet ? sheetPage : undefined });
  const { query, groups } = rows;
  const moves = useMovable(head, rows.tree);
  const shown = { at, head, group: list.state.group, isArchived: list.state.archived, pages: query.data?.pages };
  const { columns, extra } = useColumns(allFields, own, shown);
  const filters = useMemo(() => own?.filters?.shown ?? fieldFilters(allFields, at), [own, allFields, at]);
  const totals = useListTotals({ noun: plain, list, columns: columns as never, fields: filters, query });
  const edits = useEditsOf(erased, own as never);
  const many = useBulkEdit(erased, { at, own, list, columns });

  function edit(row: ListRow, column: string, value: unknown, label: string): Promise<void> {
    const typed = value as string | number | null;
    const added = extra?.find(({ column: { id } }) => id === column);
    if (added?.patch) return edits.save(row as never, label, added.patch(row as never, typed));
    return edits.save(row as never, label, cellPatch(allFields, at, { row, column, value }));
  }
  return {
    ...{ noun, erased, plain, at, listed, view, above, list, query, groups, moves, columns, filters },
    ...{ totals, many, edit },
  };
}

/** The page of all records of a noun: columns, filters, sorts, groups, form and panel from its fields. */
export function NounList<F extends Fields>(props: NounListProps<F>) {
  const { own, head: peekHead, views, inside, sheet } = props;
  const { noun, erased, plain, at, listed, view, above, list, ...shown } = useListing(props);
  const { query, groups, moves, columns, filters, totals, many, edit } = shown;
  const { head, entity } = noun;
  const { tree, acts, isMovable } = moves;
  const { Form, Above }: Pick<NounOwn<F>, "Form" | "Above"> = own ?? {};
  return (
    <>
      {many.layer}
      {isMovable && tree ? (
        <LazyTreeMoves
          noun={erased}
          rows={query.data?.pages.flatMap((page) => page.rows) ?? []}
          {...{ list, tree, acts }}
        />
      ) : null}
      <ListPage<ListRow>
        entity={entity}
        title={capital(head.many)}
        noun={head.many}
        path={`/${head.path}`}
        create={{
          label: `New ${head.one}`,
          permission: permissionFor(entity, "create"),
          dialog: (dialog) =>
            Form ? <Form {...dialog} /> : <LazyForm noun={noun} own={own} {...dialog} {...givenBy(plain, inside)} />,
        }}
        importPermission={importPermission(plain)}
        purpose={head.purpose}
        emptyMore={<NounSamples entity={entity} />}
        list={list}
        query={query}
        columns={columns as never}
        fields={filters}
        sortFields={listed.sorts}
        groupFields={sheet ? noGroups : listed.groupings}
        draw={sheet}
        {...{ groups, tree, totals }}
        trees={above !== null}
        ungrouped={inside !== undefined}
        isPart={inside !== undefined}
        above={Above ? <Above of={inside?.to} /> : null}
        noMatches={<LazyNoMatches noun={plain} list={list} fields={filters} />}
        onEdit={edit}
        bulk={(selection) => (
          <LazyNounBulk noun={erased} selection={selection} bulkActions={many.bulkActions as never} />
        )}
        {...(own?.bulkSum ? { bulkSum: (rows) => own.bulkSum?.(rows as never, at) } : {})}
        tools={<NounExport noun={plain} {...{ list, columns, view }} groupings={listed.groupings} />}
        tabs={<NounViewTabs noun={plain} list={list} view={view} layout={sheet ? "sheet" : "list"} />}
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

const noGroups: readonly never[] = [];

interface Given {
  given?: PatchOf<Fields>;
  description?: string;
}

/** The values that the page of another record gives to a new one. */
function givenBy({ fields }: Noun, inside: ListInside | undefined): Given {
  const { of, to } = inside ?? {};
  const field = of && fields[of.field];
  if (!field || !to) return {};
  return {
    given: { [inputName(of.field, field)]: to.id } as PatchOf<Fields>,
    description: `It will belong to ${to.name}.`,
  };
}

interface RowsOptions {
  at: FieldContext;
  /** The field that leads up, if records form a tree. */
  above: string | null;
  groupings: ReturnType<typeof useListed>["groupings"];
  pageSize: { limit: number } | undefined;
}

/** The rows of the list and their groups, from the server. */
function useNounRows(
  noun: Noun,
  list: ReturnType<typeof useListState>,
  own: NounOwn<Fields> | undefined,
  { at, above, groupings, pageSize }: RowsOptions,
) {
  const server = useApiClient();
  const { list: listed, groups: grouped } = useNounApi(noun);
  const sums = useMemo(() => (amounts: readonly Money[]) => own?.groupSums?.(amounts, at) ?? {}, [own, at]);
  const field = isTree(list.state) ? above : null;
  const flat = useInfiniteQuery(
    listed.infiniteQueryOptions(
      { ...list.request, ...firstLevel(field), ...pageSize },
      { ...listPages, enabled: list.state.group === null },
    ),
  ) as never;
  const { group: _group, ...counted } = list.groupsRequest;
  const { query, tree } = useTreeRows<ListRow>({
    field,
    key: listed.pathKey(),
    request: list.request,
    order: orderedBy(list.request.sort) === noun.head.placedBy ? (noun.head.placedBy ?? null) : null,
    first: flat,
    fetch: (part) => listClient(server, noun.head.path).list.query({ ...list.request, ...part }),
    count: (conditions) => grouped.queryOptions({ ...counted, conditions, group: above ?? "" }) as never,
  });
  const rows = useListRows<ListRow>({
    list,
    key: listed.pathKey(),
    groupings: groupings as unknown as readonly Grouping<ListRow>[],
    flat: query,
    groupsQuery: useQuery(grouped.queryOptions(list.groupsRequest, listGroupsOf(list.state.group))),
    fetch: (part) => listClient(server, noun.head.path).list.query({ ...list.request, ...part }),
    ...(own?.groupSums ? { sums } : {}),
  });
  return { ...rows, tree };
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
