import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import { cellText } from "./distinct-values";
import type { FilePlan } from "./plan-file";

interface Impossible {
  rows: number;
  reason: string;
  /** No row of the file fills the need. */
  all: boolean;
}

/** The needs that no row of a file fills. */
export async function needsOfNoRow(ctx: Ctx, plan: FilePlan): Promise<Impossible[]> {
  return (await impossibleRows(ctx, plan)).filter(({ all }) => all);
}

/**
 * How many of the rows that could be imported lack what each of them must have, with the sentence that says it; one
 * statement. Rows of a file of several objects are left out instead.
 */
export async function impossibleRows(ctx: Ctx, { file, importer, columns }: FilePlan): Promise<Impossible[]> {
  if (file.mixed || importer.needs.length === 0) return [];
  const counts = importer.needs.map(({ anyOf, onlyNew }) => {
    const mapped = columns.filter(({ field }) => anyOf.includes(field));
    // A value of all rows fills each of them.
    if (mapped.some(({ column }) => column < 0)) return Prisma.sql`0`;
    const lacks = mapped.map(({ column }) => Prisma.sql`btrim(${cellText(column)}) = ''`);
    const id = columns.find(({ field }) => field === "externalId");
    if (id && onlyNew !== undefined) lacks.push(isNew(ctx, onlyNew, id.column));
    return lacks.length === 0
      ? Prisma.sql`count(*)::int`
      : Prisma.sql`count(*) filter (where ${Prisma.join(lacks, " and ")})::int`;
  });
  const [row] = await tenantRows<{ counts: number[]; possible: number }>(ctx)`
    select array[${Prisma.join(counts)}]::int[] as counts, count(*)::int as possible from import_rows
    where tenant_id = ${ctx.tenant.id}::uuid and file_id = ${file.id}::uuid and not skipped and issue is null`;
  return importer.needs.flatMap(({ reason }, place) => {
    const rows = row?.counts[place] ?? 0;
    return rows > 0 ? [{ rows, reason, all: rows === row?.possible }] : [];
  });
}

/** No record of a table has the external id in this column. */
const isNew = (ctx: Ctx, table: string, column: number): Prisma.Sql => Prisma.sql`not exists (
  select 1 from ${Prisma.raw(table)} known
  where known.tenant_id = ${ctx.tenant.id}::uuid and known.external_id = btrim(${cellText(column)}))`;
