import { z } from "zod";
import { BULK_LIMIT } from "./bulk-limit";
import { maxChoices } from "./fields/choices";
import { id, version } from "./zod";

/** One act on many records of a kind. */
export const bulkInput = <A extends z.ZodType>(action: A) =>
  z.object({
    ids: z.array(id).min(1).max(BULK_LIMIT),
    action,
    /**
     * The versions that the caller saw, by id: a record changed since is refused. Without one the current version is
     * used.
     */
    versions: z.record(z.string(), version).optional(),
    /** The same for all calls of one act: timelines show them as one entry. */
    batch: id.optional(),
  });

/** For each row: its current version and whether this act changed it; the reason for each refused row. */
export const bulkReport = z
  .object({
    /** One id for all events of this act; null when nothing was changed. */
    batchId: id.nullable(),
    done: z.array(z.object({ id, version, changed: z.boolean() })),
    failed: z.array(z.object({ id, code: z.string(), message: z.string() })),
  })
  .meta({ id: "BulkReport" });
export type BulkReport = z.infer<typeof bulkReport>;

const tagIds = z.array(id).max(maxChoices);

/** Adds tags to those that each record has, and takes others away. */
const tagAction = z
  .object({ type: z.literal("tag"), add: tagIds, remove: tagIds })
  .refine(({ add, remove }) => !add.some((one) => remove.includes(one)), {
    path: ["remove"],
    message: "A tag cannot be added and removed at once.",
  })
  .meta({ id: "TagAction" });
export type TagAction = z.output<typeof tagAction>;

/** Whether archiving a record that repeats ends its series. Other records have none. */
export const endsSeries = z.boolean().optional().meta({
  description:
    "Whether archiving also ends the series of a record that repeats, so that no next one is made; false if it is not given. Restoring the record continues the series.",
});

/** Whether archiving is refused for a record that changed at all since `version`, as the undo of its creation is. */
export const ifUnchanged = z.boolean().optional().meta({
  description:
    "Refuses, with CONFLICT, a record of which anything was changed after the version that was sent; false if it is not given. Else only another archiving or restoring is in the way.",
});

/** Bulk acts of every kind of record. */
export const sharedActions = [
  z.object({ type: z.literal("archive"), endsSeries, ifUnchanged }).meta({ id: "ArchiveAction" }),
  z.object({ type: z.literal("restore") }),
  tagAction,
] as const;
