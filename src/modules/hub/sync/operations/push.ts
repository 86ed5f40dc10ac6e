import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import type { ProviderClient, RemoteWrite, WriteAnswer } from "@/server/sync/provider";
import type { Props } from "@/server/sync/snapshot";
import { archivedName, type Base, type Intent, linkRow, type SyncLinkRow } from "../row";
import { addCounts, type Counts, noCounts } from "../rules";
import { type Change, recordChanges } from "./changes";
import { addHints } from "./hints";
import { type Draft, draftOf, writeLinks } from "./links";
import { countsOf, keyOf, noteProblems, type Problem, solveProblems, wakeWaiting } from "./problems";
import { liveRecords } from "./rest";
import { theirHash } from "./value-hash";
import type { Work } from "./work";

/**
 * Sends what waits to be sent, one batch: the call lies between two transactions, and what is sent was committed before it.
 * Returns what it did, null when nothing waits.
 */
export async function pushBatch(work: Work, client: ProviderClient, now: () => Date): Promise<Counts | null> {
  const links = await waiting(work);
  if (links.length === 0) return null;
  if (await endArchived(work, links)) return noCounts;
  const gone = links.filter(({ intent }) => intent && archivedName in intent);
  if (gone.length > 0) return await archiveThere(work, client, gone, now());
  const writes = links.map(
    ({ id, externalId, intent }): RemoteWrite => ({ key: id, id: externalId, props: propsOf(intent) }),
  );
  const answers = await client.write(work.declaration.remote, writes, work.props);
  return await inTransaction(work.ctx, async (ctx) => await settleAnswers({ ...work, ctx }, links, answers, now()));
}

/** Takes back what would be created for records that were archived or deleted meanwhile; answers whether there were some. */
async function endArchived(work: Work, links: readonly SyncLinkRow[]): Promise<boolean> {
  const isNew = links.filter(({ externalId }) => externalId === null);
  if (isNew.length === 0) return false;
  const live = new Set(
    (
      await liveRecords(
        work,
        isNew.map(({ recordId }) => recordId),
      )
    ).map(({ id }) => id),
  );
  const ended = isNew.filter(({ recordId }) => !live.has(recordId)).map(({ id }) => id);
  if (ended.length > 0) await work.ctx.db.syncLink.deleteMany({ where: { id: { in: ended }, externalId: null } });
  return ended.length > 0;
}

const propsOf = (intent: Intent | null): Props =>
  Object.assign({}, ...Object.values(intent ?? {}).map(({ props }) => props)) as Props;

/** The next links with values to send: new records in batches of their own. */
async function waiting({ ctx, object, declaration }: Work): Promise<SyncLinkRow[]> {
  const where = { objectId: object.id, intentAt: { not: null }, state: "linked" };
  const args = { orderBy: { id: "asc" }, take: declaration.batch, select: linkRow } as const;
  const known = await ctx.db.syncLink.findMany({ where: { ...where, externalId: { not: null } }, ...args });
  const rows =
    known.length > 0 ? known : await ctx.db.syncLink.findMany({ where: { ...where, externalId: null }, ...args });
  const links = rows as unknown as SyncLinkRow[];
  const isArchive = ({ intent }: SyncLinkRow) => intent !== null && archivedName in intent;
  const archives = links.filter(isArchive);
  return archives.length > 0 ? archives : links;
}

async function archiveThere(
  work: Work,
  client: ProviderClient,
  links: readonly SyncLinkRow[],
  now: Date,
): Promise<Counts> {
  await client.archive(
    work.declaration.remote,
    links.flatMap(({ externalId }) => externalId ?? []),
  );
  return await inTransaction(work.ctx, async (ctx) => {
    const inner = { ...work, ctx };
    await writeLinks(
      inner,
      links.map((link) => ({ ...draftOf(link), ...noIntent, state: "unlinked" })),
      now,
    );
    await recordChanges(
      inner,
      links.map(
        ({ recordId, externalId }): Change => ({
          recordId,
          externalId,
          field: null,
          direction: "out",
          decidedBy: "archived",
        }),
      ),
    );
    return { ...noCounts, unlinked: links.length };
  });
}

const noIntent = { intent: null, intentAt: null };

async function settleAnswers(
  work: Work,
  sent: readonly SyncLinkRow[],
  answers: readonly WriteAnswer[],
  now: Date,
): Promise<Counts> {
  const { ctx } = work;
  // A person may have unlinked one of them meanwhile.
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select id from sync_links where tenant_id = ${ctx.tenant.id}::uuid and id = any(${sent.map(({ id }) => id)}::uuid[]) order by id for update`,
  );
  const rows = await ctx.db.syncLink.findMany({ where: { id: { in: sent.map(({ id }) => id) } }, select: linkRow });
  const byKey = new Map(answers.map((answer) => [answer.key, answer]));
  const taken = await takenBy(work, answers);
  const sentAt = new Map(sent.map(({ id, intentAt }) => [id, intentAt?.getTime()]));
  const settled = (rows as unknown as SyncLinkRow[]).flatMap((link): Settled[] => {
    const answer = byKey.get(link.id);
    // Without an answer its intent stays, and the next run finds out what became of it.
    const isAsSent = link.state === "linked" && link.intent && link.intentAt?.getTime() === sentAt.get(link.id);
    return answer && isAsSent ? [settleOne(work, link, answer, taken)] : [];
  });
  await writeLinks(
    work,
    settled.map(({ draft }) => draft),
    now,
  );
  await noteProblems(
    work,
    settled.flatMap(({ problems }) => problems),
    now,
  );
  await solveProblems(
    work,
    settled.flatMap(({ solved }) => solved),
  );
  await recordChanges(
    work,
    settled.flatMap(({ changes }) => changes),
  );
  const made = settled.filter(({ isCreated }) => isCreated);
  await wakeWaiting(
    work,
    made.map(({ draft }) => draft),
    now,
  );
  await readAgain(work, settled);
  return addCounts(noCounts, countsOf(settled.flatMap(({ problems }) => problems)));
}

/** Records that were there already are compared by themselves. */
const readAgain = async (work: Work, settled: readonly Settled[]): Promise<void> =>
  await addHints(
    work,
    settled.flatMap(({ draft, isCreated }) => {
      const isFound = !isCreated && draft.externalId !== null && draft.remoteVersion === null;
      return isFound ? [{ key: `exists ${draft.id}`, externalId: draft.externalId ?? "" }] : [];
    }),
  );

interface Settled {
  draft: Draft;
  problems: Problem[];
  changes: Change[];
  /** The keys of problems that are over. */
  solved: string[];
  isCreated: boolean;
}

/** Ids there that another record of ours is linked to. */
async function takenBy({ ctx, object }: Work, answers: readonly WriteAnswer[]): Promise<Map<string, string>> {
  const ids = answers.flatMap((answer) => (answer.state === "exists" ? [answer.id] : []));
  if (ids.length === 0) return new Map();
  const where = { objectId: object.id, externalId: { in: ids } };
  const rows = await ctx.db.syncLink.findMany({ where, select: { externalId: true, recordId: true } });
  return new Map(rows.map(({ externalId, recordId }) => [externalId ?? "", recordId]));
}

function settleOne(work: Work, link: SyncLinkRow, answer: WriteAnswer, taken: Map<string, string>): Settled {
  const draft = draftOf(link);
  const one: Settled = { draft: { ...draft, ...noIntent }, problems: [], changes: [], solved: [], isCreated: false };
  if (answer.state === "written") return written(work, link, answer.snapshot, one);
  if (answer.state === "missing") {
    one.draft = { ...one.draft, state: "unlinked" };
    one.changes.push({
      recordId: link.recordId,
      externalId: link.externalId,
      field: null,
      direction: "kept",
      decidedBy: "unlinked",
    });
    return one;
  }
  if (answer.state === "exists") return exists(work, link, answer.id, one, taken);
  return refused(work, link, answer, one);
}

function written(
  work: Work,
  link: SyncLinkRow,
  snapshot: { id: string; version: string; props: Props },
  one: Settled,
): Settled {
  const { recordId } = link;
  const intent = link.intent ?? {};
  const base: Record<string, Base[string]> = { ...link.base };
  for (const [field, sent] of Object.entries(intent)) {
    const pair = work.pairs.find((known) => known.field === field);
    if (!pair) continue;
    base[field] = [sent.ours, theirHash(snapshot.props, pair.remote)];
    if (link.externalId === null) continue;
    const { from, to, decidedBy } = sent;
    one.changes.push({ recordId, externalId: snapshot.id, field, direction: "out", decidedBy, from, to });
  }
  one.isCreated = link.externalId === null;
  // Named by its record as a whole, or by a value that was sent now.
  one.solved = [null, ...Object.keys(intent)].map((field) => keyOf({ recordId, externalId: snapshot.id, field }));
  if (one.isCreated)
    one.changes.push({ recordId, externalId: snapshot.id, field: null, direction: "out", decidedBy: "created" });
  one.draft = { ...one.draft, externalId: snapshot.id, base, remoteVersion: snapshot.version };
  return one;
}

/** It is there already: both are linked, and compared in the next run. */
function exists({ provider }: Work, link: SyncLinkRow, id: string, one: Settled, taken: Map<string, string>): Settled {
  if (!taken.has(id)) {
    taken.set(id, link.recordId);
    one.draft = { ...one.draft, externalId: id };
    one.changes.push({ recordId: link.recordId, externalId: id, field: null, direction: "kept", decidedBy: "linked" });
    return one;
  }
  const words = `${provider.label} has this record already, linked to another record of yours. Merge the two here.`;
  one.problems.push({
    recordId: link.recordId,
    externalId: id,
    field: null,
    code: "twoHere",
    words,
    ours: [taken.get(id)],
  });
  one.draft = { ...one.draft, state: "held" };
  return one;
}

/** The named value is kept out and the others are sent again; without a name all of them wait. */
function refused(
  { pairs, provider }: Work,
  link: SyncLinkRow,
  { words, code, answer, property }: Extract<WriteAnswer, { state: "refused" }>,
  one: Settled,
): Settled {
  const intent = link.intent ?? {};
  const named = pairs.filter(({ field, remote }) => field in intent && property !== null && remote.includes(property));
  const fields = named.length > 0 ? named.map(({ field }) => field) : Object.keys(intent);
  const left = Object.entries(intent).filter(([field]) => !fields.includes(field));
  const isNew = link.externalId === null;
  const { recordId, externalId } = link;
  for (const field of isNew && named.length === 0 ? [null] : fields) {
    const sent = field === null ? undefined : intent[field];
    one.problems.push({
      ...{ recordId, externalId, field, code: "refusedThere", answer: `${code} · ${answer}`, cause: property ?? code },
      words: `${provider.label} refuses it: ${words}`,
      ours: sent?.to ?? null,
      theirs: sent?.from ?? null,
    });
  }
  if (left.length > 0) one.draft = { ...one.draft, intent: Object.fromEntries(left), intentAt: link.intentAt };
  else if (isNew) one.draft = { ...one.draft, state: "held" };
  return one;
}
