import "server-only";
import { addHours } from "date-fns";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError } from "@/server/errors";
import { inTransaction } from "@/server/execute";
import { type ProviderClient, ProviderFailure } from "@/server/sync/provider";
import type { Snapshot } from "@/server/sync/snapshot";
import { firstId } from "@/server/unknown-id";
import { linkRow, type SyncLinkRow } from "../row";
import { addCounts, type Counts, noCounts } from "../rules";
import { recordsHere } from "./assess";
import { dueErasures, eraseThere, erasing, keepOutcome } from "./erasing";
import { addHints, closeHints, openHints } from "./hints";
import { mergeNew, mergeSnapshots, toRead } from "./merge";
import type { People } from "./partners";
import { pushBatch } from "./push";
import { recoverSent } from "./recover";
import { freeIds, liveRecords } from "./rest";
import { ourHash } from "./value-hash";
import { originOf, type Work } from "./work";

/** The parts of a run, in their order; `gone` and `rest` only where all records are looked at. */
export const phases = ["recover", "retry", "pull", "gone", "hints", "ours", "rest", "push", "done"] as const;
export type Phase = (typeof phases)[number];

export interface Hands {
  client: ProviderClient;
  people: People;
  now: () => Date;
  /** Throws where another worker has taken over the object meanwhile. Called in each transaction. */
  stillOurs(work: Work): Promise<void>;
}

/** The outcome of a part: the phase stays while there is more, and goes on at a place in it. */
export interface Part {
  counts: Counts;
  more: boolean;
  place: string | null;
}

const nothing: Part = { counts: noCounts, more: false, place: null };
const batch = 100;
/** Ids of events carry the time of their writing, and a transaction may commit later than another one. */
const overlapMs = 120_000;

/** Does one part of a phase: at most one page, in one transaction after its calls. */
export async function workPhase(work: Work, phase: Phase, place: string | null, hands: Hands): Promise<Part> {
  if (phase === "recover") {
    await recoverSent(work, hands.client, hands.now());
    return nothing;
  }
  if (phase === "retry") return await retryProblems(work, hands);
  if (phase === "hints") return await followHints(work, hands);
  if (phase === "pull") return await pullPage(work, hands);
  if (phase === "gone") return await readMissing(work, hands);
  if (phase === "ours") return await followEvents(work, place, hands);
  if (phase === "rest") return await lookAtRest(work, place, hands);
  if (phase === "push") {
    const counts = await pushBatch(work, hands.client, hands.now);
    return counts ? { counts, more: true, place: null } : nothing;
  }
  return nothing;
}

const commit = async <T>(work: Work, hands: Hands, act: (inner: Work) => Promise<T>): Promise<T> =>
  await inTransaction(
    work.ctx,
    async (ctx) => {
      const inner = { ...work, ctx };
      await hands.stillOurs(inner);
      return await act(inner);
    },
    { timeoutMs: 60_000 },
  );

/** Problems whose next try has come are looked at anew. */
async function retryProblems(work: Work, hands: Hands): Promise<Part> {
  await eraseDue(work, hands);
  const due = await work.ctx.db.syncProblem.findMany({
    where: {
      ...{ objectId: work.object.id, state: { not: "ignored" }, nextTryAt: { lte: hands.now() } },
      code: { not: erasing },
    },
    orderBy: { id: "asc" },
    take: mostRetried,
    select: { id: true, externalId: true, recordId: true, attempts: true },
  });
  await commit(work, hands, async (inner) => {
    const { db } = inner.ctx;
    const recordIds = due.flatMap(({ externalId, recordId }) => (externalId === null && recordId ? [recordId] : []));
    const where = { objectId: work.object.id, recordId: { in: recordIds }, externalId: { not: null } };
    // A record that was only here then may be linked now.
    const links = await db.syncLink.findMany({ where, select: { recordId: true, externalId: true } });
    const partners = new Map(links.map((link) => [link.recordId, link.externalId]));
    const there = due.flatMap(({ id, externalId, recordId, attempts }) => {
      const partner = externalId ?? partners.get(recordId ?? "");
      return partner ? [{ key: `retry ${id} ${attempts}`, externalId: partner }] : [];
    });
    await addHints(inner, there);
    const here = recordIds.filter((id) => !partners.has(id));
    if (here.length > 0) await sendAgain(inner, here, hands);
    // One that nothing can be done about does not hold up the others.
    const left = due.filter(({ externalId, recordId }) => !(externalId ?? partners.get(recordId ?? "")));
    const passed = { objectId: work.object.id, id: { in: left.map(({ id }) => id) }, nextTryAt: { lte: hands.now() } };
    await db.syncProblem.updateMany({ where: passed, data: { nextTryAt: addHours(hands.now(), 1) } });
  });
  return nothing;
}

/** So many problems are tried again in one part. */
const mostRetried = 1_000;

/** Records of people who were erased here: each is deleted there, and what came of it is committed by itself. */
async function eraseDue(work: Work, hands: Hands): Promise<void> {
  for (const due of await dueErasures(work, hands.now())) {
    const refused = await eraseThere(work, hands.client, due);
    await commit(work, hands, async (inner) => await keepOutcome(inner, due, refused, hands.now()));
  }
}

async function sendAgain(work: Work, recordIds: readonly string[], { people, now }: Hands): Promise<Counts> {
  const records = await liveRecords(work, recordIds);
  const { counts } = await mergeNew(work, records, { people, now: now(), certain: new Set() });
  return counts;
}

/** Reads records by their ids; those that are gone count as deleted. */
async function readAll(work: Work, client: ProviderClient, ids: readonly string[]): Promise<Snapshot[]> {
  if (ids.length === 0) return [];
  const found = await client.byIds(work.declaration.remote, ids, work.props);
  const met = new Set(found.flatMap(({ id, mergedIds = [] }) => [id, ...mergedIds]));
  const gone = ids.filter((id) => !met.has(id));
  return [...found, ...gone.map((id): Snapshot => ({ id, version: "", props: {}, archived: true }))];
}

async function followHints(work: Work, hands: Hands): Promise<Part> {
  const hints = await openHints(work, batch);
  if (hints.length === 0) return nothing;
  const snapshots = await readAll(work, hands.client, [...new Set(hints.map(({ externalId }) => externalId))]);
  const keys = hints.map(({ key }) => key);
  const { counts } = await commit(work, hands, async (inner) => {
    const result = await merge(inner, snapshots, hands, new Set(snapshots.map(({ id }) => id)));
    await closeHints(inner, keys, hands.now());
    return result;
  });
  return { counts, more: hints.length === batch, place: null };
}

const merge = async (
  work: Work,
  snapshots: readonly Snapshot[],
  { people, now }: Hands,
  certain: ReadonlySet<string>,
) => await mergeSnapshots(work, snapshots, { people, certain, now: now() });

/** One page of what changed there; its place is committed with its rows. */
async function pullPage(work: Work, hands: Hands): Promise<Part> {
  const { declaration, object, props } = work;
  const page = await hands.client.changes(declaration.remote, object.cursor, props);
  if (!page.done && page.cursor === object.cursor)
    throw new ProviderFailure("unknown", `${work.provider.label} answered the same page twice.`);
  const ids = await toRead(work, hands.people, page.snapshots);
  const read = new Map((await readAll(work, hands.client, ids)).map((snapshot) => [snapshot.id, snapshot]));
  const snapshots = page.snapshots.map((snapshot) => read.get(snapshot.id) ?? snapshot);
  const { counts } = await commit(work, hands, async (inner) => {
    const result = await merge(inner, snapshots, hands, new Set(read.keys()));
    // Records that changed here between the reading and now are read by themselves.
    await addHints(
      inner,
      result.unread.map((externalId) => ({ key: `unread ${externalId}`, externalId })),
    );
    await inner.ctx.db.syncObject.updateMany({ where: { id: object.id }, data: { cursor: page.cursor } });
    return result;
  });
  return { counts, more: !page.done, place: null };
}

/** Fewer missing records than this are believed, and so is this share of all. */
const believed = { count: 20, share: 0.05 };
/** So many are read in one part. */
const mostMissing = 1_000;

/** Linked records that the full reading did not meet are read by their ids; too many of them are for a person to judge. */
async function readMissing(work: Work, hands: Hands): Promise<Part> {
  const { ctx, object } = work;
  const where = { objectId: object.id, state: "linked", externalId: { not: null } };
  const unseen = { ...where, seenIn: { lt: object.compares } };
  const missing = await ctx.db.syncLink.count({ where: unseen });
  if (missing === 0) return nothing;
  const all = await ctx.db.syncLink.count({ where });
  if (missing > Math.max(believed.count, all * believed.share))
    throw new AppError(
      "CONFLICT",
      `${missing} of ${all} linked records are missing in ${work.provider.label}. Nothing was archived. Check the account there, then resume.`,
    );
  const links = await ctx.db.syncLink.findMany({
    where: unseen,
    orderBy: { id: "asc" },
    take: mostMissing,
    select: { id: true, externalId: true },
  });
  const ids = links.flatMap(({ externalId }) => externalId ?? []);
  for (let from = 0; from < ids.length; from += batch) {
    const some = ids.slice(from, from + batch);
    const snapshots = await readAll(work, hands.client, some);
    await commit(work, hands, async (inner) => await merge(inner, snapshots, hands, new Set(some)));
  }
  await ctx.db.syncLink.updateMany({
    where: { id: { in: links.map(({ id }) => id) } },
    data: { seenIn: object.compares },
  });
  return { ...nothing, more: links.length === mostMissing };
}

interface ChangedHere {
  recordId: string;
  eventId: string;
}

/** The lowest id of an event at an instant, for places that begin earlier than a known one. */
export function eventIdAt(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** The place in our events from which a run reads: somewhat before the last one. */
const eventsFrom = (cursor: string | null): string => {
  if (cursor === null) return firstId;
  const at = Number.parseInt(cursor.replace("-", "").slice(0, 12), 16);
  return eventIdAt(new Date(at - overlapMs));
};

/** Records that people changed here since the last run, by others than this connection. */
async function changedHere({ ctx, object, connectionId }: Work, after: string, limit: number): Promise<ChangedHere[]> {
  return await tenantSql<ChangedHere>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select entity_id as "recordId", id as "eventId" from events
      where tenant_id = ${ctx.tenant.id}::uuid and id > ${after}::uuid and entity = ${object.entity}
        and origin is distinct from ${originOf(connectionId)}
      order by id limit ${limit}`,
  );
}

/** Looks at the records that people changed here: those of which a value changed are read there, and new ones are sent. */
async function followEvents(work: Work, place: string | null, hands: Hands): Promise<Part> {
  const events = await changedHere(work, place ?? eventsFrom(work.object.eventCursor), batch);
  const last = events.at(-1)?.eventId;
  if (last === undefined) {
    // The next run does not look through events of other records again.
    await moveEventCursor(work, eventIdAt(new Date(hands.now().getTime() - overlapMs)));
    return nothing;
  }
  const { changed, fresh } = await sortChanged(work, [...new Set(events.map(({ recordId }) => recordId))]);
  const snapshots = await readAll(work, hands.client, changed);
  const counts = await commit(work, hands, async (inner) => {
    const certain = new Set(snapshots.map(({ id }) => id));
    const { counts: merged } = await merge(inner, snapshots, hands, certain);
    const sent = fresh.length > 0 ? await sendAgain(inner, fresh, hands) : noCounts;
    await moveEventCursor(inner, last);
    return addCounts(merged, sent);
  });
  return { counts, more: events.length === batch, place: last };
}

/** The place in our events only goes forward. */
async function moveEventCursor({ ctx, object }: Work, eventCursor: string): Promise<void> {
  const where = { id: object.id, OR: [{ eventCursor: null }, { eventCursor: { lt: eventCursor } }] };
  await ctx.db.syncObject.updateMany({ where, data: { eventCursor } });
}

/** The ids there of linked records of which a value changed here, and the records here that have no partner yet. */
async function sortChanged(work: Work, recordIds: readonly string[]): Promise<{ changed: string[]; fresh: string[] }> {
  const records = await recordsHere(work, recordIds);
  const links = (await work.ctx.db.syncLink.findMany({
    where: { objectId: work.object.id, recordId: { in: [...recordIds] } },
    select: linkRow,
  })) as unknown as SyncLinkRow[];
  const byRecord = new Map(links.map((link) => [link.recordId, link]));
  const changed = links.flatMap(({ externalId, state, base, recordId }) => {
    const record = records.get(recordId);
    if (externalId === null || state !== "linked") return [];
    const isLive = record !== undefined && record.archivedAt === null;
    const isChanged = !isLive || work.pairs.some((pair) => base[pair.field]?.[0] !== ourHash(pair.read(record)));
    return isChanged ? [externalId] : [];
  });
  const fresh = [...records.values()].flatMap(({ id, archivedAt }) => {
    const link = byRecord.get(id);
    // One that still waits to be created is noted anew, with its values of now.
    const isFree = !link || (link.externalId === null && link.state !== "unlinked");
    return archivedAt === null && isFree ? [id] : [];
  });
  return { changed, fresh };
}

/** Records that are only here: all of them are looked at in a first run and a full compare. */
async function lookAtRest(work: Work, place: string | null, hands: Hands): Promise<Part> {
  const ids = await freeIds(work, { after: place, limit: batch });
  if (ids.length === 0) return nothing;
  const counts = await commit(work, hands, async (inner) => await sendAgain(inner, ids, hands));
  return { counts, more: ids.length === batch, place: ids.at(-1) ?? null };
}
