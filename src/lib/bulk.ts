import { z } from "zod";
import { id, version } from "./zod";

/** What one call takes. */
export const BULK_LIMIT = 200;

/** One act on many records of a kind. */
export const bulkInput = <A extends z.ZodType>(action: A) =>
  z.object({
    ids: z.array(id).min(1).max(BULK_LIMIT),
    action,
    /** The versions that were seen, by id: what someone changed since is refused. Without one the present version counts. */
    versions: z.record(z.string(), version).optional(),
    /** The same for all calls of one act: timelines tell what one member did under it in one line. */
    batch: id.optional(),
  });

/** Row by row: the version of now, and whether this act changed it; the reason of what was refused. */
export const bulkReport = z
  .object({
    /** One id for all events of this act; null when nothing was changed. */
    batchId: id.nullable(),
    done: z.array(z.object({ id, version, changed: z.boolean() })),
    failed: z.array(z.object({ id, code: z.string(), message: z.string() })),
  })
  .meta({ id: "BulkReport" });
export type BulkReport = z.infer<typeof bulkReport>;

/** What can be done with many of every kind that can be archived. */
export const archiveActions = [
  z.object({ type: z.literal("archive") }),
  z.object({ type: z.literal("restore") }),
] as const;
