"use client";

import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { type ListState, type ListStateOptions, listUrlPatch, readListState } from "@/components/data-table/list-state";
import { listStateParsers } from "@/components/data-table/list-state-parsers";

const noGroups: readonly string[] = [];
const clear = { sort: null, filter: null, columns: null, q: null, group: null };

/** The state of a list, held in the URL. `changed` tells whether it differs from the saved view. */
export function useListState({ fields, sortFields, groups = noGroups, defaults }: ListStateOptions) {
  const [url, setUrl] = useQueryStates(listStateParsers, { history: "replace" });
  const state = useMemo(
    () => readListState(url, { fields, sortFields, groups, ...(defaults ? { defaults } : {}) }),
    [url, fields, sortFields, groups, defaults],
  );
  return useMemo(
    () => ({
      state,
      view: url.view,
      changed: url.sort !== null || url.filter !== null || url.columns !== null || url.group !== null,
      set: (patch: Partial<ListState>) => void setUrl(listUrlPatch(patch, defaults)),
      setView: (view: string | null) => void setUrl({ ...clear, view }, { history: "push" }),
      reset: () => void setUrl(clear),
    }),
    [state, url, defaults, setUrl],
  );
}
