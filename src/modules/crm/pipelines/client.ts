"use client";

import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { toastRefusal } from "@/components/form/toast-refusal";
import { succeeded } from "@/lib/succeeded";
import { isLastWrite } from "@/trpc/last-write";
import { type RouterInputs, useApi } from "@/trpc/react";
import { plainInverse, type RecordEdits, useRecordEdits } from "@/trpc/record-edits";
import { useUndoNotice } from "@/trpc/undo-acts";
import { inOrder, orderScope } from "./rules";
import type { LossReason, Pipeline } from "./schema";

interface Named {
  id: string;
  name: string;
  version: number;
}

/** Refetches pipelines, and the boards and lists that use their stages. */
export function useRefreshPipelines(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: [["pipelines"]] }),
      client.invalidateQueries({ queryKey: [["opportunities"]] }),
    ]);
  };
}

/** Edits of pipelines, stages and loss reasons; `send` is the update operation of that kind. */
export function usePipelineEdits<Row extends Named, Patch extends object>(
  schema: z.ZodType<Row>,
  send: (target: { id: string; version: number }, patch: Patch) => Promise<Row>,
): RecordEdits<Row, Patch> {
  const client = useQueryClient();
  const refresh = useRefreshPipelines();
  return useRecordEdits<Row, Patch>({
    schema: async () => schema,
    name: ({ name }) => name,
    send: async (target, patch) => {
      const saved = await send(target, patch);
      // A pending reorder refetches itself when it ends; a refetch before that would show the old order.
      if (!isOrdering(client)) await refresh();
      return saved;
    },
    inverse: plainInverse,
    show: () => void refresh(),
    refresh: async () => undefined,
  });
}

/** Changes the pipelines on the screen before the server has answered; returns a function that undoes it. */
function usePipelinePatch() {
  const api = useApi();
  const client = useQueryClient();
  const queryKey = api.pipelines.list.pathKey();
  return async (id: string, change: (pipeline: Pipeline) => Pipeline) => {
    await client.cancelQueries({ queryKey });
    const before = client.getQueriesData<Pipeline[]>({ queryKey });
    client.setQueriesData<Pipeline[]>({ queryKey }, (pipelines) =>
      pipelines?.map((pipeline) => (pipeline.id === id ? change(pipeline) : pipeline)),
    );
    return () => {
      for (const [key, data] of before) client.setQueryData(key, data);
    };
  };
}

const isOrdering = (client: QueryClient): boolean =>
  client.isMutating({ predicate: ({ options }) => options.scope?.id === orderScope.id }) > 0;

/** Shows the order `of` the input of a reorder before the server has answered. */
function useOrdering<Input extends { id: string }>(of: (pipeline: Pipeline, input: Input) => Partial<Pipeline>) {
  const client = useQueryClient();
  const patch = usePipelinePatch();
  const refresh = useRefreshPipelines();
  return {
    scope: orderScope,
    onMutate: (input: Input) =>
      patch(input.id, (pipeline) => ({ ...pipeline, version: pipeline.version + 1, ...of(pipeline, input) })),
    onError: (error: unknown, _input: Input, rollBack?: () => void) => {
      rollBack?.();
      toastRefusal(error);
    },
    // Once the last reorder has ended. It does not wait for the answers, which would hold up the next one.
    onSettled: () => {
      if (isLastWrite(client, orderScope)) void refresh();
    },
  };
}

/** Puts the stages of a pipeline into a new order. */
export function useReorderStages() {
  const api = useApi();
  const ordering = useOrdering<RouterInputs["pipelines"]["reorderStages"]>(({ stages }, { stageIds }) => ({
    stages: inOrder(stages, stageIds),
  }));
  return useMutation(api.pipelines.reorderStages.mutationOptions(ordering));
}

/** Puts the loss reasons of a pipeline into a new order. */
export function useReorderLossReasons() {
  const api = useApi();
  const ordering = useOrdering<RouterInputs["pipelines"]["reorderLossReasons"]>(({ lossReasons }, input) => ({
    lossReasons: inOrder(lossReasons, input.lossReasonIds),
  }));
  return useMutation(api.pipelines.reorderLossReasons.mutationOptions(ordering));
}

/** Archives a loss reason and offers to undo it. */
export function useArchiveLossReason() {
  const api = useApi();
  const offerUndo = useUndoNotice();
  const refresh = useRefreshPipelines();
  const archive = useMutation(api.pipelines.archiveLossReason.mutationOptions());
  const restore = useMutation(api.pipelines.restoreLossReason.mutationOptions());
  return async (reason: Pick<LossReason, "id" | "name" | "version">) => {
    try {
      const { id, version } = await archive.mutateAsync({ id: reason.id, version: reason.version });
      offerUndo(`${reason.name} archived`, () =>
        succeeded(restore.mutateAsync({ id, version }), toastRefusal).finally(refresh),
      );
    } catch (error) {
      toastRefusal(error);
    }
    await refresh();
  };
}
