import { faker } from "@faker-js/faker";
import { addSeconds, subDays, subMinutes } from "date-fns";
import { v7 } from "uuid";
import { recordsHere } from "@/modules/hub/sync/operations/assess";
import type { Change } from "@/modules/hub/sync/operations/changes";
import { changeColumns } from "@/modules/hub/sync/operations/changes";
import { loadPartners } from "@/modules/hub/sync/operations/partners";
import { isEmptyHere } from "@/modules/hub/sync/operations/value-hash";
import { type Counts, noCounts } from "@/modules/hub/sync/rules";
import { insertSet } from "@/server/db/row-sets";
import { inTransaction } from "@/server/execute";
import type { AnyRecord } from "@/server/nouns/noun-runtime";
import type { Partners, Value } from "@/server/sync/object";
import type { Connected } from "./hubspot-connected";
import { workOf } from "./hubspot-records";

type Told = Change & { at: Date };

interface Run {
  id: string;
  objectId: string;
  kind: "first" | "changes";
  mappingVersion: number;
  counts: Counts;
  calls: number;
  startedAt: Date;
  changes: readonly Told[];
}

/** One way in which a value of the past changed: what it was before, on the side that wrote. */
interface Way {
  entity: string;
  field: string;
  direction: Change["direction"];
  decidedBy: string;
  /** Null: it was empty. */
  before: (value: Value) => Value;
}

const runs = 90;
const days = 8;
const recordsOfKind = 300;
const empty = () => null;
const writers = ["Jo Lim", "Jo Lim", "Mara Lindqvist", "the workflow Enrichment", "the workflow Enrichment"];
const earlierTitles = ["Assistant", "Office manager", "Team lead", "Consultant", "Analyst"];

const ways: readonly Way[] = [
  { entity: "contact", field: "jobTitle", direction: "in", decidedBy: "onlySide", before: () => pick(earlierTitles) },
  { entity: "contact", field: "jobTitle", direction: "in", decidedBy: "newest", before: () => pick(earlierTitles) },
  { entity: "contact", field: "phones", direction: "out", decidedBy: "onlySide", before: empty },
  { entity: "contact", field: "mailingAddress", direction: "in", decidedBy: "onlySide", before: empty },
  { entity: "contact", field: "lifecycle", direction: "out", decidedBy: "onlySide", before: () => "lead" },
  {
    ...{ entity: "account", field: "employees", direction: "in", decidedBy: "onlySide" },
    before: (value) => Math.max(1, Math.round(Number(value) * faker.number.float({ min: 0.9, max: 0.98 }))),
  },
  { entity: "account", field: "website", direction: "in", decidedBy: "onlySide", before: empty },
  { entity: "account", field: "industry", direction: "kept", decidedBy: "oneWay", before: empty },
  { entity: "opportunity", field: "nextStep", direction: "out", decidedBy: "onlySide", before: empty },
  { entity: "opportunity", field: "nextStep", direction: "in", decidedBy: "onlySide", before: empty },
  {
    ...{ entity: "opportunity", field: "expectedCloseDate", direction: "out", decidedBy: "newest" },
    before: (value) =>
      subDays(new Date(String(value)), 14)
        .toISOString()
        .slice(0, 10),
  },
];

const pick = <T>(list: readonly T[]): T => faker.helpers.arrayElement(list as T[]);

/** Tells the runs of the last days and what each of them did: the last value of each field is the one of now. */
export async function tellRuns(given: Connected, now: Date): Promise<void> {
  faker.seed(given.portal);
  const { ctx } = given;
  const kinds = await Promise.all(["account", "contact", "opportunity"].map((entity) => kindOf(given, entity)));
  const told: Run[] = kinds.map((kind) => firstRun(kind, subDays(now, days + 1)));
  const used = new Set<string>();
  for (let place = 0; place < runs - kinds.length; place++) {
    const startedAt = timeOf(place, now);
    const kind = pick(kinds);
    told.push(runOf(kind, startedAt, changesIn(kind, startedAt, used)));
  }
  const ordered = told.toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
  await inTransaction(ctx, async (inner) => {
    await writeRuns({ ...given, ctx: inner }, ordered);
    await writeChanges({ ...given, ctx: inner }, ordered);
    inner.outcome.unchanged = true;
  });
}

interface Kind {
  entity: string;
  work: Awaited<ReturnType<typeof workOf>>;
  partners: Partners;
  records: readonly AnyRecord[];
  externalIds: ReadonlyMap<string, string>;
  linked: number;
}

async function kindOf(given: Connected, entity: string): Promise<Kind> {
  const work = await workOf(given, entity);
  const where = { objectId: work.object.id, externalId: { not: null } };
  const links = await given.ctx.db.syncLink.findMany({
    where,
    orderBy: { id: "desc" },
    take: recordsOfKind,
    select: { recordId: true, externalId: true },
  });
  const externalIds = new Map(links.map(({ recordId, externalId }) => [recordId, externalId ?? ""]));
  const records = [...(await recordsHere(work, [...externalIds.keys()])).values()];
  const partners = await loadPartners(work, given.people, [], records);
  return { entity, work, partners, records, externalIds, linked: await given.ctx.db.syncLink.count({ where }) };
}

/** Spread over the days before now, some hours of each, the latest last. */
function timeOf(place: number, now: Date): Date {
  const share = (place + 1) / runs;
  const day = Math.floor((1 - share) * days);
  return subMinutes(subDays(now, day), 15 + faker.number.int({ min: 0, max: 420 }));
}

function changesIn(kind: Kind, at: Date, used: Set<string>): Told[] {
  const possible = ways.filter(({ entity }) => entity === kind.entity);
  const wanted = pick([1, 2, 2, 2, 3, 4]);
  const changes: Told[] = [];
  for (let tries = 0; tries < 40 && changes.length < wanted; tries++) {
    const record = kind.records.length > 0 ? pick(kind.records) : undefined;
    const change = record && changeOf(kind, record, pick(possible), at);
    const key = `${change?.recordId} ${change?.field}`;
    if (!change || used.has(key)) continue;
    used.add(key);
    changes.push(change);
  }
  return changes;
}

function changeOf(kind: Kind, record: AnyRecord, way: Way, at: Date): Told | null {
  const pair = kind.work.pairs.find(({ field }) => field === way.field);
  if (!pair) return null;
  const value = pair.read(record);
  const before = isEmptyHere(value) ? null : way.before(value);
  if (isEmptyHere(value) || before === value) return null;
  const there = pair.toTheirs(before, kind.partners);
  const fromThere = "props" in there ? there.props : null;
  const isIn = way.direction === "in";
  return {
    ...{ recordId: record.id, externalId: kind.externalIds.get(record.id) ?? null, field: way.field },
    ...{ direction: way.direction, decidedBy: way.decidedBy, to: value, at: addSeconds(at, 1) },
    from: way.direction === "out" ? fromThere : before,
    lost: way.decidedBy === "newest" ? before : null,
    ...(isIn
      ? { writer: pick(writers), writtenAt: subMinutes(at, faker.number.int({ min: 1, max: 4 })).toISOString() }
      : {}),
  };
}

/** Both sides had the records before, and met. */
function firstRun({ work, linked }: Kind, startedAt: Date): Run {
  const counts = { ...noCounts, read: linked, linked, unchanged: linked };
  return { ...headOf(work, startedAt), kind: "first", counts, calls: Math.ceil(linked / 100) + 2, changes: [] };
}

function runOf({ work }: Kind, startedAt: Date, changes: readonly Told[]): Run {
  const of = (direction: string) =>
    new Set(changes.flatMap((one) => (one.direction === direction ? one.recordId : [])));
  const [inward, outward, kept] = [of("in").size, of("out").size, of("kept").size];
  const conflicts = changes.filter(({ decidedBy }) => decidedBy === "newest").length;
  const counts = {
    ...noCounts,
    read: inward + outward + kept,
    updatedHere: inward,
    updatedThere: outward,
    conflicts,
    unchanged: kept,
  };
  return { ...headOf(work, startedAt), kind: "changes", counts, calls: outward > 0 ? 3 : 2, changes };
}

const headOf = ({ object }: Kind["work"], startedAt: Date) => ({
  ...{ id: v7({ msecs: startedAt.getTime() }), objectId: object.id },
  ...{ mappingVersion: object.mappingVersion, startedAt },
});

async function writeRuns({ ctx }: Connected, told: readonly Run[]): Promise<void> {
  await ctx.db.syncRun.createMany({
    data: told.map(({ changes: _changes, kind, startedAt, counts, ...run }) => ({
      ...run,
      ...{ kind, startedAt, counts: { ...counts }, phase: "done", read: counts.read },
      endedAt: addSeconds(startedAt, kind === "first" ? 40 : 2),
    })),
  });
}

/** Ids follow the times: the log is ordered by them. */
async function writeChanges({ ctx }: Connected, told: readonly Run[]): Promise<void> {
  const rows = told.flatMap(({ id: runId, objectId, changes }) =>
    changes.map((change) => ({ ...change, runId, objectId })),
  );
  await insertSet<(typeof rows)[number]>(
    ctx,
    "sync_changes",
    [
      { column: "id", type: "uuid", value: ({ at }) => v7({ msecs: at.getTime() }) },
      ...changeColumns,
      { column: "at", type: "timestamptz", value: ({ at }) => at },
    ],
    rows,
  );
}
