import { addMinutes, differenceInMinutes, subDays } from "date-fns";
import type { Seed } from "@/local/providers/hubspot/seed";
import { recordsHere } from "@/modules/hub/sync/operations/assess";
import { type Draft, writeLinks } from "@/modules/hub/sync/operations/links";
import { loadPartners } from "@/modules/hub/sync/operations/partners";
import { ourHash, theirHash } from "@/modules/hub/sync/operations/value-hash";
import { loadWork, type Work } from "@/modules/hub/sync/operations/work";
import { inTransaction } from "@/server/execute";
import { newId } from "@/server/new-id";
import type { AnyRecord } from "@/server/nouns/noun-runtime";
import { recordsOf } from "@/server/nouns/records";
import type { Partners } from "@/server/sync/object";
import type { Props, Snapshot } from "@/server/sync/snapshot";
import type { Connected } from "./hubspot-connected";

interface Mate {
  record: AnyRecord;
  props: Props;
}

const atOnce = 500;
/** The last changes there are older than what the next run reads once more. */
const quietDays = 1;

/** Makes the same records in the portal, as far as all of their values can be there, and links both; answers how many. */
export async function linkRecords(
  given: Connected,
  entity: string,
  { most, without }: { most: number; without: readonly string[] },
): Promise<number> {
  const work = await workOf(given, entity);
  const mates = await matesOf(given, work, { most, without });
  const ids = fill(given, work, mates);
  const { cursor, found } = await readAll(given, work, ids.length);
  const drafts = mates.flatMap(({ record }, place): Draft[] => {
    const snapshot = found.get(ids[place] ?? "");
    return snapshot ? [linkOf(work, record, snapshot)] : [];
  });
  if (drafts.length !== mates.length) throw new Error(`The portal has ${drafts.length} of ${mates.length} records.`);
  await inTransaction(work.ctx, async (ctx) => {
    await writeLinks({ ...work, ctx }, drafts, new Date());
    await ctx.db.syncObject.updateMany({ where: { id: work.object.id }, data: { cursor } });
    ctx.outcome.unchanged = true;
  });
  return drafts.length;
}

export async function workOf({ ctx, connectionId }: Connected, entity: string): Promise<Work> {
  const { id } = await ctx.db.syncObject.findFirstOrThrow({ where: { connectionId, entity }, select: { id: true } });
  return await loadWork(ctx, id, newId());
}

async function matesOf(
  { ctx, people }: Connected,
  work: Work,
  { most, without }: { most: number; without: readonly string[] },
): Promise<Mate[]> {
  const { entity } = work.object;
  const open = entity === "opportunity" ? { status: "open" } : {};
  const rows = await recordsOf(ctx, entity).findMany({
    where: { ...open, archivedAt: null, id: { notIn: [...without] } },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  const mates: Mate[] = [];
  const addresses = new Set<string>();
  for (let from = 0; from < rows.length && mates.length < most; from += atOnce) {
    const ids = rows.slice(from, from + atOnce).map(({ id }) => String(id));
    const records = [...(await recordsHere(work, ids)).values()];
    const partners = await loadPartners(work, people, [], records);
    for (const record of records) {
      const props = propsOf(work, record, partners);
      const address = props?.email ?? "";
      if (props === null || addresses.has(address) || mates.length === most) continue;
      if (address !== "") addresses.add(address);
      mates.push({ record, props });
    }
  }
  return mates;
}

/** The properties there; null where a value that would have to leave cannot. */
function propsOf({ pairs }: Work, record: AnyRecord, partners: Partners): Props | null {
  const props: Record<string, string | null> = {};
  for (const pair of pairs) {
    const sent = pair.toTheirs(pair.read(record), partners);
    if ("props" in sent) Object.assign(props, sent.props);
    else if (pair.rule.direction !== "in") return null;
  }
  return props;
}

/** Writes records into the portal, those that point to a company with their association. */
function fill(
  { there, portal }: Connected,
  { pairs, declaration: { remote } }: Work,
  mates: readonly Mate[],
): string[] {
  const link = pairs.find(({ points }) => points?.to === "record")?.remote[0] ?? "";
  const records = mates.map(({ record, props }, place) => {
    const { [link]: _company, ...properties } = props;
    const { createdAt, updatedAt } = timesOf(record, place);
    // Every third one came from an import there, and the others from here.
    return { properties, createdAt, updatedAt, byApp: place % 3 !== 0 };
  });
  const ids = there.seed(portal, { [remote]: records } as Seed)[remote as keyof ReturnType<typeof there.seed>];
  const associations = mates.flatMap(({ props }, place): [string, string, string, string, boolean][] => {
    const company = props[link];
    return company ? [[remote, ids[place] ?? "", "companies", company, true]] : [];
  });
  there.seed(portal, { associations });
  return ids;
}

function timesOf({ createdAt }: AnyRecord, place: number): { createdAt: number; updatedAt: number } {
  const last = subDays(new Date(), quietDays);
  const made = new Date(String(createdAt));
  const first = made < last ? made : subDays(last, 30);
  const minutes = Math.max(1, differenceInMinutes(last, first));
  return { createdAt: first.getTime(), updatedAt: addMinutes(first, (place * 7_919) % minutes).getTime() };
}

/** Reads the portal as a first run does, to the place from which the next run goes on. */
async function readAll({ client }: Connected, { declaration, props }: Work, count: number) {
  const found = new Map<string, Snapshot>();
  let cursor: string | null = null;
  while (found.size < count || cursor === null) {
    const page = await client.changes(declaration.remote, cursor, props);
    for (const snapshot of page.snapshots) found.set(snapshot.id, snapshot);
    cursor = page.cursor;
    if (page.done) break;
  }
  return { found, cursor };
}

function linkOf({ pairs, object }: Work, record: AnyRecord, { id, props, version }: Snapshot): Draft {
  const base = Object.fromEntries(
    pairs.map((pair) => [pair.field, [ourHash(pair.read(record)), theirHash(props, pair.remote)] as const]),
  );
  return {
    ...{ id: newId(), recordId: record.id, externalId: id, state: "linked", base, remoteVersion: version },
    ...{ intent: null, intentAt: null, writes: {}, isNew: true, seenIn: object.compares, createdIn: null },
  };
}
