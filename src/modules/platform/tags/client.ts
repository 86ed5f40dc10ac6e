"use client";

import { tellRefusal } from "@/components/form/tell-refusal";
import { succeeded } from "@/lib/succeeded";
import { api } from "@/trpc/react";
import { useUndoNotice } from "@/trpc/undo-acts";
import type { TagRow } from "./schema";

/** Refetches the tags, which forms and lists choose from too. */
function useRefresh() {
  const utils = api.useUtils();
  return () => utils.tags.invalidate();
}

export const useCreateTag = () => api.tags.create.useMutation({ onSuccess: useRefresh() });
export const useMergeTag = () => api.tags.merge.useMutation({ onSettled: useRefresh() });

type Look = Pick<TagRow, "name" | "color" | "category">;

/** Changes the name, colour or category of a tag, and offers to undo it; a refusal goes to the form. */
export function useChangeTag(): (tag: TagRow, look: Look) => Promise<void> {
  const offerUndo = useUndoNotice();
  const update = api.tags.update.useMutation({ onSettled: useRefresh() });
  return async (tag, look) => {
    const { id, version } = await update.mutateAsync({ id: tag.id, version: tag.version, ...look });
    const { name, color, category } = tag;
    const back = { id, version, name, color, category };
    offerUndo(`${look.name} was saved`, () => succeeded(update.mutateAsync(back), tellRefusal));
  };
}

/** Archives a tag or brings it back, and offers to undo it. */
export function useArchiveTag() {
  const offerUndo = useUndoNotice();
  const refresh = useRefresh();
  const archive = api.tags.archive.useMutation({ onSettled: refresh });
  const restore = api.tags.restore.useMutation({ onSettled: refresh });
  const ways = {
    archive: { act: archive, back: restore, done: "archived" },
    restore: { act: restore, back: archive, done: "restored" },
  };
  return async (tag: Pick<TagRow, "id" | "name" | "version">, way: keyof typeof ways): Promise<void> => {
    const { act, back, done } = ways[way];
    try {
      const { id, version } = await act.mutateAsync({ id: tag.id, version: tag.version });
      offerUndo(`${tag.name} ${done}`, () => succeeded(back.mutateAsync({ id, version }), tellRefusal));
    } catch (error) {
      tellRefusal(error);
    }
  };
}
