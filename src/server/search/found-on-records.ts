import "server-only";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { type OfRecord, onSeenRecords, recordNames } from "../seen-records.ts";
import { readSearchText } from "./words.ts";

/** How many are read for those that are shown: the others may be on records that the actor does not see. */
const readAhead = 200;

/** The parts of a search for rows that belong to records. */
interface Sought {
  entity: string;
  /** Columns of `d`, the row; its kind and id, and the kind and id of its record, are read in any case. */
  columns: Prisma.Sql;
  table: Prisma.Sql;
  where: Prisma.Sql;
}

type Found<Row> = OfRecord & Row & { id: string };

/** Rows that hold all words of a text, on records that the actor sees, the newest first, and the first of the words. */
export async function foundOnRecords<Row extends object>(
  ctx: Ctx,
  { q, limit }: { q: string; limit: number },
  { entity, columns, table, where }: Sought,
): Promise<{ rows: (Found<Row> & { record: string })[]; word: string }> {
  const { words } = readSearchText(q);
  const [word = ""] = words;
  if (word === "") return { rows: [], word };
  const scopes = JSON.stringify([{ entity, owners: null, hidden: null }]);
  const found = await tenantSql<Found<Row>>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select d.id, d.entity, d.record_id as "recordId", ${columns}
      from search_find(${words}::text[], ${scopes}::jsonb, false, ${readAhead}) f
      cross join lateral (
        select d.* from ${table} d where d.tenant_id = ${ctx.tenant.id}::uuid and d.id = f.id limit 1
      ) d
      where ${where}
      order by d.created_at desc, d.id desc`,
  );
  const seen = new Set((await onSeenRecords(ctx, found)).map(({ id }) => id));
  const shown = found.filter(({ id }) => seen.has(id)).slice(0, limit);
  const names = await recordNames(ctx, shown);
  return { rows: shown.map((row) => ({ ...row, record: names.get(row.recordId) ?? "" })), word };
}
