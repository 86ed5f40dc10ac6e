import "server-only";
import type { Ctx } from "../../context.ts";
import { Prisma } from "../../db/generated/client.ts";
import { rowsByEntry, rowsByKey } from "../../db/rows-by-key.ts";
import { tenantSql } from "../../db/tenant-db.ts";
import type { OwnedRow } from "../../scope.ts";
import type { ImportContext } from "./import-context.ts";
import { idKey } from "./natural-keys.ts";
import { previewedRecords } from "./previewed-records.ts";
import type { BatchRecord, Cells, Columns } from "./rules.ts";
import { WorkingSet } from "./working-set.ts";

interface Stored extends OwnedRow, Columns {
  version: number;
  isArchived: boolean;
  isNew: boolean;
}

/** The records that rows may match, and the external ids of those among them that the actor does not see. */
export interface Loaded {
  records: WorkingSet;
  /** Whether a record that the actor does not see has the external id of this row. */
  isTaken(row: Cells): boolean;
}

/** Looks up the records of some rows by their natural keys: one statement, whatever the number of rows. */
export async function loadRecords(
  ctx: Ctx,
  importing: ImportContext,
  rows: readonly Cells[],
  dry: boolean,
): Promise<Loaded> {
  const { runtime, special, keys, unique } = importing;
  const found = [...new Map((await storedRows(ctx, importing, rows)).map((row) => [row.id, row])).values()];
  const seen = found.filter((row) => runtime.scope.sees(ctx, row));
  const known = dry && special ? previewedRecords(ctx, runtime.noun.entity) : undefined;
  // A copy: where the database refuses a batch, its halves begin anew.
  const working = seen.map((row) => ({ ...(known?.get(row.id) ?? workingOf(importing, row)) }));
  const taken = new Set(found.flatMap((row) => (runtime.scope.sees(ctx, row) ? [] : idKey.textsOf(row))));
  return {
    records: new WorkingSet(keys, working, (more) => special?.adds(more) ?? false, unique),
    isTaken: (row) => idKey.textsOf(row).some((text) => taken.has(text)),
  };
}

function workingOf({ runtime, special }: ImportContext, stored: Stored): BatchRecord {
  const { id, version, isArchived, isNew, ...row } = runtime.table.unpacked(stored) as Stored;
  const { columns, more } = special?.divide(row) ?? { columns: row as Columns, more: undefined };
  return { id, version, isArchived, isNew, before: columns, after: columns, more, line: 0 };
}

const selected = ({ batchId }: Ctx, { runtime, special }: ImportContext) => Prisma.sql`
  t.id, t.version, t.archived_at is not null as "isArchived",
  coalesce(t.import_id = ${batchId}::uuid, false) as "isNew", ${runtime.table.read}
  ${special ? Prisma.sql`, ${special.select.columns}` : Prisma.empty}`;

async function storedRows(ctx: Ctx, importing: ImportContext, rows: readonly Cells[]): Promise<Stored[]> {
  const { runtime, special, keys, unique } = importing;
  const lookUps = [...new Set([...keys, ...unique])].flatMap((key) => {
    const texts = rows.flatMap((row) => key.lookUps(row));
    if (texts.length === 0) return [];
    const { entity, head } = runtime.noun;
    const from = key.several
      ? rowsByEntry(ctx, { table: head.table, entity, field: key.column }, texts)
      : rowsByKey(ctx, head.table, key.column, texts);
    return [Prisma.sql`select ${selected(ctx, importing)} from ${from} ${special?.select.joins ?? Prisma.empty}`];
  });
  if (lookUps.length === 0) return [];
  return await tenantSql<Stored>(ctx.tenant.id, ctx.db, Prisma.join(lookUps, " union all "));
}

/** Records as they are now, by their ids. */
export async function recordsById(
  ctx: Ctx,
  importing: ImportContext,
  ids: readonly string[],
): Promise<Map<string, BatchRecord>> {
  const { runtime, special } = importing;
  const rows = await tenantSql<Stored>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select ${selected(ctx, importing)} from ${rowsByKey(ctx, runtime.noun.head.table, "id", ids, "uuid")}
      ${special?.select.joins ?? Prisma.empty}`,
  );
  return new Map(rows.map((row) => [row.id, workingOf(importing, row)]));
}
