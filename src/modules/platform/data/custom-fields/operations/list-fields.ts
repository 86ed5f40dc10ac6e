import "server-only";
import { type CustomField, customName, fieldOf } from "@/lib/fields/custom";
import { nouns } from "@/lib/nouns/all";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { customColumnsOf } from "@/server/custom/columns";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { readable } from "@/server/readable";
import { customFieldSelect, definitionOf, findField, presentField, type StoredField } from "../row";
import { customFieldIdInput, customFieldList, customFieldUsage, listCustomFieldsInput } from "../schema";
import { customFieldScope } from "../scope";

/** The custom fields of all objects that the actor may read, as the request found them. */
export const readableFields = (ctx: Ctx): CustomField[] =>
  ctx.tenant.custom.fields.filter(({ entity, key }) => readable(ctx, entity).has(customName(key)));

export const listCustomFields = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: listCustomFieldsInput,
  output: customFieldList,
  rest: { method: "GET", path: "/custom-fields" },
  describe:
    "The custom fields of all types of record or of one, including archived ones, in their order. `deleted` returns those deleted in the last 30 days instead.",
  async run(ctx, { entity, deleted = false }) {
    const rows = await ctx.db.customField.findMany({
      where: { ...(entity ? { entity } : {}), deletedAt: deleted ? { not: null } : null, purgedAt: null },
      orderBy: [{ entity: "asc" }, { position: "asc" }, { id: "asc" }],
      select: customFieldSelect,
    });
    return rows.filter((row) => readable(ctx, row.entity).has(customName(row.key))).map(presentField);
  },
});

export const getCustomFieldUsage = platform.operation({
  kind: "query",
  permission: "field:manage",
  on: { scope: customFieldScope, ids: (input) => [input.id] },
  input: customFieldIdInput,
  output: customFieldUsage,
  rest: { method: "GET", path: "/custom-fields/{id}/usage" },
  describe:
    "How many records have a value in a field, in total and by option, and the latest 20 imports whose files fill it. Archived records count.",
  async run(ctx, { id }) {
    const row = await findField(ctx, id);
    const [records, options, imports] = await Promise.all([
      recordsWith(ctx, row),
      optionsWith(ctx, row),
      importsOf(ctx, row),
    ]);
    return { records, options, imports };
  },
});

/** How the two JSON columns of records name the values and keys of a field. */
export function storedNames(row: StoredField) {
  const fields = { [customName(row.key)]: fieldOf(definitionOf({ ...row, unique: true })) };
  return customColumnsOf(row.entity, fields, fields).stored;
}

async function recordsWith(ctx: Ctx, row: StoredField): Promise<number> {
  const { values } = storedNames(row);
  const table = Prisma.raw(nouns[row.entity as keyof typeof nouns].table);
  const [found] = await tenantSql<{ count: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select count(*)::int as count from ${table} t
      where t.tenant_id = ${ctx.tenant.id}::uuid and jsonb_exists_any(t.custom, ${[...values]}::text[])`,
  );
  return found?.count ?? 0;
}

/** The number of records by option; none for other fields. */
export async function optionsWith(ctx: Ctx, { kind, entity, key }: StoredField) {
  if (!["choice", "choices"].includes(kind)) return [];
  return await tenantSql<{ value: string; records: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select v.text as value, count(*)::int as records from custom_values v
      where v.tenant_id = ${ctx.tenant.id}::uuid and v.field = ${`${entity}.${key}`} and v.text is not null
      group by v.text order by v.text`,
  );
}

const importsOf = (ctx: Ctx, { entity, key }: StoredField) =>
  tenantSql<{ id: string; name: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select f.import_id as id, min(f.name) as name from import_files f
      where f.tenant_id = ${ctx.tenant.id}::uuid and f.entity = ${entity}
        and f.mapping @> ${JSON.stringify([{ field: customName(key) }])}::jsonb
      group by f.import_id order by f.import_id desc limit 20`,
  );
