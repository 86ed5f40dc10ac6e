"use client";

import { getQueryKey } from "@trpc/react-query";
import { type ReactNode, useMemo } from "react";
import type { ListSelection } from "@/components/data-table/list-bulk";
import { ListPage } from "@/components/data-table/list-page";
import { useListState } from "@/components/data-table/use-list-state";
import {
  type AnyRow,
  type ColumnOverride,
  fieldColumns,
  fieldFilters,
  fieldGroupings,
  fieldSorts,
} from "@/components/fields/field-columns";
import { partsOf } from "@/components/fields/kinds";
import { type Field, type Fields, inputName } from "@/lib/fields/field";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import { permissionFor } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { type Grouping, useListRows } from "@/trpc/list-rows";
import { nounApi } from "@/trpc/noun-api";
import { type NounWith, useBulkOf, useEditsOf } from "@/trpc/noun-client";
import { listGroupsOf, listPages } from "@/trpc/pages";
import { api } from "@/trpc/react";
import { NounForm } from "./noun-form";
import { NounPeek } from "./noun-peek";
import { useFieldContext } from "./use-field-context";

type ListRow = AnyRow & { name: string; archivedAt: string | null; version: number };

interface NounListProps<F extends Fields> {
  noun: NounWith<F>;
  /** Replaces single parts of columns, by their fields. */
  columns?: { readonly [K in keyof F]?: ColumnOverride };
  /** Verbs of the bulk bar before Archive. */
  bulkVerbs?(selection: ListSelection<RecordOf<F>>): ReactNode;
  /** The record that is open beside the list; the common panel unless given. */
  beside?(id: string, known: RecordOf<F> | undefined, close: () => void): ReactNode;
}

/** The page of all records of a noun: columns, filters, sorts, groups, form and panel from its fields. */
export function NounList<F extends Fields>({ noun, columns: overrides, bulkVerbs, beside }: NounListProps<F>) {
  const { head, entity, allFields } = noun;
  const erased = noun as unknown as NounWith<Fields>;
  const at = useFieldContext();
  const given = useMemo(() => listedBy(allFields), [allFields]);
  const list = useListState({ ...given.names, archives: true });
  const utils = api.useUtils();
  const { list: listed, groups: grouped } = nounApi(noun as unknown as Noun);
  const { query, groups } = useListRows<ListRow>({
    list,
    key: getQueryKey(listed),
    groupings: given.groupings as readonly Grouping<ListRow>[],
    flat: listed.useInfiniteQuery(list.request, { ...listPages, enabled: list.state.group === null }) as never,
    told: grouped.useQuery(list.groupsRequest, listGroupsOf(list.state.group)),
    fetch: (part) => listClient(utils.client, head.path).list.query({ ...list.request, ...part }),
  });
  const columns = useMemo(() => fieldColumns(allFields, at, overrides as never), [allFields, at, overrides]);
  const filters = useMemo(() => fieldFilters(allFields, at), [allFields, at]);
  const edits = useEditsOf(erased);
  const bulk = useBulkOf(erased);

  function edit(row: ListRow, column: string, value: unknown, label: string): Promise<void> {
    const field = allFields[column] as Field;
    const next = partsOf(field).fromEditor(value as string | number | null, row[column], at);
    return edits.save(row as never, label, { [inputName(column, field)]: next } as PatchOf<Fields>);
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
        dialog: (dialog) => <NounForm noun={noun} {...dialog} />,
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
      {...(bulkVerbs ? { bulkVerbs: bulkVerbs as never } : {})}
      beside={(id, known, close) =>
        beside?.(id, known as unknown as RecordOf<F> | undefined, close) ?? (
          <NounPeek noun={noun} id={id} known={known as unknown as RecordOf<F> | undefined} />
        )
      }
    />
  );
}

/** What a list can be asked for by its fields. */
function listedBy(fields: Fields) {
  const sorts = fieldSorts(fields);
  const groupings = fieldGroupings(fields);
  const names = {
    fields: Object.keys(fields),
    sortFields: sorts.map(({ field }) => field),
    groups: groupings.map(({ field }) => field),
  };
  return { sorts, groupings, names };
}

/** Records that people own are imported by those who may import; those that admins keep, by them. */
const importPermission = ({ head, entity }: Noun) => (head.owned ? "record:import" : permissionFor(entity, "create"));

type ListClient = { list: { query(input: object): Promise<never> } };
const listClient = (client: unknown, path: string): ListClient =>
  (client as Readonly<Record<string, ListClient>>)[path] as ListClient;

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
