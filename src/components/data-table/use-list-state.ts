"use client";

import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import type { ColumnPlace } from "@/components/data-table/column-layout";
import { encodeColumns, encodeConditions, encodeSort } from "@/components/data-table/list-state-codec";
import { listStateParsers } from "@/components/data-table/list-state-parsers";
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

const empty: ListState = { sort: null, conditions: [], columns: null, q: "", group: null };
const noGroups: readonly string[] = [];

/** The state of a list, held in the URL. `changed` tells whether it differs from the saved view. */
export function useListState({ fields, sortFields, groups = noGroups, defaults }: ListStateOptions) {
  const [url, setUrl] = useQueryStates(listStateParsers, { history: "replace" });

  const start = useMemo(() => ({ ...empty, ...defaults }), [defaults]);
  const state = useMemo((): ListState => {
    const sort = url.sort && sortFields.includes(url.sort.field) ? url.sort : start.sort;
    const conditions = url.filter?.filter((condition) => fields.includes(condition.field)) ?? start.conditions;
    const group = url.group === "" ? null : url.group && groups.includes(url.group) ? url.group : start.group;
    return { sort, conditions, columns: url.columns ?? start.columns, q: url.q ?? start.q, group };
  }, [url, start, fields, sortFields, groups]);

  return useMemo(() => {
    function set(patch: Partial<ListState>): void {
      const next = { ...state, ...patch };
      void setUrl({
        sort: encodeOr(next.sort, encodeSort) === encodeOr(start.sort, encodeSort) ? null : next.sort,
        filter: encodeConditions(next.conditions) === encodeConditions(start.conditions) ? null : next.conditions,
        columns: encodeOr(next.columns, encodeColumns) === encodeOr(start.columns, encodeColumns) ? null : next.columns,
        q: next.q === start.q ? null : next.q,
        group: next.group === start.group ? null : (next.group ?? ""),
      });
    }
    return {
      state,
      view: url.view,
      changed: url.sort !== null || url.filter !== null || url.columns !== null || url.group !== null,
      set,
      setView: (view: string | null) =>
        void setUrl({ view, sort: null, filter: null, columns: null, q: null, group: null }, { history: "push" }),
      reset: () => void setUrl({ sort: null, filter: null, columns: null, q: null, group: null }),
    };
  }, [state, start, url, setUrl]);
}

function encodeOr<T>(value: T | null, encode: (value: T) => string): string {
  return value === null ? "" : encode(value);
}
