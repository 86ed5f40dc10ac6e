import { z } from "zod";
import { id, instant } from "@/lib/zod";

export const exportStatuses = ["waiting", "running", "done", "failed", "expired"] as const;

export const workspaceExport = z
  .object({
    id,
    status: z.enum(exportStatuses),
    askedAt: instant,
    /** The list that is being written. */
    current: z.string().nullable(),
    rowsDone: z.int(),
    sizeBytes: z.int().nullable(),
    /** How many zip files there are with the files of records. */
    fileParts: z.int(),
    failure: z.string().nullable(),
    finishedAt: instant.nullable(),
    /** The file is deleted then. */
    expiresAt: instant.nullable(),
  })
  .meta({ id: "WorkspaceExport" });
export type WorkspaceExport = z.infer<typeof workspaceExport>;

export const workspaceExports = z.object({ rows: z.array(workspaceExport) });
/** The file with the records; with `part`, that one of the files with files of records. */
export const exportFileInput = z.object({ id, part: z.int().min(1).optional() });
/** Of the file, within the app. */
export const exportAddress = z.object({ address: z.string() });
export const exportFile = z.object({ name: z.string() });
