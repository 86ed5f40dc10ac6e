import "server-only";
import { orList } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import { cellText, importableRows } from "./distinct-values";
import type { FilePlan } from "./plan-file";

/** The keys of a file, each as the fields of its columns; none where every row has a key, or no column is one. */
export function keysToFill({ importer, keys }: FilePlan): readonly (readonly string[])[] {
  const { columns } = importer.catalog;
  return keys.some((fields) => fields.every((field) => columns[field]?.required)) ? [] : keys;
}

/** How many rows of a file have no key by which they could be recognised, and what the key is. */
export async function rowsWithoutKey(ctx: Ctx, plan: FilePlan): Promise<{ rows: number; key: string } | null> {
  const keys = keysToFill(plan);
  const empty = keys.map((fields) => {
    const texts = plan.columns.filter(({ field, column }) => column >= 0 && fields.includes(field));
    const parts = texts.map(({ column }) => Prisma.sql`btrim(${cellText(column)}) = ''`);
    return parts.length > 0 ? Prisma.sql`(${Prisma.join(parts, " or ")})` : Prisma.sql`false`;
  });
  if (empty.length === 0) return null;
  const [counted] = await tenantRows<{ rows: number }>(ctx)`
    select count(*)::int as rows from import_rows
    where ${importableRows(ctx, plan.file.id)}
      and ${Prisma.join(empty, " and ")}`;
  const { columns } = plan.importer.catalog;
  const names = keys.map((fields) => fields.map((field) => columns[field]?.label ?? field).join(" and "));
  const rows = counted?.rows ?? 0;
  return rows === 0 ? null : { rows, key: orList(names) };
}

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
    where ${importableRows(ctx, file.id)}`;
  return importer.needs.flatMap(({ reason }, place) => {
    const rows = row?.counts[place] ?? 0;
    return rows > 0 ? [{ rows, reason, all: rows === row?.possible }] : [];
  });
}

/** No record of a table has the external id in this column. */
const isNew = (ctx: Ctx, table: string, column: number): Prisma.Sql => Prisma.sql`not exists (
  select 1 from ${Prisma.raw(table)} known
  where known.tenant_id = ${ctx.tenant.id}::uuid and known.external_id = btrim(${cellText(column)}))`;
