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
    failure: z.string().nullable(),
    finishedAt: instant.nullable(),
    /** The file is deleted then. */
    expiresAt: instant.nullable(),
  })
  .meta({ id: "WorkspaceExport" });
export type WorkspaceExport = z.infer<typeof workspaceExport>;

export const workspaceExports = z.object({ rows: z.array(workspaceExport) });
export const exportIdInput = z.object({ id });
/** Of the file, within the app. */
export const exportAddress = z.object({ address: z.string() });
export const exportFile = z.object({ name: z.string() });
