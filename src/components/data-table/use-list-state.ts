"use client";

import { useQueryStates } from "nuqs";
import { useDeferredValue, useMemo } from "react";
import { type ListState, type ListStateOptions, listUrlPatch, readListState } from "@/components/data-table/list-state";
import { isNarrowing, listStateParsers } from "@/components/data-table/list-state-parsers";
import type { Condition } from "@/lib/list-filter";
import { listRequest } from "@/lib/list-request";

const noGroups: readonly string[] = [];

function unsorted({ sort: _sort, ...filter }: ReturnType<typeof listRequest>) {
  return filter;
}

interface Options extends ListStateOptions {
  /** Its rows belong to another record: a condition that nobody sees or removes. */
  of?: Condition | undefined;
}

/** Such a list has no groups of conditions: those of which any one must match are one beside the condition. */
function belonging(state: ListState, of: Condition | undefined): ListState {
  const { conditions, match } = state.filter;
  if (!of) return state;
  const isAny = match === "any" && conditions.length > 0;
  const parts = isAny
    ? { conditions: [of], groups: [{ match, conditions }] }
    : { conditions: [of, ...conditions], groups: [] };
  return { ...state, filter: { ...parts, match: "all" } };
}

/** The state of a list (filter, sort, groups, columns), stored in the URL. */
export function useListState({
  fields,
  sortFields,
  groups = noGroups,
  archives = false,
  trees = false,
  defaults,
  of,
}: Options) {
  const [url, setUrl] = useQueryStates(listStateParsers, { history: "replace" });
  const state = useMemo(
    () => readListState(url, { fields, sortFields, groups, archives, trees, ...(defaults ? { defaults } : {}) }),
    [url, fields, sortFields, groups, archives, trees, defaults],
  );
  const request = useDeferredValue(useMemo(() => listRequest(belonging(state, of)), [state, of]));
  return useMemo(
    () => ({
      state,
      /** The query to the server; it lags behind while somebody types. */
      request,
      /** The query for the groups of the same list. */
      groupsRequest: { ...unsorted(request), group: state.group ?? "" },
      set: (patch: Partial<ListState>) => void setUrl(listUrlPatch(patch, defaults)),
      /** The address differs from the view of the list. */
      changed: isNarrowing(url),
      /** Shows the view of the list again. */
      reset: () => setUrl(null),
    }),
    [state, request, url, defaults, setUrl],
  );
}
