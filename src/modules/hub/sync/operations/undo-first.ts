import "server-only";
import { withSavepoint } from "@/server/db/savepoint";
import { AppError } from "@/server/errors";
import { inTransaction } from "@/server/execute";
import type { ProviderClient } from "@/server/sync/provider";
import { type Base, linkRow, type SyncLinkRow } from "../row";
import { recordsHere } from "./assess";
import { type Change, recordChanges } from "./changes";
import { ourHash } from "./value-hash";
import type { Work } from "./work";

const batch = 100;

/**
 * Takes back one page of what a first run did: records that it created are archived on both sides, and values that it changed here
 * are as before, wherever nobody has changed them since. Returns how many records it handled; 0 when nothing is left.
 */
export async function undoPage(work: Work, client: ProviderClient, firstRunId: string): Promise<number> {
  const links = (await work.ctx.db.syncLink.findMany({
    where: { objectId: work.object.id },
    orderBy: { id: "asc" },
    take: batch,
    select: { ...linkRow, createdIn: true },
  })) as unknown as Undone[];
  if (links.length === 0) return 0;
  const changes = await work.ctx.db.syncChange.findMany({
    where: { runId: firstRunId, recordId: { in: links.map(({ recordId }) => recordId) } },
    orderBy: { id: "desc" },
    select: { recordId: true, field: true, direction: true, decidedBy: true, from: true, to: true },
  });
  const sent = new Set(
    changes.flatMap((one) => (one.direction === "out" && one.decidedBy === "created" ? [one.recordId] : [])),
  );
  const madeThere = links.flatMap(({ recordId, externalId }) => (sent.has(recordId) && externalId ? [externalId] : []));
  if (madeThere.length > 0) await client.archive(work.declaration.remote, madeThere);
  await inTransaction(work.ctx, async (ctx) => {
    const inner = { ...work, ctx };
    const done = await takeBack(inner, links, { firstRunId, changes });
    await recordChanges(inner, done);
    await ctx.db.syncLink.deleteMany({ where: { id: { in: links.map(({ id }) => id) } } });
  });
  return links.length;
}

type Undone = SyncLinkRow & { createdIn: string | null };
interface ChangedValue {
  recordId: string;
  field: string | null;
  direction: string;
  from: unknown;
  to: unknown;
}

async function takeBack(
  work: Work,
  links: readonly Undone[],
  { firstRunId, changes }: { firstRunId: string; changes: readonly ChangedValue[] },
): Promise<Change[]> {
  const records = await recordsHere(
    work,
    links.map(({ recordId }) => recordId),
  );
  const done: Change[] = [];
  for (const link of links) {
    const record = records.get(link.recordId);
    if (!record || record.archivedAt !== null) continue;
    const target = { id: record.id, version: record.version };
    const line = { recordId: record.id, externalId: link.externalId, direction: "kept", decidedBy: "person" } as const;
    if (link.createdIn === firstRunId) {
      if (!isAsWritten(work, link.base, record)) continue;
      if (await attempt(work, async () => await work.many.archive(work.ctx, target)))
        done.push({ ...line, field: null, decidedBy: "archived" });
      continue;
    }
    const own = changes.filter(({ recordId, direction }) => recordId === record.id && direction === "in");
    const back = own.flatMap(({ field, from, to }) => {
      const pair = work.pairs.find((one) => one.field === field && one.act === undefined);
      const isSame = pair && ourHash(pair.read(record)) === ourHash(to as never);
      return pair && isSame ? [{ pair, from, to }] : [];
    });
    if (back.length === 0) continue;
    const patch = Object.assign({}, ...back.map(({ pair, from }) => pair.patch(from as never, record)));
    if (await attempt(work, async () => await work.many.update(work.ctx, { ...target, ...patch })))
      for (const { pair, from, to } of back) done.push({ ...line, field: pair.field, from: to, to: from });
  }
  return done;
}

/** Whether nobody has changed a record since both sides agreed on it. */
const isAsWritten = ({ pairs }: Work, base: Base, record: Parameters<Work["pairs"][number]["read"]>[0]): boolean =>
  pairs.every((pair) => base[pair.field] === undefined || base[pair.field]?.[0] === ourHash(pair.read(record)));

/** A record whose rules refuse it stays as it is. */
async function attempt({ ctx }: Work, act: () => Promise<unknown>): Promise<boolean> {
  try {
    await withSavepoint(ctx, act);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code !== "INTERNAL") return false;
    throw error;
  }
}
