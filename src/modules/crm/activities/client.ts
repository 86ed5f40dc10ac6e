"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNounCache } from "@/trpc/noun-client";
import { type RouterInputs, useApi } from "@/trpc/react";
import { writeQueueOf } from "@/trpc/write-queue";
import { type Activity, activities } from "./fields";

export type CompletionAnswer = Omit<RouterInputs["activities"]["complete"], "id" | "version">;

/** Completes an activity and plans the next one; after a refusal the current state is loaded. */
export function useComplete(): (activity: Activity, answer: CompletionAnswer) => Promise<void> {
  const { cache, refresh } = useNounCache(activities);
  const queue = writeQueueOf(useQueryClient());
  const { mutateAsync } = useMutation(useApi().activities.complete.mutationOptions());
  return async ({ id, version }, answer) => {
    try {
      cache.write(await queue.run(id, version, (latest) => mutateAsync({ id, version: latest, ...answer })));
    } finally {
      void refresh();
    }
  };
}
