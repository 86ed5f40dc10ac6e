import "server-only";
import { connectionEvents } from "@/modules/hub/connections/events";
import { hub } from "@/modules/hub/module";
import type { Ctx } from "@/server/context";
import { AppError, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { newId } from "@/server/new-id";
import type { AnyRecord } from "@/server/nouns/noun-runtime";
import type { Blocked, Partners, Value } from "@/server/sync/object";
import { type ProviderClient, ProviderFailure } from "@/server/sync/provider";
import type { Props, Snapshot } from "@/server/sync/snapshot";
import { fieldStates, type Pair, propsOf, recordsHere, timesHere } from "../operations/assess";
import { changedRow } from "../operations/changed-row";
import { nameOf } from "../operations/dry-run";
import { textThere } from "../operations/examples";
import { mappedOf } from "../operations/fields";
import { newLink } from "../operations/links";
import { matchRecords } from "../operations/match";
import { conflictsIn } from "../operations/merge";
import { loadPartners, pairPeople } from "../operations/partners";
import { sessionOf } from "../operations/session";
import { providerIn } from "../operations/starting";
import { isEmptyHere, isEmptyThere } from "../operations/value-hash";
import { type SidedValue, type Words, wordsFor } from "../operations/value-text";
import { type ActivePair, type Work, workOf } from "../operations/work";
import { linkRow, type SyncLinkRow } from "../row";
import type { ChangedField } from "../schema";
import { syncObjectScope } from "../scope";
import { type TestedField, type TestedRecord, testedRecord, testSyncRecordInput } from "./schema";

type Mapped = Awaited<ReturnType<typeof mappedOf>>;

export const testSyncRecord = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  external: true,
  on: { scope: syncObjectScope, ids: (input) => [input.objectId] },
  input: testSyncRecordInput,
  output: testedRecord,
  rest: { method: "POST", path: "/sync-objects/{objectId}/test" },
  describe:
    "Reads one record on both sides and answers what each field would do with it, with changes that are not saved yet. Nothing is written on either side. Its calls count as all others do.",
  async run(ctx, { objectId, record, fields }) {
    const object = await mappedOf(ctx, objectId);
    const provider = await providerIn(ctx, object.connectionId);
    const work = workWith(ctx, object, fields);
    const { connectionId } = object;
    const data = { provider: provider.key };
    await inTransaction(ctx, async (inner) => emit(inner, connectionEvents.recordTested, { id: connectionId, data }));
    const client = sessionOf({ ctx, connectionId, provider, isBackfill: false });
    try {
      const people = await pairPeople(
        ctx,
        work.pairs.some(({ points }) => points?.to === "member") ? await client.people() : [],
      );
      const load = (snapshot: Snapshot | null, own: AnyRecord | null) =>
        loadPartners(work, people, snapshot ? [snapshot] : [], own ? [own] : []);
      const sides =
        "here" in record
          ? await fromHere(work, client, record.here)
          : await fromThere(work, client, record.there, async (snapshot) => await load(snapshot, null));
      return await tested(work, object, sides, await load(sides.snapshot, sides.record));
    } catch (error) {
      throw error instanceof ProviderFailure ? refusalOf(error) : error;
    }
  },
});

/** The work as it would be with these changes. */
function workWith(ctx: Ctx, object: Mapped, changes: readonly ChangedField[]): Work {
  let { fields } = object;
  for (const change of changes) {
    const row = changedRow(ctx, { ...object, fields }, change);
    fields = fields.map((one) => (one.field === row.field ? row : one));
  }
  const { provider, described, ...rest } = object;
  return workOf(ctx, { object: rest as Work["object"], provider, described, fields, runId: newId() });
}

interface Both {
  link: SyncLinkRow | null;
  record: AnyRecord | null;
  snapshot: Snapshot | null;
}

async function linkOf({ ctx, object }: Work, where: { recordId: string } | { externalId: string }) {
  const link = await ctx.db.syncLink.findFirst({
    where: { objectId: object.id, ...where, state: { not: "unlinked" } },
    select: linkRow,
  });
  return link as unknown as SyncLinkRow | null;
}

async function snapshotOf({ declaration, props }: Work, client: ProviderClient, id: string): Promise<Snapshot | null> {
  const found = await client.byIds(declaration.remote, [id], props);
  return found.find(({ archived }) => !archived) ?? null;
}

async function fromHere(work: Work, client: ProviderClient, id: string): Promise<Both> {
  const record = (await recordsHere(work, [id])).get(id);
  if (!record) throw notFound("record");
  const link = await linkOf(work, { recordId: id });
  return { link, record, snapshot: link?.externalId ? await snapshotOf(work, client, link.externalId) : null };
}

async function fromThere(
  work: Work,
  client: ProviderClient,
  text: string,
  partnersFor: (snapshot: Snapshot) => Promise<Partners>,
): Promise<Both> {
  const { declaration, provider } = work;
  const [id, second] = await client.find(declaration.remote, text, keyThere(work));
  if (second)
    throw new AppError("CONFLICT", `Several records in ${provider.label} have this value. Give the id of one.`);
  const snapshot = id === undefined ? null : await snapshotOf(work, client, id);
  if (!snapshot) throw new AppError("NOT_FOUND", `${provider.label} has no such record.`);
  const link = await linkOf(work, { externalId: snapshot.id });
  const matches = link ? [] : await matchHere(work, snapshot, await partnersFor(snapshot));
  const recordId = link?.recordId ?? (matches.length === 1 ? matches[0] : undefined);
  const record = recordId === undefined ? null : ((await recordsHere(work, [recordId])).get(recordId) ?? null);
  return { link, record, snapshot };
}

async function matchHere(work: Work, snapshot: Snapshot, partners: Partners): Promise<readonly string[]> {
  const found = (await matchRecords(work, partners, [snapshot], new Map())).get(snapshot.id) ?? [];
  // One that is linked with another record there is not free.
  const taken = await work.ctx.db.syncLink.findMany({
    where: { objectId: work.object.id, recordId: { in: [...found] }, state: { not: "unlinked" } },
    select: { recordId: true },
  });
  return found.filter((id) => !taken.some(({ recordId }) => recordId === id));
}

/** The property there by which records are recognised; null where only ids do it. */
function keyThere({ declaration: { keys, pairs } }: Work): string | null {
  const [name] = keys[0] ?? [];
  return pairs.find(({ field }) => field === name)?.remote[0] ?? null;
}

async function tested(
  work: Work,
  object: Mapped,
  { link, record, snapshot }: Both,
  partners: Partners,
): Promise<TestedRecord> {
  const both = record && snapshot ? { link: link ?? newLink(work, record.id, snapshot.id), record, snapshot } : null;
  const would = both ? await outcomesOf(work, both, partners) : new Map<string, TestedField["would"]>();
  const alone = record ? "onlyHere" : "onlyThere";
  const together = link ? "linked" : "new";
  const name = record ? nameOf(record) : "";
  const crossings = work.pairs.map((pair) => crossingOf(pair, { record, snapshot, partners }));
  const { entity, pairs, described, connectionId } = object;
  const mapped = [{ entity, pairs, described }];
  const values = crossings.flatMap((one) => valuesOf(entity, one));
  const words = await wordsFor(work.ctx, { connectionId, mapped }, values);
  return {
    state: both ? together : alone,
    name,
    record: record ? { id: record.id, name } : null,
    externalId: snapshot?.id ?? null,
    fields: crossings.map((one) => {
      const plain = pairs.find(({ field }) => field === one.pair.field) ?? one.pair;
      const texts = { ours: record ? textThere(plain, record, partners) : null, theirs: one.theirs };
      return { ...shown(entity, one, words), would: wouldOf(one, would.get(one.pair.field)), texts };
    }),
  };
}

/** The decision of a run about each field of both. */
async function outcomesOf(work: Work, both: Pair, partners: Partners): Promise<Map<string, TestedField["would"]>> {
  const times = await timesHere(work.ctx, work.object.entity, conflictsIn({ work, partners }, [both]));
  const oursAt = ({ field }: ActivePair) => times.get(`${both.record.id} ${field}`) ?? null;
  const states = fieldStates(work, both, { partners, problems: new Map(), oursAt });
  const words = { in: "here", out: "there", ask: "ask", agree: "nothing", nothing: "nothing" } as const;
  return new Map(states.map(({ pair, decision }) => [pair.field, words[decision.act]]));
}

/** The values of a field on both sides, each on its way to the other one; null where there is no record to start from. */
interface Crossing {
  pair: ActivePair;
  ours: Value;
  theirs: Props;
  comesIn: ReturnType<ActivePair["toOurs"]> | null;
  goesOut: ReturnType<ActivePair["toTheirs"]> | null;
}

function crossingOf(
  pair: ActivePair,
  { record, snapshot, partners }: Omit<Both, "link"> & { partners: Partners },
): Crossing {
  const ours = record ? pair.read(record) : null;
  const theirs = snapshot ? propsOf(snapshot.props, pair) : {};
  const { direction } = pair.rule;
  const comesIn = snapshot && direction !== "out" ? pair.toOurs(theirs, partners) : null;
  const goesOut = record && direction !== "in" ? pair.toTheirs(ours, partners) : null;
  return { pair, ours, theirs, comesIn, goesOut };
}

/** The values of a crossing that are shown: ours, theirs, theirs as it would be here, ours as it would be there. */
function valuesOf(entity: string, { pair: { field }, ours, theirs, comesIn, goesOut }: Crossing): SidedValue[] {
  const here = comesIn && "value" in comesIn ? comesIn.value : null;
  const there = goesOut && "props" in goesOut ? goesOut.props : {};
  const both = [
    ["ours", ours],
    ["theirs", theirs],
    ["ours", here],
    ["theirs", there],
  ] as const;
  return both.map(([side, value]) => ({ entity, field, side, value }));
}

function shown(entity: string, one: Crossing, words: Words): Omit<TestedField, "would" | "texts"> {
  const { pair, comesIn, goesOut } = one;
  const [ours = null, theirs = null, here = null, there = null] = valuesOf(entity, one).map(words);
  const arrived = (way: object | null, value: string | null) => {
    if (!way) return null;
    return "blocked" in way ? { problem: (way.blocked as Blocked).words } : { value };
  };
  return {
    ...{ field: pair.field, label: pair.label, ours, theirs },
    ...{ comesIn: arrived(comesIn, here), goesOut: arrived(goesOut, there) },
  };
}

/** The side that would be written; `known` is the decision of a run where both records are there. */
function wouldOf(one: Crossing, known: TestedField["would"] | undefined): TestedField["would"] {
  const would = known ?? createdSide(one);
  const ways: Partial<Record<TestedField["would"], object | null>> = { here: one.comesIn, there: one.goesOut };
  const way = ways[would];
  return way && "blocked" in way ? "waits" : would;
}

/** A record that is on one side alone is created on the other one, with all that is filled. */
function createdSide({ pair, ours, theirs, comesIn, goesOut }: Crossing): TestedField["would"] {
  if (goesOut) return isEmptyHere(ours) ? "nothing" : "there";
  return comesIn && !isEmptyThere(theirs, pair.remote) ? "here" : "nothing";
}

/** A failure of the service, in words for the person who asked. */
function refusalOf({ kind, message, retryAt }: ProviderFailure): AppError {
  const seconds = retryAt ? Math.max(1, Math.ceil((retryAt.getTime() - Date.now()) / 1_000)) : 10;
  if (kind === "limit") return new AppError("RATE_LIMITED", message, { retryAfter: seconds });
  return new AppError(kind === "unavailable" ? "UNAVAILABLE" : "CONFLICT", message);
}
