import "server-only";
import { jobRunEvents } from "@/lib/job-events";
import { tenantById } from "../access.ts";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantDb, tenantSql } from "../db/tenant-db.ts";
import { isDeleted } from "../deletion-due.ts";
import { AppError } from "../errors.ts";
import { emit } from "../events.ts";
import { inTransaction } from "../execute.ts";
import { log } from "../log.ts";
import { systemCtx } from "../member-ctx.ts";
import { newId } from "../new-id.ts";
import { isOfEndedSupport } from "../staff/support-session.ts";
import { askAt } from "./due-work.ts";
import type { DeliveredEvent, Job } from "./job.ts";

/** A run that may continue, by the id of its row; else the reason why not. */
export type Begun = { id: string } | { id: null; reason: string };

/**
 * Records that a run begins. If the event is unknown, the workspace gone, suspended or without the module, or another
 * run has the event, nothing happens and the log says why.
 */
export async function beginRun(job: Job, event: DeliveredEvent, runId: string): Promise<Begun> {
  const ctx = await ctxOf(job, event);
  const refusal = typeof ctx === "string" ? ctx : null;
  const row = await noteRun(job, event, runId, refusal);
  const taken = row && row.run_id !== runId ? `the run ${row.run_id} already has this event` : null;
  const reason = row ? (taken ?? refusal) : "the workspace does not have this event";
  if (row && reason === null) return { id: row.id };
  log.warn({ job: job.id, tenantId: event.tenantId, eventId: event.eventId, runId, reason }, "a job did not run");
  return { id: null, reason: reason ?? "" };
}

/** The context of the work, or the reason why it must not run. */
async function ctxOf(job: Job, { tenantId, eventId }: DeliveredEvent): Promise<Ctx | string> {
  const ctx = await systemCtx(tenantId, job.id, job.label);
  if (!ctx) return "The workspace was deleted.";
  if (ctx.tenant.status === "suspended" && !job.whileSuspended) return "The workspace is suspended.";
  if (isDeleted(ctx.tenant) && !job.whileDeleted) return "The workspace is being deleted.";
  if (!ctx.entitlements.has(job.module)) return "The module is turned off in this workspace.";
  return (await isOfEndedSupport(ctx, eventId)) ? "The support session that started this has ended." : ctx;
}

/** The row of an event's round, whichever run wrote it; null when the workspace has no such event. */
async function noteRun(job: Job, event: DeliveredEvent, runId: string, refusal: string | null) {
  const { tenantId, eventId, entity, entityId, round } = event;
  const finishedAt = refusal === null ? Prisma.sql`null::timestamptz` : Prisma.sql`now()`;
  const [row] = await tenantSql<{ id: string; run_id: string }>(
    tenantId,
    tenantDb(tenantId).db,
    Prisma.sql`
      insert into job_runs (id, tenant_id, job, event_id, round, run_id, event_name, entity, entity_id, status, reason, finished_at)
      select ${newId()}::uuid, e.tenant_id, ${job.id}, e.id, ${round}, ${runId}, e.name, e.entity, e.entity_id,
             ${refusal === null ? "running" : "skipped"}, ${refusal}, ${finishedAt}
      from events e where e.tenant_id = ${tenantId}::uuid and e.id = ${eventId}::uuid
        and e.entity = ${entity} and e.entity_id = ${entityId}::uuid
      on conflict (tenant_id, event_id, job, round) do update set run_id = job_runs.run_id
      returning id, run_id`,
  );
  return row ?? null;
}

/** A started run: `id` is its row, as its first step returned it. */
export interface Held {
  job: Job;
  event: DeliveredEvent;
  runId: string;
  id: string;
}

/** The row of exactly this run: a call's data about the first step may belong to another run. */
const rowOf = ({ job, event: { eventId, round }, runId, id }: Held) => ({ id, job: job.id, eventId, round, runId });

/**
 * The context of one step; null where the job has deleted its workspace, and only the answer was lost. Throws an AppError when the run may not continue: cancelled, ended, another run than the
 * step's, or the workspace lost the right.
 */
export async function stepCtx(held: Held): Promise<Ctx | null> {
  if (await hasDeleted(held)) return null;
  const ctx = await ctxOf(held.job, held.event);
  if (typeof ctx === "string") throw new AppError("CONFLICT", ctx);
  const row = await ctx.db.jobRun.findFirst({ where: rowOf(held), select: { status: true } });
  if (!row) throw ofAnother();
  if (row.status !== "running") throw new AppError("CONFLICT", "The run was cancelled.");
  return ctx;
}

/** The last run of a workspace deletes it, with the row of the run. */
const hasDeleted = async ({ job, event: { tenantId } }: Held) =>
  Boolean(job.whileDeleted) && (await tenantById(tenantId)) === null;

const ofAnother = () => new AppError("CONFLICT", "This step belongs to another run.");

/** Days after which a run is deleted; until then an admin can retry it. */
const retentionDays = { done: 14, skipped: 14, failed: 90, cancelled: 90 } as const;

/** Records that a run has finished, and deletes old runs. Throws an AppError when the row belongs to another run. */
export async function finishRun(held: Held): Promise<void> {
  const { db } = tenantDb(held.event.tenantId);
  const { count } = await db.jobRun.updateMany({
    where: { ...rowOf(held), status: "running" },
    data: { status: "done", finishedAt: new Date(), reason: null },
  });
  // Already ended: cancelled, or recorded by a call whose response was lost.
  if (count === 0 && (await db.jobRun.count({ where: rowOf(held) })) === 0) {
    if (await hasDeleted(held)) return;
    throw ofAnother();
  }
  const forgotten = Object.entries(retentionDays).map(([status, days]) => {
    return { status, finishedAt: { lt: new Date(Date.now() - days * 86_400_000) } };
  });
  await db.jobRun.deleteMany({ where: { OR: forgotten } });
  // More may be due, or due at another time.
  if (held.job.due) await askAt(held.event.tenantId, [held.job.id], new Date());
}

/** Records for the workspace's admins that a run failed for good. `reason` is written for people. */
export async function failRun(job: Job, event: DeliveredEvent, runId: string, reason: string): Promise<void> {
  const row = await noteRun(job, event, runId, null);
  const ctx = row && (await systemCtx(event.tenantId, job.id, job.label));
  if (!ctx) return;
  await inTransaction(ctx, async (inner) => {
    const { count } = await inner.db.jobRun.updateMany({
      where: { id: row.id, runId, status: "running" },
      data: { status: "failed", finishedAt: new Date(), reason },
    });
    if (count > 0) emit(inner, jobRunEvents.failed, { id: row.id, data: { reason } });
  });
}
