import { z } from "zod";
import { id, instant, reference } from "@/lib/zod";

/** The state of a piece of deferred work. Skipped: the workspace had no right to it when its turn came. */
export const jobStatus = z.enum(["waiting", "running", "done", "failed", "cancelled", "skipped"]);
export type JobStatus = z.infer<typeof jobStatus>;

export const jobLine = z
  .object({
    id,
    /** An import, or a run of other deferred work. */
    kind: z.enum(["import", "run"]),
    /** Description for people. */
    label: z.string(),
    status: jobStatus,
    /** The record of the job. */
    about: z.object({ entity: z.string(), id }),
    by: reference.nullable(),
    /** Rows or records, if they are counted. */
    progress: z.object({ done: z.int(), total: z.int() }).nullable(),
    reason: z.string().nullable(),
    at: instant,
    finishedAt: instant.nullable(),
    mayCancel: z.boolean(),
    mayRetry: z.boolean(),
  })
  .meta({ id: "Job" });
export type JobLine = z.infer<typeof jobLine>;

export const jobsShown = z.enum(["all", "open", "failed"]);
export type JobsShown = z.infer<typeof jobsShown>;

export const listJobsInput = z.object({
  /** Open: waiting or running. */
  show: jobsShown.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).optional(),
});
export const jobPage = z.object({ rows: z.array(jobLine), nextCursor: z.string().nullable() });

export const jobRunIdInput = z.object({ id });
export const jobRunIdOutput = z.object({ id });

/** An event that a consumer refused eight times. */
export const parkedEvent = z
  .object({
    eventId: id,
    consumer: z.string(),
    name: z.string(),
    entity: z.string(),
    entityId: id,
    reason: z.string(),
    parkedAt: instant,
  })
  .meta({ id: "ParkedEvent" });
export type ParkedEvent = z.infer<typeof parkedEvent>;

export const outboxState = z
  .object({
    /** At most 100, oldest first. */
    parked: z.array(parkedEvent),
    parkedCount: z.int(),
    /** Events that are delivered late, and since when. */
    late: z.object({ count: z.int(), since: instant }).nullable(),
  })
  .meta({ id: "OutboxState" });

export const replayInput = z.object({
  /** One event; by default all of the workspace. */
  eventId: id.optional(),
});
export const replayOutput = z.object({ replayed: z.int() });
