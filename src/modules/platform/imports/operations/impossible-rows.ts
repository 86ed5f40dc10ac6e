import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { cellText } from "./distinct-values";
import type { FilePlan } from "./plan-file";

interface Impossible {
  rows: number;
  reason: string;
}

/** The needs that no row of a file fills. */
export async function needsOfNoRow(ctx: Ctx, plan: FilePlan): Promise<Impossible[]> {
  return (await impossibleRows(ctx, plan)).filter(({ rows }) => rows >= plan.file.rowCount);
}

/**
 * How many rows of a file lack what each of them must have, with the sentence that says it; one statement. Rows of a file
 * of several objects are left out instead.
 */
export async function impossibleRows(ctx: Ctx, { file, importer, columns }: FilePlan): Promise<Impossible[]> {
  if (file.mixed || importer.needs.length === 0) return [];
  const counts = importer.needs.map(({ anyOf }) => {
    const mapped = columns.filter(({ field }) => anyOf.includes(field));
    // A value of all rows fills each of them.
    if (mapped.some(({ column }) => column < 0)) return Prisma.sql`0`;
    const empty = mapped.map(({ column }) => Prisma.sql`btrim(${cellText(column)}) = ''`);
    return empty.length === 0
      ? Prisma.sql`count(*)::int`
      : Prisma.sql`count(*) filter (where ${Prisma.join(empty, " and ")})::int`;
  });
  const [row] = await tenantSql<{ counts: number[] }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select array[${Prisma.join(counts)}]::int[] as counts from import_rows
      where tenant_id = ${ctx.tenant.id}::uuid and file_id = ${file.id}::uuid and not skipped and issue is null`,
  );
  return importer.needs.flatMap(({ reason }, place) => {
    const rows = row?.counts[place] ?? 0;
    return rows > 0 ? [{ rows, reason }] : [];
  });
}
