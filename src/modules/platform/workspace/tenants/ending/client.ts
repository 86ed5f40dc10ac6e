"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { readServerError } from "@/components/form/server-error";
import { notify } from "@/components/ui/toast";
import { useApi } from "@/trpc/react";

/** After an act that changes what everybody may do: rights and banners of every page come from the layout. */
export function useEndingChanged(): () => Promise<void> {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  return async () => {
    await Promise.all([
      client.invalidateQueries(api.ending.pathFilter()),
      client.invalidateQueries(api.tenants.pathFilter()),
      client.invalidateQueries(api.members.pathFilter()),
    ]);
    router.refresh();
  };
}

/** Takes back the deletion, from the banner or the page. */
export function useUndoDeletion() {
  const api = useApi();
  const changed = useEndingChanged();
  const undo = useMutation(
    api.ending.undoDeletion.mutationOptions({
      onSuccess: () => notify.success("The workspace will not be deleted"),
      onError: (error) => notify.error(readServerError(error).message),
      onSettled: changed,
    }),
  );
  return { undo: () => undo.mutate({}), undoing: undo.isPending };
}
