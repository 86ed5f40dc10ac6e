import { z } from "zod";
import { bulkChange, bulkSelection } from "@/lib/bulk-changes";
import { id, instant } from "@/lib/zod";

/**
 * collecting: the records are noted · running · done · cancelled: stopped, what was changed stays · failed ·
 * undoing · undone
 */
const bulkRunStatuses = ["collecting", "running", "done", "cancelled", "failed", "undoing", "undone"] as const;
export type BulkRunStatus = (typeof bulkRunStatuses)[number];

const noun = z.string().min(1).max(50);

export const bulkRun = z
  .object({
    id,
    noun: z.string(),
    change: bulkChange,
    status: z.enum(bulkRunStatuses),
    /** The records of the run; while it is undone, those that it changed. */
    total: z.int(),
    done: z.int(),
    changed: z.int(),
    skipped: z.int(),
    failed: z.int(),
    undone: z.int(),
    /** Records that others changed since, which the undo left as they are. */
    kept: z.int(),
    failure: z.string().nullable(),
    createdAt: instant,
    finishedAt: instant.nullable(),
    /** Until when it can be undone; null where it cannot. */
    undoUntil: instant.nullable(),
  })
  .meta({ id: "BulkRun" });
export type BulkRun = z.infer<typeof bulkRun>;

export const bulkRunList = z.object({ rows: z.array(bulkRun) });
export const bulkRunInput = z.object({ id });

export const previewInput = z.object({ noun, selection: bulkSelection, change: bulkChange });
export const startInput = previewInput.extend({
  /** The number of records, to confirm that they are deleted for good. */
  confirmed: z.int().optional(),
});

const sample = z.object({
  id,
  name: z.string().nullable(),
  /** The values of the field before and after, as records have them; null where no field changes. */
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export const bulkPreview = z
  .object({
    total: z.int(),
    /** The records that were tried: all, or the first ones of many. */
    tried: z.int(),
    /** Of these. */
    changed: z.int(),
    samples: z.array(sample),
    skipped: z.array(z.object({ reason: z.string(), records: z.int(), names: z.array(z.string()) })),
  })
  .meta({ id: "BulkPreview" });
export type BulkPreview = z.infer<typeof bulkPreview>;

export const problemsInput = z.object({ id, state: z.enum(["failed", "kept"]), after: id.nullable().default(null) });
export const bulkProblems = z.object({
  rows: z.array(z.object({ id, name: z.string().nullable(), reason: z.string() })),
  next: id.nullable(),
});
