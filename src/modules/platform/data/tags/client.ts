"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toastRefusal } from "@/components/form/toast-refusal";
import { succeeded } from "@/lib/succeeded";
import { useApi } from "@/trpc/react";
import { useUndoNotice } from "@/trpc/undo-acts";
import type { TagRow } from "./schema";

/** Refetches the tags, which forms and lists choose from too. */
function useRefresh() {
  const api = useApi();
  const client = useQueryClient();
  return () => client.invalidateQueries(api.tags.pathFilter());
}

export const useCreateTag = () => useMutation(useApi().tags.create.mutationOptions({ onSuccess: useRefresh() }));
export const useMergeTag = () => useMutation(useApi().tags.merge.mutationOptions({ onSettled: useRefresh() }));

type Look = Pick<TagRow, "name" | "color" | "category">;

/** Changes the name, colour or category of a tag, and offers to undo it; a refusal goes to the form. */
export function useChangeTag(): (tag: TagRow, look: Look) => Promise<void> {
  const api = useApi();
  const offerUndo = useUndoNotice();
  const update = useMutation(api.tags.update.mutationOptions({ onSettled: useRefresh() }));
  return async (tag, look) => {
    const { id, version } = await update.mutateAsync({ id: tag.id, version: tag.version, ...look });
    const { name, color, category } = tag;
    const back = { id, version, name, color, category };
    offerUndo(`${look.name} was saved`, () => succeeded(update.mutateAsync(back), toastRefusal));
  };
}

/** Archives a tag or brings it back, and offers to undo it. */
export function useArchiveTag() {
  const api = useApi();
  const offerUndo = useUndoNotice();
  const refresh = useRefresh();
  const archive = useMutation(api.tags.archive.mutationOptions({ onSettled: refresh }));
  const restore = useMutation(api.tags.restore.mutationOptions({ onSettled: refresh }));
  const ways = {
    archive: { act: archive, back: restore, done: "archived" },
    restore: { act: restore, back: archive, done: "restored" },
  };
  return async (tag: Pick<TagRow, "id" | "name" | "version">, way: keyof typeof ways): Promise<void> => {
    const { act, back, done } = ways[way];
    try {
      const { id, version } = await act.mutateAsync({ id: tag.id, version: tag.version });
      offerUndo(`${tag.name} ${done}`, () => succeeded(back.mutateAsync({ id, version }), toastRefusal));
    } catch (error) {
      toastRefusal(error);
    }
  };
}
