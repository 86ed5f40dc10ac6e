"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readServerError } from "@/components/form/server-error";
import { notify } from "@/components/ui/toast";
import { useNounCache } from "@/trpc/noun-client";
import { type RouterInputs, useApi } from "@/trpc/react";
import { useUndoNotice } from "@/trpc/undo-acts";
import { writeQueueOf } from "@/trpc/write-queue";
import { type Activity, activities } from "./fields";

export type CompletionAnswer = Omit<RouterInputs["activities"]["complete"], "id" | "version">;

interface Target {
  id: string;
  version: number;
}

/** The activity before its completion, the version that this made, and the activity planned with it. */
interface Completion {
  before: Activity;
  made: Target;
  next: (Target & { name: string }) | null;
}

/** Completes an activity and plans the next one, with an undo of both; after a refusal the current state is loaded. */
export function useComplete(): (activity: Activity, answer: CompletionAnswer) => Promise<void> {
  const { cache, refresh } = useNounCache(activities);
  const queue = writeQueueOf(useQueryClient());
  const offerUndo = useUndoNotice();
  const undo = useUndoCompletion();
  const { mutateAsync } = useMutation(useApi().activities.complete.mutationOptions());
  return async (before, answer) => {
    const { id, name, version } = before;
    try {
      const { next, ...made } = await queue.run(id, version, (latest) =>
        mutateAsync({ id, version: latest, ...answer }),
      );
      cache.write(made);
      const planned = next && answer.next ? { ...next, name: answer.next.name } : null;
      const text = planned ? `${name} completed. Next: ${planned.name}` : `${name} completed`;
      offerUndo(text, () => undo({ before, made, next: planned }), { id: `complete ${id}` });
    } finally {
      void refresh();
    }
  };
}

/** Opens a completed activity again as it was, and archives the one planned with it; each unless somebody changed it since. */
function useUndoCompletion(): (completion: Completion) => Promise<boolean> {
  const { cache, refresh } = useNounCache(activities);
  const queue = writeQueueOf(useQueryClient());
  const api = useApi();
  const update = useMutation(api.activities.update.mutationOptions()).mutateAsync;
  const archive = useMutation(api.activities.archive.mutationOptions()).mutateAsync;
  return async ({ before, made, next }) => {
    const { status, outcomeNote, outcome } = before;
    const values = { status, outcomeNote, outcomeId: outcome?.id ?? null };
    let undone = "";
    try {
      cache.write(await queue.run(made.id, made.version, (version) => update({ id: made.id, version, ...values })));
      undone = `${before.name} is open again. ${next?.name ?? ""} stays: `;
      if (next)
        await queue.run(next.id, next.version, (version) => archive({ id: next.id, version, ifUnchanged: true }));
      return true;
    } catch (error) {
      notify.error(`${undone}${readServerError(error).message}`);
      return false;
    } finally {
      void refresh();
    }
  };
}
