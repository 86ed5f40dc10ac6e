import "server-only";
import { inTransaction } from "@/server/execute";
import type { ProviderClient } from "@/server/sync/provider";
import type { Snapshot } from "@/server/sync/snapshot";
import { archivedName, type Base, linkRow, type SentField, type SyncLinkRow } from "../row";
import { type Change, recordChanges } from "./changes";
import { endErased, erased, toErase } from "./erasing";
import { addHints } from "./hints";
import { type Draft, draftOf, writeLinks } from "./links";
import { wakeWaiting } from "./problems";
import { isEmptyThere, ourHash, theirHash } from "./value-hash";
import type { ActivePair, Work } from "./work";

/** Clocks of two services differ. */
const skewMs = 5_000;

/**
 * Finds out what became of values that were being sent when a run ended suddenly: one's own write is agreed on, and everything
 * else is compared anew. No more than one batch can have been sent: the first one of those that wait.
 */
export async function recoverSent(work: Work, client: ProviderClient, now: Date): Promise<void> {
  await recover(work, await known(work, client), now);
  await recover(work, await created(work, client), now);
  await recoverErased(work, client);
}

/** Finds the records that the service created for people who were erased before the answer was stored. */
async function recoverErased(work: Work, client: ProviderClient): Promise<void> {
  const { ctx, object, declaration } = work;
  const links = await ctx.db.syncLink.findMany({
    where: { objectId: object.id, state: { in: [erased, toErase] } },
    orderBy: { id: "asc" },
    take: declaration.batch,
    select: { id: true, state: true },
  });
  if (links.length === 0) return;
  const keys = links.map(({ id }) => id);
  const found = await client.byKeys(declaration.remote, keys, work.props);
  const byKey = new Map(found.map(({ key, snapshot }) => [key, snapshot.id]));
  const ended = links.map((link) => ({ link, externalId: byKey.get(link.id) ?? null }));
  await inTransaction(ctx, async (inner) => await endErased({ ...work, ctx: inner }, ended));
}

/** A link whose values were being sent, and the record there now; undefined where it is gone. */
interface Sent {
  link: SyncLinkRow;
  snapshot: Snapshot | undefined;
}

async function firstWaiting({ ctx, object, declaration }: Work, externalId: null | { not: null }) {
  const rows = await ctx.db.syncLink.findMany({
    where: { objectId: object.id, intentAt: { not: null }, state: "linked", externalId },
    orderBy: { id: "asc" },
    take: declaration.batch,
    select: linkRow,
  });
  return (rows as unknown as SyncLinkRow[]).filter(({ intent }) => intent && !(archivedName in intent));
}

async function known(work: Work, client: ProviderClient): Promise<Sent[]> {
  const links = await firstWaiting(work, { not: null });
  if (links.length === 0) return [];
  const ids = links.flatMap(({ externalId }) => externalId ?? []);
  const found = await client.byIds(work.declaration.remote, ids, work.props);
  const byId = new Map(found.map((snapshot) => [snapshot.id, snapshot]));
  return links.map((link) => ({ link, snapshot: byId.get(link.externalId ?? "") }));
}

/** New records that are there already; the others are still to be created. */
async function created(work: Work, client: ProviderClient): Promise<Sent[]> {
  const links = await firstWaiting(work, null);
  if (links.length === 0) return [];
  const keys = links.map(({ id }) => id);
  const found = await client.byKeys(work.declaration.remote, keys, work.props);
  const byKey = new Map(found.map(({ key, snapshot }) => [key, snapshot]));
  return links.flatMap((link) => {
    const snapshot = byKey.get(link.id);
    return snapshot ? [{ link, snapshot }] : [];
  });
}

async function recover(work: Work, sent: readonly Sent[], now: Date): Promise<void> {
  if (sent.length === 0) return;
  await inTransaction(work.ctx, async (ctx) => {
    const inner = { ...work, ctx };
    const results = sent.map((one) => recovered(inner, one));
    const drafts = results.map(({ draft }) => draft);
    await writeLinks(inner, drafts, now);
    const changes = results.flatMap((result) => result.changes);
    await recordChanges(inner, changes);
    const made = drafts.filter((_draft, place) => sent[place]?.link.externalId === null);
    await wakeWaiting(inner, made, now);
    await addHints(
      inner,
      drafts.flatMap(({ id, externalId }) => (externalId === null ? [] : [{ key: `recovered ${id}`, externalId }])),
    );
  });
}

function recovered(work: Work, { link, snapshot }: Sent): { draft: Draft; changes: Change[] } {
  const base: Record<string, Base[string]> = { ...link.base };
  const changes: Change[] = [];
  const { recordId } = link;
  const isNew = link.externalId === null;
  const externalId = link.externalId ?? snapshot?.id ?? null;
  if (isNew) changes.push({ recordId, externalId, field: null, direction: "out", decidedBy: "created" });
  for (const [field, sent] of Object.entries(link.intent ?? {})) {
    const pair = work.pairs.find((one) => one.field === field);
    if (!pair || !snapshot) continue;
    const isOwn = isOwnWrite(pair, sent, snapshot, link);
    // An answer of just after the creation may not have its values yet.
    const isToCome = isNew && !isOwn && isEmptyThere(snapshot.props, pair.remote);
    if (!isOwn && !isToCome) continue;
    // Both sides count as empty until it shows them: then equal values are agreed on, and missing ones are sent again.
    base[field] = isToCome
      ? [ourHash(null), theirHash({}, pair.remote)]
      : [sent.ours, theirHash(snapshot.props, pair.remote)];
    const { decidedBy, from, to } = sent;
    if (!isNew) changes.push({ recordId, externalId, field, direction: "out", decidedBy, from, to });
  }
  const remoteVersion = isNew ? (snapshot?.version ?? null) : link.remoteVersion;
  return { draft: { ...draftOf(link), externalId, remoteVersion, base, intent: null, intentAt: null }, changes };
}

/** Whether the value there is the one that we sent: by who wrote it, or by how the service keeps such a value. */
function isOwnWrite(
  pair: ActivePair,
  sent: SentField,
  { props, written }: Snapshot,
  { base, intentAt }: SyncLinkRow,
): boolean {
  const found = theirHash(props, pair.remote);
  if (found === base[pair.field]?.[1]) return false;
  const kept = pair.asKept?.(sent.props) ?? sent.props;
  if (found === theirHash(sent.props, pair.remote) || found === theirHash(kept, pair.remote)) return true;
  const since = (intentAt?.getTime() ?? 0) - skewMs;
  return pair.remote.some((name) => written?.[name]?.isOurs === true && Date.parse(written[name].at) >= since);
}
