import "server-only";
import { groupBy } from "@/lib/group-by";
import { legalForms, longestForms, withoutLegalForm } from "@/lib/legal-forms";
import type { Ctx } from "../../context.ts";
import { arrayLiteral } from "../../db/array-literal.ts";
import { Prisma } from "../../db/generated/client.ts";
import { tenantSql } from "../../db/tenant-db.ts";
import type { ProbableRecord } from "../../reference-source.ts";
import { whereSql } from "../../where-sql.ts";
import type { NounRuntime } from "../noun-runtime.ts";
import { visibleOf } from "../scope.ts";
import { naturalKeysOf } from "./natural-keys.ts";

/** So many records of one name are suggested. */
const mostAlike = 50;
const mostAsked = 5_000;

type Named = Pick<NounRuntime, "noun" | "table">;

/**
 * The records that the actor sees and that have one of these names but for a legal form, by the name without it. Each
 * name uses the index on tenant and folded name; what follows the name in it decides before any record is read.
 */
export async function probableRecords(
  ctx: Ctx,
  runtime: Named,
  names: readonly string[],
): Promise<ReadonlyMap<string, ProbableRecord[]>> {
  const asked = [...new Set(names.map(withoutLegalForm))].filter((name) => name.length > 1);
  const found: ProbableRecord[] = [];
  for (let start = 0; start < asked.length; start += mostAsked)
    found.push(...(await withForms(ctx, runtime, asked.slice(start, start + mostAsked))));
  return groupBy(found, ({ label }) => withoutLegalForm(label));
}

async function withForms(ctx: Ctx, { noun, table }: Named, names: readonly string[]) {
  const keys = naturalKeysOf(noun).flatMap(({ fields, column, several, isCustom, namesakes }) =>
    several || isCustom || namesakes || fields.includes("name") ? [] : { name: fields.join("+"), column },
  );
  const filled = keys.map(
    ({ name, column }) => Prisma.sql`case when t.${Prisma.raw(column)} is not null then ${name}::text end`,
  );
  const seen = whereSql({ ...table.rows.table, alias: "x" }, visibleOf(ctx, noun));
  const rest = Prisma.sql`substr(x.name_key, char_length(k.name) + 1)`;
  // In byte order the blank and all signs that come before a legal form stand before "0".
  return await tenantSql<ProbableRecord>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select t.id, t.name as label, array_remove(array[${Prisma.join(filled)}]::text[], null) as keys
      from unnest(${arrayLiteral(names)}::text[]) as k(name)
      cross join lateral (
        select * from ${Prisma.raw(noun.head.table)} x
        where x.tenant_id = ${ctx.tenant.id}::uuid and x.archived_at is null
          and x.name_key >= k.name and x.name_key < k.name || '0' and ${seen}
          and (x.name_key = k.name
               or (char_length(${rest}) <= ${longestForms}::int and ${rest} ~ ${`^${legalForms}`}))
        order by x.name_key limit ${mostAlike}
      ) as t`,
  );
}
