import "server-only";
import { counted } from "@/lib/counted";
import type { StreamJob } from "@/server/background";
import type { Ctx } from "@/server/context";
import { tenantRows } from "@/server/db/tenant-db";
import { AppError, databaseIsUnreachable } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { log } from "@/server/log";
import { systemCtx } from "@/server/member-ctx";
import { newId } from "@/server/new-id";
import { type ProviderClient, ProviderFailure, providerOf } from "@/server/sync/provider";
import { forever, yieldToRequests } from "@/server/yield-to-requests";
import { syncEvents } from "../events";
import { dailyRecords } from "./daily-records";
import { type DryRun, newDryRun } from "./dry-run";
import { erasing } from "./erasing";
import { type People, pairPeople } from "./partners";
import { prepareObjects } from "./prepare";
import { rehearseObject } from "./rehearse";
import { BrokenMapping, type RunKind, workObject } from "./run";
import { sessionOf } from "./session";
import { undoPage } from "./undo-first";
import { loadWork, originOf } from "./work";

/** Changes are looked for so often, whatever webhooks say. */
const everyMs = 5 * 60_000;
const compareEveryMs = 7 * 86_400_000;
const describeEveryMs = 86_400_000;
/** A part of work gives other work of the workspace a turn. */
const partMs = 10_000;
const longestBackoffMs = 6 * 3_600_000;
/** A connection that fails for so long is paused. */
const mostFailures = 40;

const objectSelect = {
  id: true,
  entity: true,
  state: true,
  nextRunAt: true,
  comparedAt: true,
  describedAt: true,
  failures: true,
  rehearsedVersion: true,
  mappingVersion: true,
} as const;

async function usableConnections({ db, entitlements }: Ctx) {
  const rows = await db.connection.findMany({
    where: { grant: "connected", pausedAt: null },
    select: { id: true, provider: true, objects: { select: objectSelect } },
  });
  return rows.flatMap((row) => {
    const provider = providerOf(row.provider);
    const order = new Map(provider.objects.map(({ entity }, place) => [entity, place]));
    const objects = row.objects.toSorted((a, b) => (order.get(a.entity) ?? 0) - (order.get(b.entity) ?? 0));
    return entitlements.has(provider.licence) ? [{ ...row, provider, objects }] : [];
  });
}
type Usable = Awaited<ReturnType<typeof usableConnections>>[number];
type DueObject = Usable["objects"][number];

const working = ["first", "live", "failing"];

/** When some connection of the workspace has work next; null when none has. Changes that people make here are sent at once. */
export async function nextWork(ctx: Ctx, now: Date): Promise<Date | null> {
  const times: Date[] = [];
  for (const { id, provider, objects } of await usableConnections(ctx)) {
    if (objects.length < provider.objects.length) return now;
    times.push(...objects.flatMap((one) => dueAt(one, now) ?? []));
    if (await hasUnsent(ctx, id, objects)) return now;
  }
  return times.length > 0 ? new Date(Math.min(...times.map((at) => at.getTime()))) : null;
}

/** Whether somebody changed a record here that a run has not looked at. One that fails waits for its next try. */
async function hasUnsent(ctx: Ctx, connectionId: string, objects: readonly DueObject[]): Promise<boolean> {
  const live = objects.filter(({ state, failures }) => state === "live" && failures === 0);
  if (live.length === 0) return false;
  const [found] = await tenantRows(ctx)`
    select 1 from sync_objects o
    where o.tenant_id = ${ctx.tenant.id}::uuid and o.id = any(${live.map(({ id }) => id)}::uuid[])
      and exists (select 1 from events e where e.tenant_id = o.tenant_id and e.id > o.event_cursor and e.entity = o.entity
        and e.origin is distinct from ${originOf(connectionId)})
    limit 1`;
  return found !== undefined;
}

function dueAt({ state, nextRunAt }: DueObject, now: Date): Date | null {
  if (state === "rehearsing" || state === "undoing") return nextRunAt ?? now;
  return working.includes(state) ? (nextRunAt ?? now) : null;
}

interface Hands {
  connection: Usable;
  client: ProviderClient;
  people: People;
}

/** Does one part of what is due in a workspace. Returns whether something more is due now. */
async function workPart(ctx: Ctx, ms: number): Promise<boolean> {
  const now = new Date();
  for (const connection of await usableConnections(ctx)) {
    const isFirst = connection.objects.some(({ state }) => state === "first" || state === "rehearsing");
    const client = sessionOf({ ctx, connectionId: connection.id, provider: connection.provider, isBackfill: isFirst });
    const hands = async () => ({ connection, client, people: await pairPeople(ctx, await client.people()) });
    try {
      if (needsDescription(connection, now))
        await prepareObjects(ctx, { connectionId: connection.id, provider: connection.provider, client });
      else if (connection.objects.some(({ state }) => state === "undoing")) await undoAll(ctx, connection, client, ms);
      else if (connection.objects.some(({ state }) => state === "rehearsing")) await rehearseAll(ctx, await hands());
      else {
        const object = nextObject(connection, now) ?? (await unsentObject(ctx, connection));
        if (!object) continue;
        await workOne(ctx, object, await hands(), ms);
      }
      return true;
    } catch (error) {
      await noteFailure(ctx, connection, error);
      return false;
    }
  }
  return false;
}

const needsDescription = ({ provider, objects }: Usable, now: Date): boolean =>
  objects.length < provider.objects.length ||
  objects.some(({ describedAt }) => now.getTime() - (describedAt?.getTime() ?? 0) > describeEveryMs);

/** The first object that is due: a first run waits for those of the objects before it. */
function nextObject({ objects }: Usable, now: Date): DueObject | undefined {
  const first = objects.find(({ state }) => state === "first");
  if (first) return (first.nextRunAt ?? now) <= now ? first : undefined;
  return objects.find((one) => {
    const at = dueAt(one, now);
    return at !== null && at <= now;
  });
}

async function unsentObject(ctx: Ctx, { id, objects }: Usable): Promise<DueObject | undefined> {
  for (const object of objects) if (await hasUnsent(ctx, id, [object])) return object;
  return undefined;
}

async function rehearseAll(ctx: Ctx, { connection, client, people }: Hands): Promise<void> {
  const dry: DryRun = newDryRun();
  for (const { id, entity, state } of connection.objects) {
    // When one is tried again, all are rehearsed again: later ones point to records that earlier ones would create.
    if (state !== "rehearsing" && state !== "rehearsed") continue;
    await rehearseObject(ctx, { objectId: id, client, people, now: new Date(), dry });
    await inTransaction(ctx, async (inner) => {
      const where = { id, state: "rehearsing" };
      await inner.db.syncObject.updateMany({
        where,
        data: { state: "rehearsed", failure: null, failures: 0, nextRunAt: null, version: { increment: 1 } },
      });
      emit(inner, syncEvents.rehearsed, { id, data: { provider: connection.provider.key, entity } });
    });
  }
}

/** Undoes first runs, those of records that point to others first. */
async function undoAll(ctx: Ctx, { objects }: Usable, client: ProviderClient, ms: number): Promise<void> {
  const late = performance.now() + ms;
  for (const { id } of objects.toReversed().filter(({ state }) => state === "undoing")) {
    const run = await ctx.db.syncRun.findFirst({
      where: { objectId: id, kind: "first" },
      orderBy: { id: "desc" },
      select: { id: true },
    });
    const work = await loadWork(ctx, id, run?.id ?? newId());
    while (run && (await undoPage(work, client, run.id)) > 0) if (performance.now() > late) return;
    const fresh = { cursor: null, eventCursor: null, comparedAt: null, ranAt: null, nextRunAt: null, failure: null };
    const where = { id, state: "undoing" };
    await ctx.db.syncObject.updateMany({ where, data: { ...fresh, state: "draft", version: { increment: 1 } } });
    await ctx.db.syncProblem.deleteMany({ where: { objectId: id, code: { not: erasing } } });
    await ctx.db.syncRun.updateMany({
      where: { objectId: id, endedAt: null },
      data: { endedAt: new Date(), phase: "done" },
    });
  }
}

async function workOne(ctx: Ctx, object: DueObject, { connection, client, people }: Hands, ms: number): Promise<void> {
  await requireDailyRecords(ctx, connection);
  const kind = kindOf(object);
  const more = await workObject(ctx, { objectId: object.id, kind, client, people, ms });
  if (more !== false) return;
  const now = new Date();
  const nextRunAt = new Date(now.getTime() + everyMs);
  await inTransaction(ctx, async (inner) => {
    const data = { state: "live", failure: null, failures: 0, ranAt: now, nextRunAt };
    await inner.db.syncObject.updateMany({ where: { id: object.id }, data });
    if (kind !== "changes") await noteCompared(inner, object.id, kind, now);
    if (kind === "first")
      emit(inner, syncEvents.finished, {
        id: object.id,
        data: { provider: connection.provider.key, entity: object.entity },
      });
  });
}

/** All records were compared, unless somebody changed the fields meanwhile: then they are compared once more, at once. */
async function noteCompared({ db }: Ctx, objectId: string, kind: RunKind, now: Date): Promise<void> {
  const run = await db.syncRun.findFirst({
    where: { objectId, kind },
    orderBy: { id: "desc" },
    select: { mappingVersion: true },
  });
  const { count } = await db.syncObject.updateMany({
    where: { id: objectId, mappingVersion: run?.mappingVersion ?? 0 },
    data: { comparedAt: now },
  });
  if (count === 0) await db.syncObject.updateMany({ where: { id: objectId }, data: { nextRunAt: now } });
}

function kindOf({ state, comparedAt }: DueObject): RunKind {
  if (state === "first") return "first";
  return Date.now() - (comparedAt?.getTime() ?? 0) > compareEveryMs ? "compare" : "changes";
}

/** The licence allows so many records a day: the run goes on tomorrow. */
async function requireDailyRecords(ctx: Ctx, { id, provider }: Usable): Promise<void> {
  const most = ctx.entitlements.moduleLimit(provider.licence, "records");
  if (most === null) return;
  const { used, resetsAt } = await dailyRecords(ctx, id);
  if (used < most) return;
  const records = counted(most, { one: "record", many: "records" }, ctx.tenant.locale);
  const words = `Your plan syncs ${records} with ${provider.label} a day, and they are used. It goes on tomorrow.`;
  throw new ProviderFailure("limit", words, { retryAt: resetsAt });
}

/** A failure of the connection as a whole: it is tried again later, or stopped until somebody looks at it. */
async function noteFailure(ctx: Ctx, { id, provider, objects }: Usable, error: unknown): Promise<void> {
  const kind = error instanceof ProviderFailure ? error.kind : null;
  // Paused, or without its licence; or the vault has noted it, and told owners and admins.
  if (kind === "grant") return;
  const due = objects.filter(({ state }) => state !== "draft" && state !== "rehearsed" && state !== "paused");
  if (kind === "cursor") {
    await ctx.db.syncObject.updateMany({ where: { connectionId: id }, data: { cursor: null, comparedAt: null } });
    return;
  }
  const isStopped =
    error instanceof BrokenMapping || error instanceof AppError || kind === "unknown" || kind === "scope";
  const isUnexpected = !(error instanceof ProviderFailure) && !isStopped;
  if (isUnexpected && databaseIsUnreachable(error)) throw error;
  if (isUnexpected || kind === "unknown")
    log.error({ err: error, tenantId: ctx.tenant.id }, "the work of a sync failed");
  const words = isUnexpected ? unexpectedWords : (error as Error).message;
  await inTransaction(ctx, async (inner) => {
    for (const object of due) {
      const failures = object.failures + 1;
      const backoff = Math.min(30_000 * 2 ** object.failures, longestBackoffMs);
      const retryAt = error instanceof ProviderFailure ? error.retryAt : null;
      const nextRunAt = retryAt ?? new Date(Date.now() + backoff * (0.75 + Math.random() / 2));
      const isOver = isStopped || (kind !== "limit" && failures >= mostFailures);
      const state = stateAfter(object.state, { isOver, isRefused: isUnexpected || isStopped });
      const data = {
        failure: words,
        failures: kind === "limit" ? object.failures : failures,
        nextRunAt,
        state,
        ...(isOver ? { pausedFor: words, pausedState: object.state } : {}),
      };
      await inner.db.syncObject.updateMany({ where: { id: object.id }, data });
      if (isOver)
        emit(inner, syncEvents.stopped, {
          id: object.id,
          data: { provider: provider.key, entity: object.entity, text: words },
        });
    }
  });
}

const unexpectedWords = "Something went wrong on our side. Nothing was lost; it is tried again.";

/** A refused rehearsal can be asked for again; other work is tried again by itself until it is over. */
function stateAfter(state: string, { isOver, isRefused }: { isOver: boolean; isRefused: boolean }): string {
  if (state === "rehearsing") return isOver || isRefused ? "draft" : state;
  return isOver ? "paused" : state;
}

interface Part {
  tenantId: string;
  ms: number;
}

/** Works on the connections of a workspace for some time. Whether there is more to do now. */
export const syncWork: StreamJob<Part, boolean> & { until(signal: AbortSignal): StreamJob<Part, boolean> } = {
  name: "sync-connections",
  run: (part) => workFor(part, forever),
  until: (signal) => ({ name: "sync-connections", run: (part) => workFor(part, signal) }),
};

async function workFor({ tenantId, ms }: Part, signal: AbortSignal): Promise<boolean> {
  const until = performance.now() + ms;
  for (;;) {
    const ctx = await systemCtx(tenantId, "sync-connections", "Keeps records equal with connected services.");
    if (ctx?.tenant.status !== "active") return false;
    const began = performance.now();
    const more = await workPart(ctx, partMs);
    if (!more) return false;
    await yieldToRequests(performance.now() - began, signal);
    if (signal.aborted || performance.now() >= until) return true;
  }
}
