import "server-only";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { rowsByKey } from "../db/rows-by-key.ts";
import { tenantSql } from "../db/tenant-db.ts";
import type { Row } from "../fields/kind.ts";
import { whereSql } from "../where-sql.ts";
import type { NounRuntime } from "./noun-runtime.ts";
import { visibleOf } from "./scope.ts";

/** Loads the given records that the actor may see, unordered; each by index, however large the workspace is. */
export async function rowsById(
  ctx: Ctx,
  { noun, table }: Pick<NounRuntime, "noun" | "table">,
  ids: readonly string[],
): Promise<(Row & { id: string })[]> {
  const { columns, joins } = table.rows;
  const rows = await tenantSql<Row>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select ${columns} from ${rowsByKey(ctx, noun.head.table, "id", ids, "uuid")} ${joins}
      where ${whereSql(table.list.table, visibleOf(ctx, noun))}`,
  );
  return await table.named(
    ctx,
    rows.map((row) => table.rowOfList(row) as Row & { id: string }),
  );
}
