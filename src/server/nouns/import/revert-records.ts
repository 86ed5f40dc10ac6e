import "server-only";
import type { z } from "zod";
import { deletedSince, type RevertOutcome, type revertCallInput } from "@/lib/import-rows";
import type { Ctx } from "../../context.ts";
import { deleteSet } from "../../db/row-sets.ts";
import { updateValidRows } from "../../db/update-valid-rows.ts";
import { emit } from "../../events.ts";
import { oneImportAtATime } from "../../import-lock.ts";
import { recordsOf } from "../records.ts";
import { circleOf, levelsAbove, maxLevels, treeAbove } from "../tree.ts";
import { decideReverts } from "./decide-rows.ts";
import { type ImportContext, labelInSentence } from "./import-context.ts";
import { writeImportedLinks } from "./links.ts";
import { loadRecords, recordsById } from "./load.ts";
import type { BatchRecord, Columns } from "./rules.ts";
import { unlinkNew } from "./unlink-new.ts";

type Call = z.output<typeof revertCallInput>;

/** Takes records back where nobody changed them since: new ones go, changed ones are as before. */
export async function revertRecords(
  ctx: Ctx,
  importing: ImportContext,
  { importId, records }: Call,
): Promise<RevertOutcome> {
  const { runtime, links } = importing;
  const { entity, head, events } = runtime.noun;
  const made = records.filter((record) => record.action === "created");
  const commented = await commentedAmong(ctx, runtime.noun, made);
  const created = made.filter(({ id }) => !commented.has(id));
  // Nobody can make a circle with the earlier links in the meantime.
  if (links.length > 0) await oneImportAtATime(ctx, entity, false);
  // New ones may hold a key that comes back; but where records point to each other, those of before leave the new ones first.
  const deletedFirst = links.length > 0 ? new Set<string>() : await deleteSet(ctx, head.table, created);
  const { restored, kept } = await restore(ctx, importing, records);
  if (links.length > 0) await unlinkNew(ctx, importing, importId);
  const deletedIds = links.length > 0 ? await deleteSet(ctx, head.table, created) : deletedFirst;
  // As they are now: somebody may have changed them while this waited.
  const now = await recordsOf(ctx, entity).findMany({
    where: { id: { in: records.map(({ id }) => id) } },
    select: { id: true, version: true },
  });
  const versions = new Map(now.map((row) => [row.id, row.version]));
  return records.map(({ id, version, before }): RevertOutcome[number] => {
    const deleted = deletedIds.has(id);
    if (!deleted && !restored.has(id))
      return {
        id,
        outcome: "kept",
        reason: skipReason(versions.get(id), version, commented.get(id) ?? kept.get(id)),
      };
    emit(ctx, events.importReverted, {
      id,
      version: deleted ? version : version + 1,
      after: deleted ? null : before,
      data: { deleted },
    });
    return { id, outcome: deleted ? "deleted" : "restored", reason: null };
  });
}

/** The records that people commented on since, which would go with them. */
async function commentedAmong(
  { db }: Ctx,
  { entity, head }: Pick<ImportContext["runtime"]["noun"], "entity" | "head">,
  records: readonly { id: string }[],
): Promise<ReadonlyMap<string, string>> {
  if (!head.comments || records.length === 0) return new Map();
  const rows = await db.comment.findMany({
    where: { entity, recordId: { in: records.map(({ id }) => id) }, deletedAt: null },
    distinct: ["recordId"],
    select: { recordId: true },
  });
  return new Map(rows.map(({ recordId }) => [recordId, "Somebody has since commented on it."]));
}

function skipReason(now: number | undefined, version: number, reason: string | undefined): string {
  if (now === undefined) return deletedSince;
  if (now !== version) return "Somebody has since changed it.";
  return reason ?? "Other records use it.";
}

interface Restored {
  restored: ReadonlySet<string>;
  /** Why others could not be as they were. */
  kept: ReadonlyMap<string, string>;
}

/** Brings changed records back to how they were; fields that the ledger does not know stay as they are. */
async function restore(ctx: Ctx, importing: ImportContext, records: Call["records"]): Promise<Restored> {
  const { runtime, special, columns } = importing;
  const changed = records.filter(({ action, before }) => action === "updated" && before);
  if (changed.length === 0) return { restored: new Set(), kept: new Map() };
  const present = await recordsById(
    ctx,
    importing,
    changed.map(({ id }) => id),
  );
  const images = changed.flatMap(({ id, version, before }): BatchRecord[] => {
    const one = present.get(id);
    if (!one || !before) return [];
    const image = importing.rows.fromImage(before);
    const { columns: own, more } = special?.divide(image) ?? { columns: image as Columns, more: undefined };
    return [{ ...one, version, after: { ...one.after, ...known(own) }, more }];
  });
  const kept = new Map([
    ...(await withoutTarget(ctx, importing, images)),
    ...((await special?.revert.refuse(ctx, images)) ?? []),
  ]);
  const decisions = await decideReverts(ctx, runtime, images);
  const fitting = images.flatMap((image): BatchRecord[] => {
    const decision = decisions.get(image.id);
    if (decision && "reason" in decision) kept.set(image.id, decision.reason);
    return kept.has(image.id) || !decision || "reason" in decision ? [] : [{ ...image, after: decision.after }];
  });
  await special?.revert.beforeWrite(ctx, fitting);
  const { written, refused } = await updateValidRows<BatchRecord>(ctx, runtime.noun.head.table, columns, fitting);
  const reverted = fitting.filter(({ id }) => written.has(id));
  await writeImportedLinks(ctx, importing, reverted, "revert");
  await special?.revert.afterWrite(ctx, reverted);
  for (const one of fitting) if (refused.has(one.id)) kept.set(one.id, await whyRefused(ctx, importing, one));
  return { restored: written, kept };
}

const known = (columns: Columns) =>
  Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));

/**
 * Why the database takes a record of before no more: another one has its key, or something that it pointed to is
 * gone.
 */
async function whyRefused(ctx: Ctx, importing: ImportContext, { id, after }: BatchRecord): Promise<string> {
  const { runtime, keys } = importing;
  for (const key of keys.filter(({ fields }) => !fields.includes("name"))) {
    const { records } = await loadRecords(ctx, { ...importing, keys: [key] }, [after], false);
    if (records.find(after).found.some((other) => other.id !== id))
      return `Another ${runtime.noun.head.one} now has its earlier ${labelInSentence(runtime, key.fields[0] ?? "")}.`;
  }
  return "Its earlier values conflict with current records.";
}

/** Records that cannot point again to where they did, each with the reason. */
async function withoutTarget(
  ctx: Ctx,
  { links }: ImportContext,
  images: readonly BatchRecord[],
): Promise<Map<string, string>> {
  const reasons = new Map<string, string>();
  for (const link of links) {
    const targetOf = ({ after }: BatchRecord) => (after[link.column] ?? null) as string | null;
    const tree = await treeAbove(
      ctx,
      link,
      images.flatMap((image) => targetOf(image) ?? []),
    );
    for (const image of images) {
      const { id, after } = image;
      const aboveId = targetOf(image);
      if (aboveId === null) continue;
      if (!tree.has(aboveId)) reasons.set(id, `Its previous ${link.label} has since been deleted.`);
      else if (circleOf(tree, id, aboveId)) reasons.set(id, `Its previous ${link.label} is now below it.`);
      else if (levelsAbove(tree, aboveId) >= maxLevels)
        reasons.set(id, `Its previous ${link.label} is now too deep in its tree.`);
      else tree.set(id, { id, name: String(after.name), aboveId, ownerId: null });
    }
  }
  return reasons;
}
