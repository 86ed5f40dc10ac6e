import type { ColumnPlace } from "@/components/data-table/column-layout";
import { encodeColumns, encodeFilter, encodeSort, type FilterParts } from "@/components/data-table/list-state-codec";
import { type ListFilter, noFilter, type Sort } from "@/lib/list";

/** What a list shows; `columns` null means the columns as they are defined. */
export interface ListState {
  sort: Sort | null;
  filter: ListFilter;
  columns: ColumnPlace[] | null;
  q: string;
  group: string | null;
  /** Groups whose rows are not shown. */
  closed: string[];
  /** Archived records in the place of the others. */
  archived: boolean;
}

/** What a list may be asked for; everything else in the URL is ignored. */
export interface ListStateOptions {
  fields: readonly string[];
  sortFields: readonly string[];
  groups?: readonly string[];
  /** It can show what is archived. */
  archives?: boolean;
  /** The saved view, or the list's own start. The URL holds only what differs from it. */
  defaults?: Partial<ListState>;
}

/** The decoded parameters of the URL; null where there is none. */
export interface ListUrl {
  sort: Sort | null;
  filter: FilterParts | null;
  match: ListFilter["match"] | null;
  columns: ColumnPlace[] | null;
  q: string | null;
  group: string | null;
  closed: string[] | null;
  archived: boolean | null;
}

const empty: ListState = {
  sort: null,
  filter: noFilter,
  columns: null,
  q: "",
  group: null,
  closed: [],
  archived: false,
};

/** The state of a list: what the URL says, where it names things the list knows, else the start. */
export function readListState(
  url: ListUrl,
  { fields, sortFields, groups = [], archives = false, defaults }: ListStateOptions,
): ListState {
  const start = { ...empty, ...defaults };
  return {
    sort: url.sort && sortFields.includes(url.sort.field) ? url.sort : start.sort,
    filter: { ...(url.filter ? known(url.filter, fields) : start.filter), match: url.match ?? start.filter.match },
    columns: url.columns ?? start.columns,
    q: url.q ?? start.q,
    closed: url.closed ?? start.closed,
    group: readGroup(url.group, groups, start.group),
    archived: archives && (url.archived ?? start.archived),
  };
}

/** An empty group stands for none where the start has one. */
function readGroup(asked: ListUrl["group"], groups: readonly string[], start: ListState["group"]): ListState["group"] {
  if (asked === "") return null;
  return asked && groups.includes(asked) ? asked : start;
}

/** Without what asks for fields that the list does not have; a group that asked for nothing else goes too. */
function known(parts: FilterParts, fields: readonly string[]): FilterParts {
  const keep = (conditions: FilterParts["conditions"]) => conditions.filter(({ field }) => fields.includes(field));
  return {
    conditions: keep(parts.conditions),
    groups: parts.groups
      .map((group) => ({ ...group, conditions: keep(group.conditions) }))
      .filter((group) => group.conditions.length > 0),
  };
}

function encodeOr<T>(value: T | null, encode: (value: T) => string): string {
  return value === null ? "" : encode(value);
}

/** The parameters to write for a change: only those of the change, and none for what is as the start has it. */
export function listUrlPatch(patch: Partial<ListState>, defaults: Partial<ListState> = {}): Partial<ListUrl> {
  const start = { ...empty, ...defaults };
  const { sort, filter, columns, q, group, closed, archived } = patch;
  return {
    ...(sort === undefined
      ? {}
      : { sort: encodeOr(sort, encodeSort) === encodeOr(start.sort, encodeSort) ? null : sort }),
    ...(filter === undefined
      ? {}
      : {
          filter: encodeFilter(filter) === encodeFilter(start.filter) ? null : filter,
          match: filter.match === start.filter.match ? null : filter.match,
        }),
    ...(columns === undefined
      ? {}
      : { columns: encodeOr(columns, encodeColumns) === encodeOr(start.columns, encodeColumns) ? null : columns }),
    ...(q === undefined ? {} : { q: q === start.q ? null : q }),
    ...(closed === undefined ? {} : { closed: closed.join() === start.closed.join() ? null : closed }),
    ...(group === undefined ? {} : { group: group === start.group ? null : (group ?? "") }),
    ...(archived === undefined ? {} : { archived: archived === start.archived ? null : archived }),
  };
}
