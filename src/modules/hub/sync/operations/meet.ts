import "server-only";
import type { AnyRecord } from "@/server/nouns/noun-runtime";
import { erasedAmong, keepErased } from "@/server/personal/erased-ids";
import type { Snapshot } from "@/server/sync/snapshot";
import { type Pair, propsOf, recordsHere } from "./assess";
import { nameOf } from "./dry-run";
import { type Draft, lockLinks, newLink } from "./links";
import { type Matches, matchRecords } from "./match";
import type { Page } from "./page";
import type { Problem } from "./problems";
import { causeOf } from "./send-new";
import { isEmptyThere, ourHash, theirHash } from "./value-hash";
import type { Work } from "./work";
import { createOurs, type Written } from "./write-ours";

/**
 * Links records of the service that have no link yet: with the record here that they match, or with a new one. Where several
 * match, a person decides. Returns the new pairs, whose fields are still to be compared.
 */
export async function meetRecords(page: Page, snapshots: readonly Snapshot[]): Promise<Pair[]> {
  if (snapshots.length === 0) return [];
  const { work, partners, dry } = page;
  const free = await withoutErased(work, snapshots);
  page.counts.skipped += snapshots.length - free.length;
  const matches = await matchRecords(work, partners, free, dry?.byKey ?? new Map());
  const wanted = [...new Set([...matches.values()].flat())];
  const taken = new Map((await lockLinks(work, { recordIds: wanted })).map((link) => [link.recordId, link]));
  const records = await recordsHere(work, wanted);
  const pairs: Pair[] = [];
  const fresh: Snapshot[] = [];
  for (const snapshot of free) {
    const meeting = meet(page, snapshot, { matches, taken, records });
    if (meeting === "new") fresh.push(snapshot);
    else if (meeting) {
      pairs.push(meeting);
      taken.set(meeting.link.recordId, meeting.link);
    }
  }
  await createAll(page, fresh);
  return pairs;
}

/** Without those of people who were erased here, also under an id that was merged into another one. */
async function withoutErased({ ctx, provider }: Work, snapshots: readonly Snapshot[]): Promise<Snapshot[]> {
  const idsOf = ({ id, mergedIds = [] }: Snapshot) =>
    [id, ...mergedIds].map((externalId) => ({ source: provider.key, externalId }));
  const isErased = await erasedAmong(ctx, snapshots.flatMap(idsOf));
  const erased = snapshots.filter((snapshot) => idsOf(snapshot).some(isErased));
  await keepErased(ctx, erased.flatMap(idsOf));
  return snapshots.filter((snapshot) => !erased.includes(snapshot));
}

interface Known {
  matches: Matches;
  taken: ReadonlyMap<string, { externalId: string | null; state: string }>;
  records: ReadonlyMap<string, AnyRecord>;
}

function meet(page: Page, snapshot: Snapshot, { matches, taken, records }: Known): Pair | "new" | null {
  const { work } = page;
  const found = matches.get(snapshot.id) ?? [];
  const [recordId] = found;
  if (recordId === undefined) return mayCreate(page) ? "new" : skip(page);
  const label = work.provider.label;
  if (found.length > 1) {
    const words = `One record in ${label} matches ${found.length} of your ${work.declaration.labels.ours.toLowerCase()}. Choose the one to link, or merge them.`;
    for (const id of found) page.dry?.awaiting.add(id);
    return noteMeeting(page, snapshot, { code: "twoHere", words, ours: found });
  }
  const record = records.get(recordId);
  if (!record || taken.has(recordId) || page.dry?.externalOf.has(`${work.object.entity} ${recordId}`)) {
    const words = `Two records in ${label} match the same record here. Only the first one is linked; merge them in ${label}.`;
    return noteMeeting(page, snapshot, { code: "twoThere", words, ours: [recordId] });
  }
  const link = newLink(work, recordId, snapshot.id);
  page.drafts.set(link.id, link);
  page.dry?.recordOf.set(`${work.object.entity} ${snapshot.id}`, recordId);
  page.dry?.externalOf.set(`${work.object.entity} ${recordId}`, snapshot.id);
  page.counts.linked += 1;
  page.solved.add(`there ${snapshot.id} `);
  page.changes.push({ recordId, externalId: snapshot.id, field: null, direction: "kept", decidedBy: "linked" });
  page.samples.push({
    outcome: "link",
    side: "here",
    name: nameOf(record),
    externalId: snapshot.id,
    field: null,
    ours: null,
    theirs: null,
    words: null,
  });
  return { link, record, snapshot };
}

const mayCreate = ({ work: { object } }: Page): boolean => object.createsHere && object.direction !== "out";

function skip(page: Page): null {
  page.counts.skipped += 1;
  return null;
}

function noteMeeting(page: Page, { id }: Snapshot, problem: Pick<Problem, "code" | "words" | "ours">): null {
  page.problems.push({ recordId: null, externalId: id, field: null, ...problem });
  page.samples.push({
    outcome: "problem",
    side: "here",
    name: id,
    externalId: id,
    field: null,
    ours: null,
    theirs: null,
    words: problem.words,
  });
  return null;
}

/** Creates ours for records that are only there, and links them. */
async function createAll(page: Page, snapshots: readonly Snapshot[]): Promise<void> {
  const made: { snapshot: Snapshot; id: string; blocked: Map<string, Problem> }[] = [];
  for (const snapshot of snapshots) {
    const { values, blocked } = valuesFor(page, snapshot);
    const more = page.work.declaration.whenNew?.(snapshot.props, page.partners) ?? {};
    const done = await createOurs(page.work, values, { more, dry: page.dry });
    if ("record" in done) made.push({ snapshot, id: done.record.id, blocked });
    else {
      const { refused: words, field } = done;
      const theirs = Object.fromEntries(page.work.props.map((name) => [name, snapshot.props[name] ?? null]));
      page.problems.push({
        recordId: null,
        externalId: snapshot.id,
        field: null,
        code: "refusedHere",
        words,
        theirs,
        cause: field ?? "",
      });
    }
  }
  const records = await recordsHere(
    page.work,
    made.map(({ id }) => id),
  );
  for (const { snapshot, id, blocked } of made) {
    const record = records.get(id);
    if (record) linkCreated(page, { snapshot, record, blocked });
  }
}

function valuesFor({ work, partners }: Page, { id, props }: Snapshot) {
  const values: Written[] = [];
  const blocked = new Map<string, Problem>();
  for (const pair of work.pairs) {
    if (pair.rule.direction === "out" || isEmptyThere(props, pair.remote)) continue;
    const read = pair.toOurs(propsOf(props, pair), partners);
    if ("value" in read) values.push({ pair, value: read.value });
    else {
      const { code, words } = read.blocked;
      const theirs = propsOf(props, pair);
      blocked.set(pair.field, {
        recordId: null,
        externalId: id,
        field: pair.field,
        code,
        words,
        cause: causeOf(read.blocked),
        theirs,
      });
    }
  }
  return { values, blocked };
}

function linkCreated(
  page: Page,
  { snapshot, record, blocked }: { snapshot: Snapshot; record: AnyRecord; blocked: Map<string, Problem> },
): void {
  const { work } = page;
  const agreed = work.pairs.filter(({ field }) => !blocked.has(field));
  const base = Object.fromEntries(
    agreed.map((pair) => [pair.field, [ourHash(pair.read(record)), theirHash(snapshot.props, pair.remote)] as const]),
  );
  const link: Draft = {
    ...newLink(work, record.id, snapshot.id),
    base,
    remoteVersion: snapshot.version,
    createdIn: work.runId,
  };
  page.drafts.set(link.id, link);
  page.counts.createdHere += 1;
  page.solved.add(`there ${snapshot.id} `);
  const { recordId, externalId } = link;
  page.changes.push({ recordId, externalId, field: null, direction: "in", decidedBy: "created", writer: null });
  page.samples.push({
    outcome: "create",
    side: "here",
    name: nameOf(record),
    externalId: snapshot.id,
    field: null,
    ours: null,
    theirs: null,
    words: null,
  });
  for (const problem of blocked.values()) page.problems.push({ ...problem, recordId, ours: null });
  const { dry } = page;
  if (!dry) return;
  dry.created.add(recordId);
  dry.recordOf.set(`${work.object.entity} ${snapshot.id}`, recordId);
  dry.externalOf.set(`${work.object.entity} ${recordId}`, snapshot.id);
}
