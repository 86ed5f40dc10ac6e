import type { ColumnPlace } from "@/components/data-table/column-layout";
import { encodeColumns, encodeConditions, encodeSort } from "@/components/data-table/list-state-codec";
import type { Condition, Sort } from "@/lib/list";

/** What a list shows; `columns` null means the columns as they are defined. */
export interface ListState {
  sort: Sort | null;
  conditions: Condition[];
  columns: ColumnPlace[] | null;
  q: string;
  group: string | null;
}

/** What a list may be asked for; everything else in the URL is ignored. */
export interface ListStateOptions {
  fields: readonly string[];
  sortFields: readonly string[];
  groups?: readonly string[];
  /** The saved view, or the list's own start. The URL holds only what differs from it. */
  defaults?: Partial<ListState>;
}

/** The decoded parameters of the URL; null where there is none. */
export interface ListUrl {
  sort: Sort | null;
  filter: Condition[] | null;
  columns: ColumnPlace[] | null;
  q: string | null;
  group: string | null;
}

const empty: ListState = { sort: null, conditions: [], columns: null, q: "", group: null };

/** The state of a list: what the URL says, where it names things the list knows, else the start. */
export function readListState(
  url: ListUrl,
  { fields, sortFields, groups = [], defaults }: ListStateOptions,
): ListState {
  const start = { ...empty, ...defaults };
  return {
    sort: url.sort && sortFields.includes(url.sort.field) ? url.sort : start.sort,
    conditions: url.filter?.filter((condition) => fields.includes(condition.field)) ?? start.conditions,
    columns: url.columns ?? start.columns,
    q: url.q ?? start.q,
    // An empty group stands for none where the start has one.
    group: url.group === "" ? null : url.group && groups.includes(url.group) ? url.group : start.group,
  };
}

function encodeOr<T>(value: T | null, encode: (value: T) => string): string {
  return value === null ? "" : encode(value);
}

/** The parameters to write for a change: only those of the change, and none for what is as the start has it. */
export function listUrlPatch(patch: Partial<ListState>, defaults: Partial<ListState> = {}): Partial<ListUrl> {
  const start = { ...empty, ...defaults };
  const { sort, conditions, columns, q, group } = patch;
  return {
    ...(sort === undefined
      ? {}
      : { sort: encodeOr(sort, encodeSort) === encodeOr(start.sort, encodeSort) ? null : sort }),
    ...(conditions === undefined
      ? {}
      : { filter: encodeConditions(conditions) === encodeConditions(start.conditions) ? null : conditions }),
    ...(columns === undefined
      ? {}
      : { columns: encodeOr(columns, encodeColumns) === encodeOr(start.columns, encodeColumns) ? null : columns }),
    ...(q === undefined ? {} : { q: q === start.q ? null : q }),
    ...(group === undefined ? {} : { group: group === start.group ? null : (group ?? "") }),
  };
}
