"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toastRefusal } from "@/components/form/toast-refusal";
import { notify } from "@/components/ui/toast";
import { succeeded } from "@/lib/succeeded";
import { useApi } from "@/trpc/react";
import { useUndoNotice } from "@/trpc/undo-acts";
import type { SavedView } from "../../views/schema";

/** Says that the changes of a view were saved; screen readers announce it. */
export const notifyViewSaved = (name: string) => notify.success(`Changes to the view ${name} were saved`);

/** Functions that change the saved views of lists; each resolves when the tabs show the change. */
export function useViewActs() {
  const { views } = useApi();
  const client = useQueryClient();
  const notifyUndo = useUndoNotice();
  const after = { onSuccess: () => client.invalidateQueries(views.list.pathFilter()) };
  const create = useMutation(views.create.mutationOptions(after));
  const update = useMutation(views.update.mutationOptions(after));
  const move = useMutation(views.move.mutationOptions(after));
  const remove = useMutation(views.delete.mutationOptions(after));
  const restore = useMutation(views.restore.mutationOptions(after));
  const setDefault = useMutation(views.setDefault.mutationOptions(after));
  return {
    create: create.mutateAsync,
    update: update.mutateAsync,
    move: (id: string, afterId: string | null) => move.mutateAsync({ id, afterId }).catch(toastRefusal),
    setDefault: (input: Parameters<typeof setDefault.mutateAsync>[0]) =>
      setDefault.mutateAsync(input).catch(toastRefusal),
    /** Deletes a view and offers to restore it. */
    async remove({ id, name, version }: Pick<SavedView, "id" | "name" | "version">): Promise<boolean> {
      try {
        const removed = await remove.mutateAsync({ id, version });
        notifyUndo(`The view ${name} was deleted`, () =>
          succeeded(restore.mutateAsync({ id, version: removed.version }), toastRefusal),
        );
        return true;
      } catch (error) {
        toastRefusal(error);
        return false;
      }
    },
  };
}
