"use client";

import { useQueryStates } from "nuqs";
import { useDeferredValue, useMemo } from "react";
import { type ListState, type ListStateOptions, listUrlPatch, readListState } from "@/components/data-table/list-state";
import { isNarrowing, listStateParsers } from "@/components/data-table/list-state-parsers";
import { listRequest } from "@/lib/list-request";

const noGroups: readonly string[] = [];

function unsorted({ sort: _sort, ...filter }: ReturnType<typeof listRequest>) {
  return filter;
}

/** The state of a list (filter, sort, groups, columns), stored in the URL. */
export function useListState({ fields, sortFields, groups = noGroups, archives = false, defaults }: ListStateOptions) {
  const [url, setUrl] = useQueryStates(listStateParsers, { history: "replace" });
  const state = useMemo(
    () => readListState(url, { fields, sortFields, groups, archives, ...(defaults ? { defaults } : {}) }),
    [url, fields, sortFields, groups, archives, defaults],
  );
  const request = useDeferredValue(useMemo(() => listRequest(state), [state]));
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
