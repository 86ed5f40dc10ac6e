import "server-only";
import { setTimeout as rest } from "node:timers/promises";
import { spreadMs } from "@/lib/due";
import { tenantsOf } from "../access.ts";
import { type Ctx, createCtx, type TenantInfo } from "../context.ts";
import { tenantDb } from "../db/tenant-db.ts";
import { isDeleted } from "../deletion-due.ts";
import { AppError } from "../errors.ts";
import { emit } from "../events.ts";
import { inTransaction } from "../execute.ts";
import { log } from "../log.ts";
import { Wakeup } from "../wakeup.ts";
import { askAt, claimWork, everyJob, setNext, workToAsk } from "./due-work.ts";
import { type Job, jobs } from "./job.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
const lookEveryMs = 5_000;
/** Rows of one look: the next look begins with the workspaces that wait longest then. */
const perLook = 200;
/** A process that dies while it asks holds a workspace back for so long. */
const claimMs = minuteMs;
/** A job that cannot say what is due is asked again after so long. */
const afterFailureMs = 15 * minuteMs;
/** Every job of a workspace is asked this often: it finds the work of a job that is new. */
const everyJobMs = 7 * dayMs;
/** Requests older than this are deleted: nothing of that age can become due again. */
const retentionDays = 30;

/** Woken when a job is to be asked at once; requests of other processes are found by looking. */
export const clockWakeup = new Wakeup();

/** Starts due work as long as the process lives. Several processes share the work. */
export async function followClock(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let found = 0;
    try {
      found = await strike(new Date());
    } catch (error) {
      log.warn({ err: error }, "due work could not be looked up");
    }
    if (found < perLook) await clockWakeup.rest(lookEveryMs, signal);
  }
}

/**
 * Asks the jobs whose time has come, workspace by workspace, and requests what is due; returns how many rows were due. A
 * failing workspace does not delay the others.
 */
export async function strike(now: Date, most = perLook): Promise<number> {
  const [waiting, began] = [await workToAsk(now, most), performance.now()];
  const tenants = new Map((await tenantsOf([...waiting.keys()])).map((tenant) => [tenant.id, tenant]));
  for (const [tenantId, wanted] of waiting) {
    const tenant = tenants.get(tenantId);
    if (!tenant) continue;
    const turn = performance.now();
    // The last workspace of a look is asked long after the first.
    await askClaimed(tenant, wanted, new Date(now.getTime() + Math.floor(turn - began))).catch((error: unknown) =>
      log.error({ tenantId, err: error }, "due work was not requested in this workspace"),
    );
    // Users come first: this loop pauses for half of its time.
    await rest(performance.now() - turn);
  }
  return [...waiting.values()].reduce((sum, { length }) => sum + length, 0);
}

async function askClaimed(tenant: TenantInfo, wanted: readonly string[], now: Date): Promise<void> {
  const until = new Date(now.getTime() + claimMs);
  const claimed = await claimWork(tenant.id, wanted, now, until);
  if (tenant.status !== "active") return await postpone(tenant, claimed, now, until);
  const asked = claimed.includes(everyJob) ? jobs() : jobs().filter(({ id }) => claimed.includes(id));
  const next = await requestDue(tenant, now, asked);
  // Jobs that are no more are asked no more.
  for (const job of claimed) if (!next.has(job)) next.set(job, null);
  if (claimed.includes(everyJob)) next.set(everyJob, nextCheck(tenant, now));
  await setNext(tenant.id, next, until);
}

const nextCheck = ({ id }: TenantInfo, now: Date) =>
  new Date(now.getTime() + everyJobMs - spreadMs(id, everyJobMs / 7));

/** A suspended workspace starts no work, and is asked again once a day: reactivating it asks at once. */
const postpone = ({ id }: TenantInfo, claimed: readonly string[], now: Date, until: Date) =>
  setNext(id, new Map(claimed.map((job) => [job, new Date(now.getTime() + dayMs)])), until);

/**
 * Asks jobs of a workspace now and requests what is due: once for each job and slot, however often it is called.
 * @internal Tests do not wait for the clock.
 */
export async function requestDueWork(tenant: TenantInfo, now: Date, candidates = jobs()): Promise<void> {
  const until = new Date(now.getTime() + claimMs);
  const ids = candidates.filter(({ due }) => due).map(({ id }) => id);
  await askAt(tenant.id, ids, now);
  await claimWork(tenant.id, ids, now, until);
  await setNext(tenant.id, await requestDue(tenant, now, candidates), until);
}

interface Requested {
  ctx: Ctx;
  job: Job;
  slots: readonly string[];
}

/** Requests what is due; returns when each job is asked next. */
async function requestDue(
  tenant: TenantInfo,
  now: Date,
  candidates: readonly Job[],
): Promise<Map<string, Date | null>> {
  const next = new Map<string, Date | null>();
  const due: Requested[] = [];
  for (const job of candidates) {
    if (!job.due) continue;
    const ctx = createCtx({ tenant, actor: { type: "system", job: job.id, reason: job.label }, member: null });
    next.set(job.id, null);
    if (!ctx.entitlements.has(job.module)) continue;
    if (isDeleted(tenant, now) && !job.whileDeleted) continue;
    try {
      const { slots, next: at } = await job.due(ctx, now);
      next.set(job.id, at && new Date(Math.max(at.getTime(), now.getTime() + minuteMs)));
      if (slots.length > 0) due.push({ ctx, job, slots });
    } catch (error) {
      next.set(job.id, new Date(now.getTime() + afterFailureMs));
      log.error({ tenantId: tenant.id, job: job.id, err: error }, "a job could not say what is due");
    }
  }
  for (const { ctx, job, slots } of await notYetRequested(tenant, due))
    await inTransaction(ctx, (inner) => requestWork(inner, job, slots, now));
  return next;
}

/** Work for the rest of a day was requested at its beginning: checking that takes one statement and no transaction. */
async function notYetRequested({ id: tenantId }: TenantInfo, due: readonly Requested[]): Promise<Requested[]> {
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
  const longAgo = new Date(now.getTime() - retentionDays * dayMs);
  await ctx.db.sweep.deleteMany({ where: { job: job.id, at: { lt: longAgo } } });
}
