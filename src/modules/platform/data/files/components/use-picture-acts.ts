"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useWorkspace } from "@/components/layout/workspace-context";
import { succeeded } from "@/lib/succeeded";
import { useApi, useApiClient } from "@/trpc/react";
import { useUndoNotice } from "@/trpc/undo-acts";
import { sendParts } from "./upload-parts";
import type { UploadTarget } from "./upload-state";
import { uploadTransport } from "./upload-transport";

/** The picture of a member or record, and the acts on it; each returns whether it succeeded. */
export function usePictureActs(target: UploadTarget) {
  const api = useApi();
  const client = useApiClient();
  const cache = useQueryClient();
  const offerUndo = useUndoNotice();
  const { slug: workspace } = useWorkspace();
  const { entity, recordId } = target;
  const { data } = useQuery(api.files.pictures.queryOptions({ entity, ids: [recordId] }));
  const picture = data?.rows[0] ?? null;
  const [refusal, setRefusal] = useState<string | null>(null);
  const refresh = () => {
    for (const name of ["files", "events"]) void cache.invalidateQueries({ queryKey: [[name]] });
  };
  const remove = useMutation(api.files.remove.mutationOptions({ onSettled: refresh }));
  const restore = useMutation(api.files.restore.mutationOptions({ onSettled: refresh }));
  const save = useMutation({
    mutationFn: async (file: File) => {
      const transport = uploadTransport({ client, workspace, target, purpose: "picture", file, onDone: refresh });
      setRefusal(null);
      try {
        const open = await transport.open(() => true, null);
        const { signal } = new AbortController();
        await sendParts({
          size: file.size,
          open,
          signal,
          send: ({ number, from, to }, onSent, stop) =>
            transport.send(open, number, file.slice(from, to), onSent, stop),
          onSent: () => undefined,
        });
        await transport.finish(open);
        return true;
      } catch (error) {
        setRefusal(transport.explain(error));
        return false;
      }
    },
  });
  return {
    picture,
    refusal,
    save: save.mutateAsync,
    saving: save.isPending,
    removing: remove.isPending,
    async remove(): Promise<boolean> {
      if (!picture) return false;
      const { fileId: id, version } = picture;
      try {
        const removed = await remove.mutateAsync({ id, version });
        offerUndo("Picture removed", () =>
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
