import "server-only";
import { sameAcrossBundles } from "@/server/across-bundles";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { newId } from "@/server/new-id";
import type { ProviderClient } from "@/server/sync/provider";
import { addCounts, type Counts, isBroken, noCounts } from "../rules";
import type { People } from "./partners";
import { eventIdAt, type Phase, phases, workPhase } from "./phases";
import { loadWork, type Work } from "./work";

export type RunKind = "first" | "changes" | "compare";

/** Thrown where most records of a run fail for one reason: the mapping is wrong, and not the records. */
export class BrokenMapping extends Error {
  override name = "BrokenMapping";
}
sameAcrossBundles(BrokenMapping, "BrokenMapping");

/** Another worker has taken over the object: this one ends without a trace. */
class Overtaken extends Error {
  override name = "Overtaken";
}

interface RunGiven {
  objectId: string;
  kind: RunKind;
  client: ProviderClient;
  people: People;
  now?: () => Date;
  /** Ends after the part in which so much time is over. */
  ms: number;
}

const leaseMs = 60_000;

/**
 * Works on one kind of record until its run has ended or the time is over; a run that ended suddenly goes on where it was.
 * Returns whether there is more, null where another worker has it.
 */
export async function workObject(ctx: Ctx, given: RunGiven): Promise<boolean | null> {
  const { objectId, client, people, now = () => new Date(), ms } = given;
  const worker = newId();
  const taken = await lease(ctx, objectId, worker, now());
  if (!taken) return null;
  const stillOurs = async ({ ctx: inner }: Work) => {
    if (!(await renew(inner, objectId, worker, now()))) throw new Overtaken();
  };
  const late = performance.now() + ms;
  let isSudden = true;
  try {
    const run = await openRun(ctx, given, { now: now(), ...taken });
    let { phase, place, counts } = run;
    while (phase !== "done" && performance.now() < late) {
      const work = await loadWork(ctx, objectId, run.id);
      const part = await workPhase(work, phase, place, { client, people, now, stillOurs });
      counts = addCounts(counts, part.counts);
      const broken = isBroken(counts);
      [phase, place] = part.more ? [phase, part.place] : [nextPhase(phase, given.kind), null];
      const endedAt = phase === "done" ? now() : null;
      // The count of refusals begins anew: the person who starts it again has looked at the fields.
      await noteProgress(work, run.id, { phase, place, counts: broken ? { ...counts, refused: 0 } : counts, endedAt });
      if (broken) throw new BrokenMapping("Many records of this run were refused. Look at the fields that sync.");
    }
    isSudden = false;
    return phase !== "done";
  } catch (error) {
    if (error instanceof Overtaken) return null;
    throw error;
  } finally {
    await giveBack(ctx, objectId, worker, isSudden);
  }
}

/** Phases that look at all records. */
const wholePhases: readonly Phase[] = ["gone", "rest"];

function nextPhase(phase: Phase, kind: RunKind): Phase {
  const next = phases[phases.indexOf(phase) + 1] ?? "done";
  return kind === "changes" && wholePhases.includes(next) ? nextPhase(next, kind) : next;
}

interface Taken {
  /** The worker before ended suddenly: nobody knows what became of its last call. */
  wasLeft: boolean;
}

/** Takes the object for some time; null where another worker has it. */
async function lease({ db }: Ctx, id: string, worker: string, now: Date): Promise<Taken | null> {
  const before = await db.syncObject.findFirst({ where: { id }, select: { leasedBy: true } });
  const { count } = await db.syncObject.updateMany({
    where: { id, OR: [{ leasedUntil: null }, { leasedUntil: { lt: now } }] },
    data: { leasedUntil: new Date(now.getTime() + leaseMs), leasedBy: worker },
  });
  return count > 0 ? { wasLeft: typeof before?.leasedBy === "string" } : null;
}

async function renew({ db }: Ctx, id: string, worker: string, now: Date): Promise<boolean> {
  const data = { leasedUntil: new Date(now.getTime() + leaseMs) };
  const { count } = await db.syncObject.updateMany({ where: { id, leasedBy: worker }, data });
  return count > 0;
}

/** The name of one that ended suddenly stays, so that the next one looks at what it had sent. */
async function giveBack({ db }: Ctx, id: string, worker: string, isSudden: boolean): Promise<void> {
  const data = { leasedUntil: null, ...(isSudden ? {} : { leasedBy: null }) };
  await db.syncObject.updateMany({ where: { id, leasedBy: worker }, data });
}

interface OpenRun {
  id: string;
  phase: Phase;
  place: string | null;
  counts: Counts;
}

/** The run that goes on, or a new one. After a sudden end it begins anew: what waits to be sent may be of hours ago. */
async function openRun(
  { db }: Ctx,
  { objectId, kind }: RunGiven,
  { now, wasLeft }: Taken & { now: Date },
): Promise<OpenRun> {
  const open = await db.syncRun.findFirst({
    where: { objectId, kind, endedAt: null },
    orderBy: { id: "desc" },
    select: { id: true, phase: true, place: true, counts: true },
  });
  if (open) {
    const again = { phase: phases[0], place: null };
    if (wasLeft) await db.syncRun.updateMany({ where: { id: open.id }, data: again });
    const at = wasLeft ? again : { phase: open.phase as Phase };
    return { ...open, ...at, counts: { ...noCounts, ...(open.counts as object) } };
  }
  const object = await db.syncObject.findFirst({
    where: { id: objectId },
    select: { mappingVersion: true, eventCursor: true },
  });
  if (!object) throw new AppError("NOT_FOUND", "This connection was removed.");
  // Changes that are made here from now on are found by their events.
  const eventCursor = object.eventCursor ?? eventIdAt(now);
  const whole = kind === "changes" ? {} : { cursor: null, compares: { increment: 1 } };
  await db.syncObject.updateMany({ where: { id: objectId }, data: { eventCursor, ...whole } });
  const { mappingVersion } = object;
  const { id } = await db.syncRun.create({ data: { objectId, kind, mappingVersion }, select: { id: true } });
  return { id, phase: "recover", place: null, counts: noCounts };
}

async function noteProgress(
  { ctx }: Work,
  id: string,
  { counts, ...state }: { phase: Phase; place: string | null; counts: Counts; endedAt: Date | null },
): Promise<void> {
  await ctx.db.syncRun.updateMany({ where: { id }, data: { ...state, counts: { ...counts }, read: counts.read } });
}
