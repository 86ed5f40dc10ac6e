import type { ColumnPlace } from "@/components/data-table/column-layout";
import { encodeColumns, encodeFilter, encodeSort, type FilterParts } from "@/components/data-table/list-state-codec";
import type { Sort } from "@/lib/list";
import { type ListFilter, noFilter } from "@/lib/list-filter";

/** The displayed state of a list; `columns` null means the default columns. */
export interface ListState {
  sort: Sort | null;
  filter: ListFilter;
  columns: ColumnPlace[] | null;
  q: string;
  group: string | null;
  /** Collapsed groups. */
  closed: string[];
  /** Archived records instead of active ones. */
  archived: boolean;
}

/** The valid fields of a list's state; anything else in the URL is ignored. */
export interface ListStateOptions {
  fields: readonly string[];
  sortFields: readonly string[];
  groups?: readonly string[];
  /** It can show archived records. */
  archives?: boolean;
  /** The saved view, or the list's defaults. The URL holds only the differences. */
  defaults?: Partial<ListState>;
}

/** The decoded parameters of the URL; null if missing. */
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

/** The state of a list: the valid parts of the URL, else the defaults. */
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

/** An empty group turns off a default grouping. */
function readGroup(asked: ListUrl["group"], groups: readonly string[], start: ListState["group"]): ListState["group"] {
  if (asked === "") return null;
  return asked && groups.includes(asked) ? asked : start;
}

/** Without conditions on unknown fields; a group without other conditions is dropped too. */
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

/** The parameters to write for a change: only the changed ones, and none for default values. */
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
