import type { Sort } from "./list";
import { filterSize, type ListFilter } from "./list-filter";

/** The part of a list's state that goes into the query; a page prefetches with the same. */
export function listRequest(state: {
  sort: Sort | null;
  thenBy: readonly Sort[];
  filter: ListFilter;
  q: string;
  archived: boolean;
}) {
  const { conditions, groups, match } = state.filter;
  return {
    ...(state.sort ? { sort: state.thenBy.length > 0 ? [state.sort, ...state.thenBy] : state.sort } : {}),
    ...(conditions.length > 0 ? { conditions } : {}),
    ...(groups.length > 0 ? { groups } : {}),
    ...(match === "any" ? { match } : {}),
    ...(state.q.trim() ? { q: state.q } : {}),
    ...(state.archived ? { archived: true } : {}),
  };
}

interface TreeState {
  tree: boolean;
  filter: ListFilter;
  q: string;
  group: string | null;
  archived: boolean;
}

/**
 * Whether a list is drawn as a tree: not while something narrows it, since rows would be missing between those that
 * match.
 */
export const isTree = ({ tree, filter, q, group, archived }: TreeState): boolean =>
  tree && filterSize(filter) === 0 && q === "" && group === null && !archived;

/** The further part of the query for the first level of a tree, by the field that leads up. */
export const firstLevel = (field: string | null) => (field === null ? {} : { within: { field, value: null } });

/** The further part of the query for a sheet, in which people go further down. */
export const sheetPage = { limit: 100 };

/** The query for the entries of a list in the settings, in their order; pages prefetch it. */
export const settingsEntries = { sort: { field: "position", direction: "asc" as const }, limit: 100 };

/** The query for a board, which has one order. */
export function boardRequest<R extends { sort?: Sort | Sort[] }>({ sort, ...request }: R) {
  const first = Array.isArray(sort) ? sort[0] : sort;
  return { ...request, ...(first ? { sort: first } : {}) };
}
