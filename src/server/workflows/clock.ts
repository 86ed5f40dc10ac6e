import "server-only";
import { setTimeout as rest } from "node:timers/promises";
import type { Inngest, InngestFunction } from "inngest";
import { activeTenants } from "../access.ts";
import { type Ctx, createCtx, type TenantInfo } from "../context.ts";
import { tenantDb } from "../db/tenant-db.ts";
import { isDeleted } from "../deletion-due.ts";
import { AppError } from "../errors.ts";
import { emit } from "../events.ts";
import { inTransaction } from "../execute.ts";
import { log } from "../log.ts";
import { type Job, jobs } from "./job.ts";

/** Time zones differ by quarters of an hour: this runs at every full or half hour of any zone. */
const everyQuarter = "TZ=UTC */15 * * * *";
const beforeAll = "00000000-0000-0000-0000-000000000000";
/** Nothing older than this can become due again. */
const retentionDays = 30;

/** The Inngest function that starts all scheduled work and distributes it over the workspaces. */
export function clockOf(client: Inngest): InngestFunction.Any {
  return client.createFunction(
    { id: "clock", name: "Checks for due work in each workspace", triggers: [{ cron: everyQuarter }] },
    async ({ step }) => {
      for (let after = ""; ; ) {
        const last = await step.run(`after ${after}`, () => strike(new Date(), after));
        if (last === null) return;
        after = last;
      }
    },
  );
}

/**
 * Requests due work for the next workspaces after the given one; returns the last one, null after the end. A failing
 * workspace does not delay the others and is tried again at the next run.
 */
export async function strike(now: Date, after: string, perStep = 100): Promise<string | null> {
  const tenants = await activeTenants(after === "" ? beforeAll : after, perStep);
  for (const tenant of tenants) {
    const began = performance.now();
    await requestDueWork(tenant, now).catch((error: unknown) =>
      log.error({ tenantId: tenant.id, err: error }, "the schedule check failed in this workspace"),
    );
    // Users come first: this loop pauses for half of its time.
    await rest(performance.now() - began);
  }
  return tenants.length < perStep ? null : (tenants.at(-1)?.id ?? null);
}

/** Requests the scheduled work that is due in a workspace: once for each job and slot, however often it is called. */
export async function requestDueWork(tenant: TenantInfo, now: Date, candidates = jobs()): Promise<void> {
  const due: Due[] = [];
  for (const job of candidates) {
    const ctx = createCtx({ tenant, actor: { type: "system", job: job.id, reason: job.label }, member: null });
    if (!job.due || !ctx.entitlements.has(job.module)) continue;
    if (isDeleted(tenant, now) && !job.whileDeleted) continue;
    const slots = await job.due(ctx, now);
    if (slots.length > 0) due.push({ ctx, job, slots });
  }
  for (const { ctx, job, slots } of await notYetRequested(tenant, due))
    await inTransaction(ctx, (inner) => requestWork(inner, job, slots, now));
}

interface Due {
  ctx: Ctx;
  job: Job;
  slots: readonly string[];
}

/** Work for the rest of a day was requested at its beginning: checking that takes one statement and no transaction. */
async function notYetRequested({ id: tenantId }: TenantInfo, due: readonly Due[]): Promise<Due[]> {
  if (due.length === 0) return [];
  const known = await tenantDb(tenantId).db.sweep.findMany({
    where: { OR: due.map(({ job, slots }) => ({ job: job.id, slot: { in: [...slots] } })) },
    select: { job: true, slot: true },
  });
  return due.flatMap((one) => {
    const { job, slots } = one;
    const requested = new Set(known.filter((row) => row.job === job.id).map(({ slot }) => slot));
    // True at every later run of the day, so it is not worth a higher log level.
    if (requested.size > 0) log.debug({ tenantId, job: job.id, slots }, "due work was already requested");
    const fresh = slots.filter((slot) => !requested.has(slot));
    return fresh.length > 0 ? [{ ...one, slots: fresh }] : [];
  });
}

async function requestWork(ctx: Ctx, job: Job, slots: readonly string[], now: Date): Promise<void> {
  const [event] = job.on;
  if (!event) throw new AppError("INTERNAL", `${job.id} has no event that can start it.`);
  const requested = await ctx.db.sweep.createManyAndReturn({
    data: slots.map((slot) => ({ job: job.id, slot })),
    skipDuplicates: true,
    select: { id: true },
  });
  if (requested.length === 0) return;
  for (const { id } of requested) emit(ctx, event, { id, data: {} });
  const longAgo = new Date(now.getTime() - retentionDays * 86_400_000);
  await ctx.db.sweep.deleteMany({ where: { job: job.id, at: { lt: longAgo } } });
}
