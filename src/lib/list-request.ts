import type { Condition, Sort } from "./list";

/** The part of a list's state that the server is asked for; a page prefetches with the same. */
export function listRequest(state: { sort: Sort | null; conditions: Condition[]; q: string }) {
  return {
    ...(state.sort ? { sort: state.sort } : {}),
    ...(state.conditions.length > 0 ? { conditions: state.conditions } : {}),
    ...(state.q.trim() ? { q: state.q } : {}),
  };
}
