import "server-only";
import { groupBy } from "@/lib/group-by";
import { withoutLegalForm } from "@/lib/legal-forms";
import type { Ctx } from "../../context.ts";
import { arrayLiteral } from "../../db/array-literal.ts";
import { Prisma } from "../../db/generated/client.ts";
import { tenantSql } from "../../db/tenant-db.ts";
import { ownedSql } from "../../owned-of.ts";
import type { ProbableRecord } from "../../reference-source.ts";
import type { OwnedRow } from "../../scope.ts";
import type { NounRuntime } from "../noun-runtime.ts";
import { naturalKeysOf } from "./natural-keys.ts";

/** So many records are looked through that begin with a name and a sign after it. */
const mostAlike = 50;
const mostAsked = 5_000;

type Named = Pick<NounRuntime, "noun" | "scope">;

/**
 * The records that the actor sees and that have one of these names but for a legal form, by the name without it. Each
 * name uses the index on tenant and folded name, however many records begin like it.
 */
export async function probableRecords(
  ctx: Ctx,
  { noun, scope }: Named,
  names: readonly string[],
): Promise<ReadonlyMap<string, ProbableRecord[]>> {
  const asked = [...new Set(names.map(withoutLegalForm))].filter((name) => name.length > 1);
  const found: (ProbableRecord & OwnedRow)[] = [];
  for (let start = 0; start < asked.length; start += mostAsked)
    found.push(...(await beginningWith(ctx, noun, asked.slice(start, start + mostAsked))));
  return groupBy(
    found.filter((row) => scope.sees(ctx, row)),
    ({ label }) => withoutLegalForm(label),
  );
}

async function beginningWith(ctx: Ctx, noun: Named["noun"], names: readonly string[]) {
  const { entity, head } = noun;
  const table = Prisma.raw(head.table);
  // In byte order a blank comes before "!", and commas, hyphens and dots between "," and "/".
  const between = (from: string, to: string) => Prisma.sql`
    (select * from ${table} x where x.tenant_id = ${ctx.tenant.id}::uuid and x.archived_at is null
       and x.name_key >= k.name || ${from} and x.name_key < k.name || ${to}
     order by x.name_key limit ${mostAlike})`;
  const keys = naturalKeysOf(noun).flatMap(({ fields, column, several, isCustom, namesakes }) =>
    several || isCustom || namesakes || fields.includes("name") ? [] : { name: fields.join("+"), column },
  );
  const filled = keys.map(
    ({ name, column }) => Prisma.sql`case when t.${Prisma.raw(column)} is not null then ${name}::text end`,
  );
  return await tenantSql<ProbableRecord & OwnedRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select distinct t.id, t.name as label, array_remove(array[${Prisma.join(filled)}], null) as keys,
             ${ownedSql(entity, "t")}
      from unnest(${arrayLiteral(names)}::text[]) as k(name)
      cross join lateral (${between("", "!")} union all ${between(",", "/")}) as t`,
  );
}
