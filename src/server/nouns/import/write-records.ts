import "server-only";
import type { ImportOutcome, ObjectCounts } from "@/lib/import-rows";
import type { Ctx } from "../../context.ts";
import { insertSet, type SetColumn, updateOf, writtenIds } from "../../db/row-sets.ts";
import { emit } from "../../events.ts";
import { Retry } from "../../execute.ts";
import { whileSending } from "../../while-sending.ts";
import { prepareEvents } from "../../write-events.ts";
import { changeOf } from "./foreseen.ts";
import type { ImportContext } from "./import-context.ts";
import { writeImportedLinks } from "./links.ts";
import { storePreviewed } from "./previewed-records.ts";
import type { BatchRecord, BatchRules, Cells, Columns } from "./rules.ts";

type Written = Omit<ImportOutcome, "problems">;

/** Writes the records that a batch touched, with their events, in two statements; a preview needs only the counts. */
export async function writeRecords(
  ctx: Ctx,
  importing: ImportContext,
  rules: BatchRules<Cells, Columns, unknown> | undefined,
  records: readonly BatchRecord[],
  { rows, matched, dry }: { rows: number; matched: number; dry: boolean },
): Promise<Written> {
  const { entity } = importing.runtime.noun;
  const created = records.filter((one) => one.before === null);
  const updated = records.filter((one) => one.before !== null);
  const remembers = dry && importing.special !== undefined;
  await rules?.beforeWrite?.(records);
  const writing = write(ctx, importing, created, remembers ? [] : updated);
  const touched = dry ? [] : await whileSending(writing, () => emitAll(ctx, importing, records));
  // Someone changed one of them between reading and writing: the batch starts again on what is there now.
  if ((await writing) < (remembers ? 0 : updated.length)) throw new Retry();
  await writeImportedLinks(ctx, importing, remembers ? created : records, dry ? "preview" : "run");
  const otherCounts: Record<string, ObjectCounts> = (await rules?.afterWrite?.(remembers ? created : records)) ?? {};
  if (remembers) for (const one of updated) storePreviewed(ctx, importing, one);
  const unchanged = Math.max(0, matched - records.length);
  const own = { created: created.length, updated: updated.length, unchanged, merged: rows - matched };
  return { touched, counts: { [entity]: own, ...otherCounts } };
}

/** Inserts and updates; how many of the updates found their record as it was read. */
async function write(
  ctx: Ctx,
  { runtime, columns }: ImportContext,
  created: readonly BatchRecord[],
  updated: readonly BatchRecord[],
): Promise<number> {
  const { table } = runtime.noun.head;
  const now = new Date();
  const own: SetColumn<BatchRecord>[] = [
    { column: "id", type: "uuid", value: (row) => row.id },
    { column: "import_id", type: "uuid", value: () => ctx.batchId },
    { column: "updated_at", type: "timestamptz", value: () => now },
  ];
  const inserting = insertSet<BatchRecord>(ctx, table, [...own, ...columns], created);
  if (updated.length === 0) return await inserting.then(() => 0);
  const update = await whileSending(inserting, () => updateOf<BatchRecord>(ctx, table, columns, updated));
  await inserting;
  return (await writtenIds(ctx, update)).size;
}

function emitAll(ctx: Ctx, importing: ImportContext, records: readonly BatchRecord[]): Written["touched"] {
  const touched = records.map((one) => emitImported(ctx, importing, one));
  prepareEvents(ctx);
  return touched;
}

/** The event of a record that the batch wrote, and its line in the import's ledger. */
function emitImported(ctx: Ctx, importing: ImportContext, one: BatchRecord): Written["touched"][number] {
  const { runtime, rows, special } = importing;
  const { id, line, before, after } = one;
  const { entity, events } = runtime.noun;
  const change = changeOf(importing, one);
  const version = before ? one.version + 1 : 1;
  const states = before ? [before, after] : [after];
  emit(ctx, events.imported, {
    id,
    version,
    parents: states.flatMap((columns) => runtime.parents({ ...columns, id, version })),
    before: change ? change.before : null,
    after: change ? change.after : { name: after.name },
    data: { created: before === null },
  });
  return {
    entity,
    id,
    line,
    action: before ? "updated" : "created",
    version,
    label: String(after.name),
    before: before && { ...rows.image(before), ...special?.image(one) },
  };
}
