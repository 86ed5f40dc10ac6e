import type { Sort } from "./list";
import type { ListFilter } from "./list-filter";

/** The part of a list's state that goes into the query; a page prefetches with the same. */
export function listRequest(state: { sort: Sort | null; filter: ListFilter; q: string; archived: boolean }) {
  const { conditions, groups, match } = state.filter;
  return {
    ...(state.sort ? { sort: state.sort } : {}),
    ...(conditions.length > 0 ? { conditions } : {}),
    ...(groups.length > 0 ? { groups } : {}),
    ...(match === "any" ? { match } : {}),
    ...(state.q.trim() ? { q: state.q } : {}),
    ...(state.archived ? { archived: true } : {}),
  };
}
