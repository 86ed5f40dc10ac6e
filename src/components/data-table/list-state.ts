import type { ColumnPlace } from "@/components/data-table/column-layout";
import type { ColumnTotal } from "@/components/data-table/column-totals";
import {
  encodeColumns,
  encodeFilter,
  encodeSort,
  encodeTotals,
  type FilterParts,
} from "@/components/data-table/list-state-codec";
import type { Sort } from "@/lib/list";
import { type ListFilter, noFilter } from "@/lib/list-filter";

/** The displayed state of a list; `columns` and `totals` are null where they are the usual ones. */
export interface ListState {
  sort: Sort | null;
  /** The orders of records that are equal by `sort`. A change of `sort` alone drops them. */
  thenBy: readonly Sort[];
  filter: ListFilter;
  columns: ColumnPlace[] | null;
  /** In the foot of the columns. */
  totals: ColumnTotal[] | null;
  q: string;
  group: string | null;
  /** Collapsed groups. */
  closed: string[];
  /** Archived records instead of active ones. */
  archived: boolean;
  /** Rows below those that they belong to; drawn while nothing narrows the list. */
  tree: boolean;
}

/** The valid fields of a list's state; anything else in the URL is ignored. */
export interface ListStateOptions {
  /** `account.*` stands for the fields of a referenced record. */
  fields: readonly string[];
  sortFields: readonly string[];
  groups?: readonly string[];
  /** It can show archived records. */
  archives?: boolean;
  /** Its records can form a tree. */
  trees?: boolean;
  /** The saved view, or the list's defaults. The URL holds only the differences. */
  defaults?: Partial<ListState>;
}

/** The decoded parameters of the URL; null if missing. */
export interface ListUrl {
  sort: Sort[] | null;
  filter: FilterParts | null;
  match: ListFilter["match"] | null;
  columns: ColumnPlace[] | null;
  totals: ColumnTotal[] | null;
  q: string | null;
  group: string | null;
  closed: string[] | null;
  archived: boolean | null;
  tree: boolean | null;
}

const empty: ListState = {
  sort: null,
  thenBy: [],
  filter: noFilter,
  columns: null,
  totals: null,
  q: "",
  group: null,
  closed: [],
  archived: false,
  tree: false,
};

/** The state of a list: the valid parts of the URL, else the defaults. */
export function readListState(
  url: ListUrl,
  { fields, sortFields, groups = [], archives = false, trees = false, defaults }: ListStateOptions,
): ListState {
  const start = { ...empty, ...defaults };
  return {
    ...readSorts(url.sort, sortFields, start),
    filter: { ...(url.filter ? known(url.filter, fields) : start.filter), match: url.match ?? start.filter.match },
    columns: url.columns ?? start.columns,
    totals: url.totals ?? start.totals,
    q: url.q ?? start.q,
    closed: url.closed ?? start.closed,
    group: readGroup(url.group, groups, start.group),
    archived: archives && (url.archived ?? start.archived),
    tree: trees && (url.tree ?? start.tree),
  };
}

/** The orders of the URL that the list knows, or the usual ones. */
function readSorts(asked: ListUrl["sort"], sortFields: readonly string[], start: ListState) {
  const [sort, ...thenBy] = asked?.filter(({ field }) => sortFields.includes(field)) ?? [];
  return sort ? { sort, thenBy } : { sort: start.sort, thenBy: start.thenBy };
}

const sortsOf = ({ sort, thenBy = [] }: Pick<Partial<ListState>, "sort" | "thenBy">): Sort[] =>
  sort ? [sort, ...thenBy] : [];

/** An empty group turns off a default grouping. */
function readGroup(asked: ListUrl["group"], groups: readonly string[], start: ListState["group"]): ListState["group"] {
  if (asked === "") return null;
  return asked && groups.includes(asked) ? asked : start;
}

/** Without conditions on unknown fields; a group without other conditions is dropped too. */
function known(parts: FilterParts, fields: readonly string[]): FilterParts {
  const isKnown = (name: string) =>
    fields.some((one) => one === name || (one.endsWith(".*") && name.startsWith(one.slice(0, -1))));
  const keep = (conditions: FilterParts["conditions"]) => conditions.filter(({ field }) => isKnown(field));
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

/** The usual totals differ from any chosen ones, even from none. */
function sameTotals(one: ListState["totals"], other: ListState["totals"]): boolean {
  if (one === null || other === null) return one === other;
  return encodeTotals(one) === encodeTotals(other);
}

/** A parameter that is written only where it differs from the usual value. */
const unless = <T>(isUsual: boolean, value: T): T | null => (isUsual ? null : value);

/** The parameters to write for a change: only the changed ones, and none for default values. */
export function listUrlPatch(patch: Partial<ListState>, defaults: Partial<ListState> = {}): Partial<ListUrl> {
  const start = { ...empty, ...defaults };
  const { sort, filter, columns, totals, q, group, closed, archived, tree } = patch;
  const written: Partial<ListUrl> = {};
  if (sort !== undefined)
    written.sort = unless(encodeSort(sortsOf(patch)) === encodeSort(sortsOf(start)), sortsOf(patch));
  if (filter !== undefined) {
    written.filter = unless(encodeFilter(filter) === encodeFilter(start.filter), filter);
    written.match = unless(filter.match === start.filter.match, filter.match);
  }
  if (columns !== undefined)
    written.columns = unless(encodeOr(columns, encodeColumns) === encodeOr(start.columns, encodeColumns), columns);
  if (totals !== undefined) written.totals = unless(sameTotals(totals, start.totals), totals);
  if (q !== undefined) written.q = unless(q === start.q, q);
  if (closed !== undefined) written.closed = unless(closed.join() === start.closed.join(), closed);
  if (group !== undefined) written.group = unless(group === start.group, group ?? "");
  if (archived !== undefined) written.archived = unless(archived === start.archived, archived);
  if (tree !== undefined) written.tree = unless(tree === start.tree, tree);
  return written;
}
