import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { inTransaction } from "@/server/execute";
import { rehearse } from "@/server/rehearse";
import { type ProviderClient, ProviderFailure } from "@/server/sync/provider";
import type { Snapshot } from "@/server/sync/snapshot";
import { addCounts, type Counts, noCounts } from "../rules";
import { type DryRun, newDryRun, type Sample } from "./dry-run";
import { mergeNew, mergeSnapshots } from "./merge";
import type { People } from "./partners";
import { keepRehearsed } from "./rehearsed-rows";
import { freeIds, liveRecords } from "./rest";
import { loadWork, type Work } from "./work";

/** Examples that are kept of each outcome. */
const mostSamples = 20;
const pageMs = 60_000;

interface Given {
  objectId: string;
  client: ProviderClient;
  people: People;
  now: Date;
  /** The memory of the objects before this one. */
  dry: DryRun;
  onRead?(read: number, total: number | null): Promise<void>;
}

/**
 * Does a first run of one kind of record without its end: each page is merged in a transaction that is rolled back, and what
 * would be sent is only counted. Returns the id of the run that holds counts and samples.
 */
export async function rehearseObject(ctx: Ctx, given: Given): Promise<{ runId: string; counts: Counts }> {
  const { objectId, client, people, now, dry } = given;
  const { mappingVersion } = await ctx.db.syncObject.findFirstOrThrow({
    where: { id: objectId },
    select: { mappingVersion: true },
  });
  const { id: runId } = await ctx.db.syncRun.create({
    data: { objectId, kind: "rehearsal", mappingVersion, phase: "pull" },
    select: { id: true },
  });
  const work = await loadWork(ctx, objectId, runId);
  const all = { counts: { ...noCounts } as Counts, samples: [] as Sample[] };
  // An earlier rehearsal no longer says what would happen.
  await ctx.db.syncRehearsed.deleteMany({ where: { run: { objectId } } });
  let stored = 0;
  const add = async ({ counts, samples }: { counts: Counts; samples: readonly Sample[] }) => {
    stored = await keepRehearsed(work, samples, stored);
    all.counts = addCounts(all.counts, counts);
    all.samples = keptSamples([...all.samples, ...samples]);
  };
  for await (const { snapshots, total } of pagesOf(work, client, people)) {
    await add(
      await rehearse(work.ctx, pageMs, async (inner) => {
        const certain = new Set(snapshots.map(({ id }) => id));
        return await mergeSnapshots({ ...work, ctx: inner }, snapshots, { people, certain, now, dry });
      }),
    );
    await ctx.db.syncRun.updateMany({ where: { id: runId }, data: { read: all.counts.read, total } });
    await given.onRead?.(all.counts.read, total);
  }
  for await (const ids of freePages(work, dry)) {
    await add(
      await rehearse(work.ctx, pageMs, async (inner) => await rehearseNew({ ...work, ctx: inner }, ids, given)),
    );
  }
  const samples = all.samples.map((one) => ({ ...one })) as never;
  await inTransaction(ctx, async ({ db }) => {
    await db.syncRun.updateMany({
      where: { id: runId },
      data: { counts: { ...all.counts }, phase: "done", endedAt: now },
    });
    // An erasure has emptied them meanwhile: those of before may show the person.
    await db.syncRun.updateMany({ where: { id: runId, samples: { equals: Prisma.DbNull } }, data: { samples } });
    await db.syncObject.updateMany({
      where: { id: objectId },
      data: { rehearsedVersion: mappingVersion, rehearsedAt: now },
    });
  });
  return { runId, counts: all.counts };
}

async function rehearseNew(work: Work, ids: readonly string[], { people, now, dry }: Given) {
  const records = await liveRecords(work, ids);
  return await mergeNew(work, records, { people, now, certain: new Set(), dry });
}

/** Records here without a partner in the service, page by page; without those that this rehearsal has linked. */
async function* freePages(work: Work, dry: DryRun): AsyncGenerator<string[]> {
  for (let place: string | null = null; ; ) {
    const ids: string[] = await freeIds(work, { after: place, limit: 100 });
    if (ids.length === 0) return;
    place = ids.at(-1) ?? null;
    yield ids.filter((id) => !dry.externalOf.has(`${work.object.entity} ${id}`));
  }
}

async function* pagesOf(
  work: Work,
  client: ProviderClient,
  people: People,
): AsyncGenerator<{ snapshots: readonly Snapshot[]; total: number | null }> {
  // Places overlap: what a page before had is known already.
  const seen = new Set<string>();
  for (let cursor: string | null = null; ; ) {
    const page = await client.changes(work.declaration.remote, cursor, work.props);
    const fresh = page.snapshots.filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    yield { snapshots: await withTimes(work, client, people, fresh), total: page.total };
    if (page.done) return;
    if (page.cursor === cursor)
      throw new ProviderFailure("unknown", `${work.provider.label} answered the same page twice.`);
    cursor = page.cursor;
  }
}

/** Records whose values met with ours are read with the times of their values, as a run reads them. */
async function withTimes(
  work: Work,
  client: ProviderClient,
  people: People,
  snapshots: readonly Snapshot[],
): Promise<Snapshot[]> {
  const ids = await rehearse(work.ctx, pageMs, async (inner) => {
    const given = { people, certain: new Set<string>(), now: new Date(), dry: newDryRun() };
    return (await mergeSnapshots({ ...work, ctx: inner }, snapshots, given)).unread;
  });
  if (ids.length === 0) return [...snapshots];
  const read = new Map((await client.byIds(work.declaration.remote, ids, work.props)).map((one) => [one.id, one]));
  return snapshots.map((snapshot) => read.get(snapshot.id) ?? snapshot);
}

function keptSamples(samples: readonly Sample[]): Sample[] {
  const counts = new Map<string, number>();
  return samples.filter(({ outcome, side }) => {
    const key = `${outcome} ${side}`;
    const known = counts.get(key) ?? 0;
    counts.set(key, known + 1);
    return known < mostSamples;
  });
}
