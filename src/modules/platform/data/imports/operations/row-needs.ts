import "server-only";
import type { z } from "zod";
import { orList } from "@/lib/text";
import type { Importer } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import type { fileAnalysis } from "../values/schema";
import { cellText, importableRows } from "./distinct-values";
import type { FilePlan, PlannedColumn } from "./plan-file";

/** The keys of a file, each as the fields of its columns; none where every row has a key, or no column is one. */
export function keysToFill({ importer, keys }: FilePlan): readonly (readonly string[])[] {
  const { columns } = importer.catalog;
  return keys.some((fields) => fields.every((field) => columns[field]?.required)) ? [] : keys;
}

type LackingRows = Pick<z.input<typeof fileAnalysis>, "withoutKey" | "impossible">;

/**
 * Counts the rows that could be imported but lack something, in one statement. Rows of a file of several objects that lack
 * what this object needs are left out instead.
 */
export async function lackingRows(ctx: Ctx, plan: FilePlan): Promise<LackingRows> {
  const needs = plan.file.mixed ? [] : plan.importer.needs;
  const keys = keysToFill(plan);
  if (needs.length + keys.length === 0) return { withoutKey: null, impossible: [] };
  const noKey = keys.map((fields) => {
    const empty = fields.flatMap((field) => {
      const filling = plan.columns.filter((one) => one.column >= 0 && one.field === field);
      return filling.length > 0 ? [Prisma.sql`(${Prisma.join(filling.map(isEmpty), " and ")})`] : [];
    });
    return empty.length > 0 ? Prisma.sql`(${Prisma.join(empty, " or ")})` : Prisma.sql`false`;
  });
  const lacks = [
    ...needs.map((need) => lacksNeed(ctx, plan, need)),
    Prisma.join([Prisma.sql`true`, ...noKey], " and "),
  ];
  const counts = lacks.map((condition) => Prisma.sql`count(*) filter (where ${condition})::int`);
  const [row] = await tenantRows<{ counts: number[]; possible: number }>(ctx)`
    select array[${Prisma.join(counts)}]::int[] as counts, count(*)::int as possible from import_rows
    where ${importableRows(ctx, plan.file.id)}`;
  const { columns } = plan.importer.catalog;
  const names = keys.map((fields) => fields.map((field) => columns[field]?.label ?? field).join(" and "));
  const withoutKey = { rows: row?.counts.at(-1) ?? 0, key: orList(names) };
  return {
    withoutKey: keys.length > 0 && withoutKey.rows > 0 ? withoutKey : null,
    impossible: needs.flatMap(({ reason }, place) => {
      const rows = row?.counts[place] ?? 0;
      return rows > 0 ? [{ rows, reason, all: rows === row?.possible }] : [];
    }),
  };
}

const isEmpty = ({ column }: { column: number }) => Prisma.sql`btrim(${cellText(column)}) = ''`;

/** A row fills none of the fields of which it must fill one. */
function lacksNeed(ctx: Ctx, { columns }: FilePlan, { anyOf, onlyNew }: Importer["needs"][number]): Prisma.Sql {
  const mapped = columns.filter(({ field }) => anyOf.includes(field));
  // A value of all rows fills each of them.
  if (mapped.some(({ column }) => column < 0)) return Prisma.sql`false`;
  const ids = columns.filter(({ field, spec }) => field === "externalId" || spec.ownId);
  const isNewRecord = onlyNew === undefined ? [] : ids.map((id) => isNew(ctx, onlyNew, id));
  return Prisma.join([Prisma.sql`true`, ...mapped.map(isEmpty), ...isNewRecord], " and ");
}

const uuidForm = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";

/** No record of a table has the id in this column: the one that it has here, or the one of elsewhere. */
function isNew(ctx: Ctx, table: string, { column, spec }: PlannedColumn): Prisma.Sql {
  const text = Prisma.sql`btrim(${cellText(column)})`;
  const own = Prisma.sql`known.id = case when ${text} ~* ${uuidForm} then ${text}::uuid end`;
  return Prisma.sql`not exists (
    select 1 from ${Prisma.raw(table)} known
    where known.tenant_id = ${ctx.tenant.id}::uuid and ${spec.ownId ? own : Prisma.sql`known.external_id = ${text}`})`;
}
