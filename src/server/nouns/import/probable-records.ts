import "server-only";
import { groupBy } from "@/lib/group-by";
import { formRanges, legalForms, longestForms, withoutLegalForm } from "@/lib/legal-forms";
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
/** Reading so many records that begin with a name costs as much as looking for each legal form behind it. */
const crowd = 1_000;

type Named = Pick<NounRuntime, "noun" | "table">;

/** Texts that may follow a name, in byte order: from one and before the other. */
interface Range {
  from: string;
  to: string;
}
/** The blank and all signs that come before a legal form stand before "0". */
const anything: readonly Range[] = [{ from: "", to: "0" }];
const usualForms: readonly Range[] = [{ from: "", to: " " }, ...formRanges()];

/**
 * The records that the actor sees and that have one of these names but for a legal form, by the name without it. Each
 * name uses the index on tenant and folded name. Where very many begin with it, only those with usual forms are looked at.
 */
export async function probableRecords(
  ctx: Ctx,
  runtime: Named,
  names: readonly string[],
): Promise<ReadonlyMap<string, ProbableRecord[]>> {
  const asked = [...new Set(names.map(withoutLegalForm))].filter((name) => name.length > 1);
  const found: ProbableRecord[] = [];
  for (let start = 0; start < asked.length; start += mostAsked) {
    const some = asked.slice(start, start + mostAsked);
    const crowded = await crowdedNames(ctx, runtime, some);
    const others = some.filter((name) => !crowded.has(name));
    found.push(...(await withForms(ctx, runtime, others, anything)));
    found.push(...(await withForms(ctx, runtime, [...crowded], usualForms)));
  }
  return groupBy(found, ({ label }) => withoutLegalForm(label));
}

/** Of these names those with which the names of very many records begin. */
async function crowdedNames(ctx: Ctx, { noun }: Named, names: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tenantSql<{ name: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select k.name from unnest(${arrayLiteral(names)}::text[]) as k(name)
      where exists (
        select 1 from ${Prisma.raw(noun.head.table)} x
        where x.tenant_id = ${ctx.tenant.id}::uuid and x.name_key >= k.name and x.name_key < k.name || '0'
        order by x.name_key offset ${crowd} limit 1)`,
  );
  return new Set(rows.map(({ name }) => name));
}

async function withForms(ctx: Ctx, { noun, table }: Named, names: readonly string[], ranges: readonly Range[]) {
  if (names.length === 0) return [];
  const keys = naturalKeysOf(noun).flatMap(({ fields, column, several, isCustom, namesakes }) =>
    several || isCustom || namesakes || fields.includes("name") ? [] : { name: fields.join("+"), column },
  );
  const filled = keys.map(
    ({ name, column }) => Prisma.sql`case when t.${Prisma.raw(column)} is not null then ${name}::text end`,
  );
  const seen = whereSql({ ...table.rows.table, alias: "x" }, visibleOf(ctx, noun));
  const rest = Prisma.sql`substr(x.name_key, char_length(k.name) + 1)`;
  const [from, to] = [ranges.map((range) => range.from), ranges.map((range) => range.to)];
  return await tenantSql<ProbableRecord>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select t.id, t.name as label, array_remove(array[${Prisma.join(filled)}]::text[], null) as keys
      from unnest(${arrayLiteral(names)}::text[]) as k(name)
      cross join unnest(${arrayLiteral(from)}::text[], ${arrayLiteral(to)}::text[]) as r(start, stop)
      cross join lateral (
        select * from ${Prisma.raw(noun.head.table)} x
        where x.tenant_id = ${ctx.tenant.id}::uuid and x.archived_at is null
          and x.name_key >= k.name || r.start and x.name_key < k.name || r.stop and ${seen}
          and (x.name_key = k.name
               or (char_length(${rest}) <= ${longestForms}::int and ${rest} ~ ${`^${legalForms}`}))
        order by x.name_key limit ${mostAlike}
      ) as t`,
  );
}
