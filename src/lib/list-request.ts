import type { Sort } from "./list";
import type { ListFilter } from "./list-filter";

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

/** The same for a board, which has one order. */
export function boardRequest<R extends { sort?: Sort | Sort[] }>({ sort, ...request }: R) {
  const first = Array.isArray(sort) ? sort[0] : sort;
  return { ...request, ...(first ? { sort: first } : {}) };
}
