"use client";

import { useInfiniteQuery, useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { readServerError } from "@/components/form/server-error";
import { notify } from "@/components/ui/toast";
import { listPages } from "@/trpc/pages";
import { useApi } from "@/trpc/react";
import { isAtWork } from "./components/sync-counts";
import type {
  listFieldHistoryInput,
  listSyncChangesInput,
  listSyncProblemsInput,
  SyncField,
  SyncObject,
} from "./schema";

/** Signals say that something changed; while a run works, its counts are asked for too. */
const askEveryMs = 2_000;
const restMs = 30_000;

const paceOf = (objects: readonly SyncObject[] | undefined): number =>
  objects && isAtWork(objects) ? askEveryMs : restMs;

/** The objects of a connection with their states and runs; nothing without an id. */
export function useSyncObjects(connectionId: string | null) {
  const options = { enabled: connectionId !== null, refetchInterval: paceOfQuery };
  return useQuery(useApi().sync.objects.queryOptions({ connectionId: connectionId ?? "" }, options));
}
const paceOfQuery = ({ state }: { state: { data?: readonly SyncObject[] | undefined } }) => paceOf(state.data);

export const useSyncFields = (objectId: string) => useQuery(useApi().sync.fields.queryOptions({ objectId }));

/** The fields of several objects, by the id of the object; empty until they are there. */
export function useFieldsOf(objectIds: readonly string[]): ReadonlyMap<string, readonly SyncField[]> {
  const { sync } = useApi();
  return useQueries({
    queries: objectIds.map((objectId) => sync.fields.queryOptions({ objectId })),
    combine: (answers) => new Map(objectIds.map((id, at) => [id, answers[at]?.data?.fields ?? []])),
  });
}

/** The examples that the rehearsals of these objects found. */
export function useRehearsals(objectIds: readonly string[]) {
  const { sync } = useApi();
  return useQueries({
    queries: objectIds.map((objectId) => sync.rehearsal.queryOptions({ objectId })),
    combine: (answers) => ({
      data: answers.every(({ data }) => data !== undefined)
        ? answers.map(({ data }, at) => ({ objectId: objectIds[at] ?? "", samples: data?.samples ?? [] }))
        : undefined,
      error: answers.find(({ error }) => error)?.error ?? null,
      isFetching: answers.some(({ isFetching }) => isFetching),
      refetch: () => Promise.all(answers.map(({ refetch }) => refetch())),
    }),
  });
}

export const useProblemGroups = (connectionId: string) =>
  useQuery(useApi().sync.problemGroups.queryOptions({ connectionId }, { refetchInterval: restMs }));

export const useProblems = (input: z.input<typeof listSyncProblemsInput>, enabled = true) =>
  useInfiniteQuery(useApi().sync.problems.infiniteQueryOptions(input, { ...listPages, enabled }));

export const useChanges = (input: z.input<typeof listSyncChangesInput>, everyMs?: number) =>
  useInfiniteQuery(
    useApi().sync.changes.infiniteQueryOptions(input, {
      ...listPages,
      ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
    }),
  );

export const useFieldHistory = (input: z.input<typeof listFieldHistoryInput>) =>
  useInfiniteQuery(useApi().sync.fieldHistory.infiniteQueryOptions(input, listPages));

/** How far the sync of one record is, and the act that reads both of its sides now. */
export function useRecordSync(connectionId: string, recordId: string) {
  const { sync } = useApi();
  const client = useQueryClient();
  const options = sync.record.queryOptions({ connectionId, recordId });
  const { data: state } = useQuery({
    ...options,
    refetchInterval: ({ state: { data } }) => (data?.waits ? askEveryMs : false),
  });
  const act = useMutation(
    sync.recordNow.mutationOptions({
      onSuccess: (now) => void client.setQueryData(options.queryKey, now),
      onError: (error) => void notify.error(readServerError(error).message),
    }),
  );
  return { state, sync: act };
}

/** All that people do with a sync; a refusal is said, and what is shown is read again. */
export function useSyncActs() {
  const { sync, connections } = useApi();
  const client = useQueryClient();
  const said = {
    onError: (error: unknown) => void notify.error(readServerError(error).message),
    onSettled: () =>
      Promise.all([client.invalidateQueries(sync.pathFilter()), client.invalidateQueries(connections.pathFilter())]),
  };
  return {
    saveFields: useMutation(sync.saveFields.mutationOptions(said)),
    createField: useMutation(sync.createField.mutationOptions(said)),
    // Its dialog shows the refusal, and nothing is to be read again.
    testRecord: useMutation(sync.testRecord.mutationOptions()),
    rehearse: useMutation(sync.rehearse.mutationOptions(said)),
    // The dialog that asks shows the refusal itself.
    start: useMutation(sync.start.mutationOptions({ onSettled: said.onSettled })),
    undoFirst: useMutation(sync.undoFirst.mutationOptions({ onSettled: said.onSettled })),
    runNow: useMutation(sync.runNow.mutationOptions(said)),
    retry: useMutation(sync.retryProblems.mutationOptions(said)),
    ignore: useMutation(sync.ignoreProblems.mutationOptions(said)),
    resolveAll: useMutation(sync.resolveConflicts.mutationOptions(said)),
    settle: useMutation(sync.settleProblems.mutationOptions(said)),
    mend: useMutation(sync.mendValue.mutationOptions(said)),
    resolve: useMutation(sync.resolveConflict.mutationOptions(said)),
    pairOption: useMutation(sync.pairOption.mutationOptions(said)),
    chooseLink: useMutation(sync.chooseLink.mutationOptions(said)),
  };
}
