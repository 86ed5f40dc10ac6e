"use client";

import { useRouter } from "next/navigation";
import { readServerError } from "@/components/form/server-error";
import { notify } from "@/components/ui/toast";
import { api } from "@/trpc/react";

/** After an act that changes what everybody may do: rights and banners of every page come from the layout. */
export function useEndingChanged(): () => Promise<void> {
  const utils = api.useUtils();
  const router = useRouter();
  return async () => {
    await Promise.all([utils.ending.invalidate(), utils.tenants.invalidate(), utils.members.invalidate()]);
    router.refresh();
  };
}

/** Takes back the deletion, from the banner or the page. */
export function useUndoDeletion() {
  const changed = useEndingChanged();
  const undo = api.ending.undoDeletion.useMutation({
    onSuccess: () => notify.success("The workspace will not be deleted"),
    onError: (error) => notify.error(readServerError(error).message),
    onSettled: changed,
  });
  return { undo: () => undo.mutate({}), undoing: undo.isPending };
}
