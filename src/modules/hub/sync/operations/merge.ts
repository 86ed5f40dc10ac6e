import "server-only";
import { flattenCustom, nestCustom } from "@/lib/fields/custom";
import type { AnyRecord } from "@/server/nouns/noun-runtime";
import type { Partners } from "@/server/sync/object";
import type { Snapshot } from "@/server/sync/snapshot";
import { addCounts, type Counts, noCounts } from "../rules";
import { applyPairs } from "./apply-pairs";
import { fieldStates, needsReading, type Pair, recordsHere, sidesOf, timesHere } from "./assess";
import { recordChanges } from "./changes";
import type { DryRun, Sample } from "./dry-run";
import { endLinks } from "./end-links";
import { draftOf, lockLinks, writeLinks } from "./links";
import { meetRecords } from "./meet";
import type { Page } from "./page";
import { loadPartners, type People } from "./partners";
import { countsOf, noteProblems, problemsOf, solveProblems, wakeWaiting } from "./problems";
import { awaitingChoice, sendNew } from "./send-new";
import { runtimeOf, type Work } from "./work";

export interface PageResult {
  counts: Counts;
  samples: readonly Sample[];
  /** Ids there that have to be read by themselves first. */
  unread: readonly string[];
}

interface Given {
  people: People;
  /** Those among them that were read by their ids: nothing is newer. */
  certain: ReadonlySet<string>;
  now: Date;
  dry?: DryRun | null;
}

/** The records of a page that have to be read by their ids before they are merged. Changes nothing. */
export async function toRead(work: Work, people: People, snapshots: readonly Snapshot[]): Promise<string[]> {
  const links = await work.ctx.db.syncLink.findMany({
    where: { objectId: work.object.id, externalId: { in: snapshots.map(({ id }) => id) }, state: "linked" },
    select: { externalId: true, recordId: true, base: true, remoteVersion: true, intent: true, seenIn: true },
  });
  const records = await recordsHere(
    work,
    links.map(({ recordId }) => recordId),
  );
  const partners = await loadPartners(work, people, snapshots, [...records.values()]);
  const byId = new Map(links.map((link) => [link.externalId, link]));
  return snapshots.flatMap((snapshot) => {
    const link = byId.get(snapshot.id);
    const record = link && records.get(link.recordId);
    if (!link || !record || snapshot.archived) return [];
    return needsReading(work, { link, record, snapshot } as unknown as Pair, partners) ? [snapshot.id] : [];
  });
}

/** Merges records of there with ours, in the transaction of the caller. */
export async function mergeSnapshots(work: Work, snapshots: readonly Snapshot[], given: Given): Promise<PageResult> {
  const ids = [...new Set(snapshots.flatMap(({ id, mergedIds = [] }) => [id, ...mergedIds]))];
  const links = await lockLinks(work, { externalIds: ids });
  const records = await recordsHere(
    work,
    links.map(({ recordId }) => recordId),
  );
  const page = await openPage(work, given, snapshots, [...records.values()]);
  page.counts.read = snapshots.length;
  const linked = new Map(links.map((link) => [link.externalId ?? "", draftOf(link)]));
  const { live, unlinked, toArchive } = endLinks(page, snapshots, linked, records);
  for (const { id, version } of toArchive) await work.many.archive(work.ctx, { id, version });
  const pairs = [...live, ...(await meetRecords(page, unlinked))];
  const unread = pairs.flatMap((pair) =>
    !given.certain.has(pair.snapshot.id) && needsReading(work, pair, page.partners) ? [pair.snapshot.id] : [],
  );
  const late = new Set(unread);
  await mergePairs(
    page,
    pairs.filter(({ snapshot }) => !late.has(snapshot.id)),
  );
  await closePage(page);
  return { counts: addCounts(page.counts, countsOf(page.problems)), samples: page.samples, unread };
}

/** Notes records that are only here as new ones there, in the transaction of the caller. */
export async function mergeNew(work: Work, records: readonly AnyRecord[], given: Given): Promise<PageResult> {
  const page = await openPage(work, given, [], records);
  const links = await lockLinks(work, { recordIds: records.map(({ id }) => id) });
  const known = new Map(links.map((link) => [link.recordId, link]));
  const awaiting = await awaitingChoice(page, records);
  // Another link of this moment has created it, or is about to.
  const isFree = ({ id }: AnyRecord) => {
    if (awaiting.has(id)) return false;
    const link = known.get(id);
    return !link || (link.externalId === null && link.state !== "unlinked");
  };
  sendNew(page, records.filter(isFree), known);
  await closePage(page);
  return { counts: addCounts(page.counts, countsOf(page.problems)), samples: page.samples, unread: [] };
}

async function openPage(
  work: Work,
  { people, now, dry = null }: Given,
  snapshots: readonly Snapshot[],
  records: readonly AnyRecord[],
): Promise<Page> {
  const partners = withDry(await loadPartners(work, people, snapshots, records), dry);
  return {
    ...{ work, people, partners, now, dry },
    ...{ drafts: new Map(), changes: [], problems: [], solved: new Set(), samples: [] },
    counts: { ...noCounts },
  };
}

/** Writes what a page noted; a rehearsal only counts it. */
async function closePage({ work, dry, drafts, problems, solved, changes, now }: Page): Promise<void> {
  if (dry) return;
  await writeLinks(work, [...drafts.values()], now);
  await noteProblems(work, problems, now);
  await solveProblems(work, [...solved]);
  await recordChanges(work, changes);
  const made = [...drafts.values()].filter(({ isNew, externalId }) => isNew && externalId !== null);
  await wakeWaiting(work, made, now);
}

/** Compares linked records field by field and writes what follows: on ours now, on theirs as an intent. */
async function mergePairs(page: Page, pairs: readonly Pair[]): Promise<void> {
  const { work, partners } = page;
  const problems = await problemsOf(work, {
    recordIds: pairs.map(({ link }) => link.recordId),
    externalIds: pairs.map(({ snapshot }) => snapshot.id),
  });
  const times = await timesHere(work.ctx, work.object.entity, conflictsIn(page, pairs));
  const states = pairs.map((pair) => ({
    ...pair,
    fields: fieldStates(work, pair, {
      partners,
      problems,
      oursAt: ({ field }) => times.get(`${pair.link.recordId} ${field}`) ?? null,
    }),
  }));
  await applyPairs(page, states, problems);
}

/** The values that both sides changed and of which the newest wins, with the columns that hold ours. */
export function conflictsIn({ work, partners }: Pick<Page, "work" | "partners">, pairs: readonly Pair[]) {
  const { table } = runtimeOf(work);
  return pairs.flatMap((both) =>
    work.pairs.flatMap((pair) => {
      const sides = sidesOf(pair, both, partners);
      const areBoth = sides.oursChanged && sides.theirsChanged && !sides.areSame;
      if (!areBoth || pair.rule.conflict !== "newest" || pair.rule.direction !== "both") return [];
      // Their names alone are asked for: a formatted text of a record is no input.
      const names = Object.keys(flattenCustom(pair.patch(pair.read(both.record))));
      const empty = nestCustom(Object.fromEntries(names.map((name) => [name, null])));
      const columns = Object.keys(table.columns(empty, work.ctx.tenant));
      return [{ recordId: both.link.recordId, field: pair.field, columns }];
    }),
  );
}

function withDry(partners: Partners, dry: DryRun | null): Partners {
  if (!dry) return partners;
  return {
    ...partners,
    recordOf: (entity, externalId) =>
      partners.recordOf(entity, externalId) ?? dry.recordOf.get(`${entity} ${externalId}`),
    externalOf: (entity, recordId) =>
      partners.externalOf(entity, recordId) ?? dry.externalOf.get(`${entity} ${recordId}`),
  };
}
