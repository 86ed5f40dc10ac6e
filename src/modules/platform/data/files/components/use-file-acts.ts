"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toastRefusal } from "@/components/form/toast-refusal";
import { succeeded } from "@/lib/succeeded";
import { useApi } from "@/trpc/react";
import { useUndoNotice } from "@/trpc/undo-acts";
import type { StoredFile } from "../schema";

/** The acts on a file of a record; deleting and another version have an undo. */
export function useFileActs() {
  const api = useApi();
  const cache = useQueryClient();
  const offerUndo = useUndoNotice();
  const onSettled = () => {
    for (const name of ["files", "comments", "events"]) void cache.invalidateQueries({ queryKey: [[name]] });
  };
  const rename = useMutation(api.files.rename.mutationOptions({ onSettled }));
  const remove = useMutation(api.files.remove.mutationOptions({ onSettled }));
  const restore = useMutation(api.files.restore.mutationOptions({ onSettled }));
  const toVersion = useMutation(api.files.restoreVersion.mutationOptions({ onSettled }));
  return {
    /** Throws the refusal of the server. */
    rename: ({ id, version }: StoredFile, name: string) => rename.mutateAsync({ id, version, name }),
    async remove({ id, version, name }: StoredFile): Promise<void> {
      try {
        const removed = await remove.mutateAsync({ id, version });
        offerUndo(`${name} deleted`, () =>
          succeeded(restore.mutateAsync({ id, version: removed.version }), toastRefusal),
        );
      } catch (error) {
        toastRefusal(error);
      }
    },
    /** Makes an earlier version the current one. */
    async restoreVersion({ id, version, name, number: before }: StoredFile, number: number): Promise<void> {
      try {
        const restored = await toVersion.mutateAsync({ id, version, number });
        offerUndo(`Version ${number} of ${name} restored`, () =>
          succeeded(toVersion.mutateAsync({ id, version: restored.version, number: before }), toastRefusal),
        );
      } catch (error) {
        toastRefusal(error);
      }
    },
    restoring: toVersion.isPending,
  };
}
