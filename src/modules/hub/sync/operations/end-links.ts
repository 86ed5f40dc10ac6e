import "server-only";
import type { AnyRecord } from "@/server/nouns/noun-runtime";
import type { Snapshot } from "@/server/sync/snapshot";
import { archivedName, archiveSent } from "../row";
import type { Pair } from "./assess";
import { nameOf } from "./dry-run";
import type { Draft } from "./links";
import type { Page } from "./page";

interface Sorted {
  /** Records that are there on both sides. */
  live: Pair[];
  /** Records there that have no link. */
  unlinked: Snapshot[];
  /** Records here that go into the archive, because those there were deleted. */
  toArchive: AnyRecord[];
}

/** Sorts the records of a page by what became of their links: merged there, deleted there, deleted here. */
export function endLinks(
  page: Page,
  snapshots: readonly Snapshot[],
  linked: Map<string, Draft>,
  records: ReadonlyMap<string, AnyRecord>,
): Sorted {
  const sorted: Sorted = { live: [], unlinked: [], toArchive: [] };
  for (const snapshot of snapshots) {
    followMerge(page, snapshot, linked);
    const link = linked.get(snapshot.id);
    if (!link) {
      if (!snapshot.archived) sorted.unlinked.push(snapshot);
      else page.counts.skipped += 1;
    } else sortLinked(page, { link, snapshot, record: records.get(link.recordId) }, sorted);
  }
  return sorted;
}

function sortLinked(
  page: Page,
  { link, snapshot, record }: { link: Draft; snapshot: Snapshot; record: AnyRecord | undefined },
  sorted: Sorted,
): void {
  const isHere = record !== undefined && record.archivedAt === null;
  if (link.state !== "linked") page.counts.skipped += 1;
  else if (snapshot.archived) deletedThere(page, link, isHere ? record : undefined, sorted);
  else if (!isHere) deletedHere(page, link, record);
  else sorted.live.push({ link, snapshot, record });
}

/** A record that others were merged into takes over their link; where it has one itself, a person decides about ours. */
function followMerge(page: Page, { id, mergedIds = [] }: Snapshot, linked: Map<string, Draft>): void {
  for (const mergedId of mergedIds) {
    const link = linked.get(mergedId);
    if (!link || mergedId === id || link.state !== "linked") continue;
    linked.delete(mergedId);
    if (!linked.has(id)) {
      const moved: Draft = { ...link, externalId: id, remoteVersion: null };
      linked.set(id, moved);
      page.drafts.set(link.id, moved);
      continue;
    }
    end(page, link, "unlinked");
    page.problems.push({
      recordId: link.recordId,
      externalId: id,
      field: null,
      code: "mergedThere",
      words: `${page.work.provider.label} merged this record with another one that is linked to a record of yours. Are these two the same? Merge or keep both.`,
    });
  }
}

function end(page: Page, link: Draft, decidedBy: "unlinked" | "archived"): void {
  page.drafts.set(link.id, { ...link, state: "unlinked", intent: null, intentAt: null });
  page.counts.unlinked += 1;
  const { recordId, externalId } = link;
  page.changes.push({ recordId, externalId, field: null, direction: "kept", decidedBy });
}

function deletedThere(page: Page, link: Draft, record: AnyRecord | undefined, sorted: Sorted): void {
  const { object, provider } = page.work;
  if (record && object.deletedThere === "ask") {
    page.problems.push({
      recordId: link.recordId,
      externalId: link.externalId,
      field: null,
      code: "deletedThere",
      words: `${nameOf(record)} was deleted in ${provider.label}. Archive it here, or keep it without a link.`,
    });
    return;
  }
  const isArchived = record !== undefined && object.deletedThere === "archive";
  if (isArchived) sorted.toArchive.push(record);
  end(page, link, isArchived ? "archived" : "unlinked");
}

function deletedHere(page: Page, link: Draft, record: AnyRecord | undefined): void {
  const { object, provider, declaration } = page.work;
  // It is being deleted there already.
  if (link.intent && archivedName in link.intent) return;
  if (object.deletedHere === "ask") {
    page.problems.push({
      recordId: link.recordId,
      externalId: link.externalId,
      field: null,
      code: "deletedHere",
      words: `${nameOf(record) || `A record of ${declaration.labels.ours}`} was deleted here. Delete it in ${provider.label} too, or leave it there without a link.`,
    });
    return;
  }
  if (object.deletedHere === "archive" && object.direction !== "in") {
    page.drafts.set(link.id, { ...link, intent: archiveSent, intentAt: page.now });
    return;
  }
  end(page, link, "unlinked");
}
