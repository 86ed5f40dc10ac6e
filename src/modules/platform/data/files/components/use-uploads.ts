"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { useApiClient } from "@/trpc/react";
import type { FilePurpose } from "../rules";
import { UploadQueue } from "./upload-queue";
import type { Upload, UploadTarget } from "./upload-state";
import { uploadTransport } from "./upload-transport";
import { showUploads } from "./uploads-shown";

/** The uploads of this tab, in all its workspaces. */
export const tabUploads = new UploadQueue();

const none: readonly Upload[] = [];

/** The uploads of this tab, as they go. */
export const useUploads = (): readonly Upload[] =>
  useSyncExternalStore(tabUploads.subscribe, tabUploads.list, () => none);

interface Added {
  target: UploadTarget;
  recordName: string;
  purpose?: FilePurpose;
}

/** The routers whose answers have files. */
const withFiles = ["files", "comments", "events"];

/** Returns a function that uploads files to any record; with an id they become new versions of that file. */
export function useUpload() {
  const client = useApiClient();
  const cache = useQueryClient();
  const { slug: workspace } = useWorkspace();
  const onDone = () => {
    for (const name of withFiles) void cache.invalidateQueries({ queryKey: [[name]] });
  };
  return (
    { target, recordName, purpose = "attachment" }: Added,
    files: readonly File[],
    fileId?: string,
  ): readonly string[] => {
    if (files.length === 0) return [];
    showUploads();
    return tabUploads.add(
      files.map((file) => ({
        target,
        recordName,
        file,
        transport: uploadTransport({ client, workspace, target, purpose, file, fileId, onDone }),
      })),
    );
  };
}

/** The same to one record. */
export function useAddFiles(added: Added) {
  const upload = useUpload();
  return (files: readonly File[], fileId?: string): readonly string[] => upload(added, files, fileId);
}
