"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { counted, nouns } from "@/lib/counted";
import { useApi } from "@/trpc/react";
import { useUndoActs } from "@/trpc/undo-acts";
import type { Onboarding } from "./schema";

const nothing: Onboarding = { samples: false, offered: [], checklist: null };
/** The page came with the first answer. */
const freshMs = 60_000;
/** While the checklist is shown: most of what it follows happens in this tab, and gives it no signal. */
const askEveryMs = 20_000;

/** Sample data and the first steps, as they are now. Staff are told of neither. */
export function useOnboarding(): Onboarding {
  const { onboarding: first } = useWorkspace();
  const { onboarding } = useApi();
  const query = useQuery({
    ...onboarding.get.queryOptions({}, { enabled: first !== null, staleTime: freshMs }),
    ...(first ? { initialData: first as Onboarding } : {}),
    refetchInterval: ({ state }) => (state.data?.checklist ? askEveryMs : false),
  });
  return query.data ?? nothing;
}

/** Adds and removes the sample data; each of both is the undo of the other. */
export function useSampleData() {
  const { locale } = useWorkspace();
  const { onboarding } = useApi();
  const client = useQueryClient();
  const acts = useUndoActs();
  const onError = (error: unknown) => {
    notify.error(readServerError(error).message);
  };
  const router = useRouter();
  // Every list and board shows other records afterwards, and the layout has the line above them.
  const onSettled = async () => {
    await client.invalidateQueries();
    router.refresh();
  };
  const add = useMutation(onboarding.addSamples.mutationOptions({ onError, onSettled }));
  const remove = useMutation(onboarding.removeSamples.mutationOptions({ onError, onSettled }));
  const succeeds = async (act: () => Promise<unknown>) => {
    try {
      await act();
      return true;
    } catch {
      return false;
    }
  };
  return {
    busy: add.isPending || remove.isPending,
    /** Returns whether it succeeded. */
    add: () =>
      succeeds(async () => {
        const { records } = await add.mutateAsync({});
        notify.undo(acts, `${counted(records, nouns.record, locale)} of sample data added`, () =>
          succeeds(() => remove.mutateAsync({})),
        );
      }),
    remove: () =>
      succeeds(async () => {
        const { deleted, unlinked } = await remove.mutateAsync({});
        const links = unlinked > 0 ? ` ${counted(unlinked, nouns.record, locale)} of your own lost a link to it.` : "";
        notify.undo(acts, `Sample data removed: ${counted(deleted, nouns.record, locale)}.${links}`, () =>
          succeeds(() => add.mutateAsync({})),
        );
      }),
  };
}
