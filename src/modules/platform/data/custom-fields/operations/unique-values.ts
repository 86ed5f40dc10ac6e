import "server-only";
import { counted } from "@/lib/counted";
import { nouns } from "@/lib/nouns/all";
import { quoteValue } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { uniqueField } from "@/server/custom/key-column";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { invalid } from "@/server/errors";
import type { StoredField } from "../row";

const shown = 3;
/** Rows of one statement: it ends long before its limit. */
const rowsAtOnce = 100_000;

/**
 * Makes or removes the keys by which no two records have the same value; refuses while some do. Records get them with
 * each later write from the definition.
 */
export async function turnUnique(ctx: Ctx, row: StoredField): Promise<void> {
  const field = `${row.entity}.${row.key}`;
  if (!row.unique) {
    await ctx.db.customValue.deleteMany({ where: { field: uniqueField(field) } });
    return;
  }
  await refuseShared(ctx, row, field);
  // A number's key is its text in JSON, exactly as the server writes it.
  const text = Prisma.sql`coalesce(v.text, (
    select t.custom ->> ${row.key} from ${Prisma.raw(nouns[row.entity as keyof typeof nouns].table)} t
    where t.tenant_id = v.tenant_id and t.id = v.record_id))`;
  const parts = Math.ceil((await ctx.db.customValue.count({ where: { field } })) / rowsAtOnce);
  for (let part = 0; part < parts; part += 1)
    await tenantSql(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        insert into custom_values (tenant_id, record_id, field, place, text)
        select v.tenant_id, v.record_id, ${uniqueField(field)}, v.place, ${text} from custom_values v
        where v.tenant_id = ${ctx.tenant.id}::uuid and v.field = ${field}
          and abs(hashtext(v.record_id::text)::bigint) % ${parts}::int = ${part}::int`,
    );
}

async function refuseShared(ctx: Ctx, row: StoredField, field: string): Promise<void> {
  const shared = await tenantSql<{ records: number; value: string; total: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with shared as (
        select count(*)::int as records, min(v.record_id::text)::uuid as sample from custom_values v
        where v.tenant_id = ${ctx.tenant.id}::uuid and v.field = ${field}
        group by v.text, v.number having count(*) > 1
      )
      select s.records, t.custom ->> ${row.key} as value, count(*) over ()::int as total from shared s
      join ${Prisma.raw(nouns[row.entity as keyof typeof nouns].table)} t
        on t.tenant_id = ${ctx.tenant.id}::uuid and t.id = s.sample
      order by s.records desc, value limit ${shown}`,
  );
  const [first] = shared;
  if (!first) return;
  const values = shared.map(({ value, records }) => `${quoteValue(value)} (${records} records)`).join(", ");
  const more = first.total > shared.length ? ` and ${first.total - shared.length} more` : "";
  const message = `Records share ${counted(first.total, { one: "value", many: "values" }, ctx.tenant.locale)}: ${values}${more}. Change those first.`;
  throw invalid("unique", message);
}
