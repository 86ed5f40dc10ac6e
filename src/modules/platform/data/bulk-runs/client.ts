"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { BulkChange, BulkSelection } from "@/lib/bulk-changes";
import { useApi } from "@/trpc/react";
import { isWorking } from "./rules";

/** Its progress comes as a signal; without signals it is polled. */
const askEveryMs = 1_500;

interface Asked {
  noun: string;
  selection: BulkSelection;
  /** Null while it is not complete. */
  change: BulkChange | null;
}

/** The same field and the same kind of change, with whatever value. */
export const isSameTarget = (one: BulkChange | null, other: BulkChange | null): boolean =>
  one !== null && other !== null && targetOf(one) === targetOf(other);

const targetOf = (change: BulkChange): string => {
  if ("field" in change) return `${change.type} ${change.field}`;
  return "name" in change ? `${change.type} ${change.name}` : change.type;
};

/** The effect that a change would have; while somebody types its value, the last answer stays in view. */
export function useBulkPreview({ noun, selection, change }: Asked) {
  const input = { noun, selection, change: change ?? { type: "archive" as const } };
  return useQuery(
    useApi().bulkRuns.preview.queryOptions(input, {
      enabled: change !== null,
      staleTime: 0,
      gcTime: 0,
      retry: false,
      placeholderData: (before, query) => {
        const asked = (query?.queryKey[1] as { input?: Asked } | undefined)?.input;
        return isSameTarget(asked?.change ?? null, change) ? before : undefined;
      },
    }),
  );
}

/** One run, followed while the server works on it; nothing without an id. */
export function useBulkRun(id: string | null) {
  return useQuery(
    useApi().bulkRuns.get.queryOptions(
      { id: id ?? "" },
      {
        enabled: id !== null,
        staleTime: 0,
        refetchInterval: ({ state }) => (isWorking(state.data?.status ?? "") ? askEveryMs : false),
      },
    ),
  );
}

/** The latest runs of the member. */
export const useBulkRuns = () => useQuery(useApi().bulkRuns.list.queryOptions({}, { staleTime: 0 }));

/** The first records that a run could not change, or that its undo left as they are. */
export const useBulkProblems = (id: string, state: "failed" | "kept", enabled: boolean) =>
  useQuery(useApi().bulkRuns.problems.queryOptions({ id, state }, { enabled, staleTime: 0 }));

/** Starts, cancels and undoes runs. */
export function useBulkActs() {
  const { bulkRuns } = useApi();
  return {
    start: useMutation(bulkRuns.start.mutationOptions()),
    cancel: useMutation(bulkRuns.cancel.mutationOptions()),
    undo: useMutation(bulkRuns.undo.mutationOptions()),
  };
}
