import "server-only";
import { chosenKeys } from "@/lib/import-rows";
import { orList } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import type { FilePlan } from "./plan-file";

type Keyed = Pick<FilePlan, "file" | "importer" | "columns" | "options">;

/** The keys of a file, each as the fields of its columns; none where every row has a key, or no column is one. */
export function keysToFill({ importer, columns, options }: Keyed): readonly (readonly string[])[] {
  const { naturalKeys, columns: specs } = importer.catalog;
  const mapped = new Set(columns.map(({ field }) => field));
  const keys = chosenKeys(naturalKeys, options).filter((fields) => fields.every((field) => mapped.has(field)));
  const isAlwaysThere = (fields: readonly string[]) => fields.every((field) => specs[field]?.required);
  return keys.some(isAlwaysThere) ? [] : keys;
}

/** How many rows of a file have no key by which they could be recognised, and what the key is. */
export async function rowsWithoutKey(ctx: Ctx, plan: Keyed): Promise<{ rows: number; key: string } | null> {
  const keys = keysToFill(plan);
  const cells = new Map(plan.columns.flatMap(({ field, column }) => (column < 0 ? [] : [[field, column] as const])));
  const empty = keys.map((fields) => {
    const texts = fields.flatMap((field) => cells.get(field) ?? []);
    const parts = texts.map(
      (column) => Prisma.sql`btrim(coalesce(edits ->> ${String(column)}, cells[${column + 1}::int], '')) = ''`,
    );
    return parts.length > 0 ? Prisma.sql`(${Prisma.join(parts, " or ")})` : Prisma.sql`false`;
  });
  if (empty.length === 0) return null;
  const [counted] = await tenantRows<{ rows: number }>(ctx)`
    select count(*)::int as rows from import_rows
    where tenant_id = ${ctx.tenant.id}::uuid and file_id = ${plan.file.id}::uuid and not skipped and issue is null
      and ${Prisma.join(empty, " and ")}`;
  const { columns } = plan.importer.catalog;
  const names = keys.map((fields) => fields.map((field) => columns[field]?.label ?? field).join(" and "));
  const rows = counted?.rows ?? 0;
  return rows === 0 ? null : { rows, key: orList(names) };
}
