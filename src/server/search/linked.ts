import "server-only";
import { groupBy } from "@/lib/group-by";
import type { Ctx } from "../context.ts";
import { arrayLiteral } from "../db/array-literal.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { readable } from "../readable.ts";
import { isSeenThrough } from "../seen-through.ts";
import { meSql, places, rankedSql, scopeOf } from "./ranking.ts";
import type { SearchReference, SearchSource } from "./source.ts";

/** With more words nobody names two records. */
const mostWords = 4;
/** The best of each kind for each word, and the records that name one of those: fewer where every word is in very many. */
const most = { ofWord: 200, ofRecord: 1_000, inAll: 2_000, ofFrequent: 200 };

interface Hit {
  nth: number;
  entity: string;
  id: string;
  place: number;
}

/** The kinds that are asked for, and all that the actor may see. */
interface Kinds {
  asked: readonly SearchSource[];
  all: readonly SearchSource[];
}

/**
 * Records of which each word is in their own texts or in the name of a record that they refer to: a contact Lesch of the
 * account Data Corp for "lesch data". References that the actor may not read and records that it does not see count as if
 * they were not there. One statement for each kind; none where a word is found nowhere.
 */
export async function linkedParts(
  ctx: Ctx,
  { asked, all }: Kinds,
  words: readonly string[],
  { archived, limit }: { archived: boolean; limit: number },
): Promise<Prisma.Sql[]> {
  if (words.length < 2 || words.length > mostWords) return [];
  const targets = new Map(
    all.filter(({ entity }) => !isSeenThrough(ctx, entity)).map((source) => [source.entity, source] as const),
  );
  const linksOf = (source: SearchSource): SearchReference[] => {
    const may = readable(ctx, source.entity);
    return source.references.filter(({ field, to }) => may.has(field) && targets.has(to));
  };
  const linking = asked.filter((source) => linksOf(source).length > 0);
  const named = new Set(linking.flatMap((source) => linksOf(source).map(({ to }) => to)));
  const read = all.filter((source) => linking.includes(source) || named.has(source.entity));
  const hits = read.length === 0 ? [] : await hitsOf(ctx, read, words);
  if (words.some((_, nth) => !hits.some((hit) => hit.nth === nth))) return [];
  const rarest = rarestOf(hits, words);
  const inAll = rarest === null ? most.ofFrequent : most.inAll;
  const byEntity = groupBy(
    rarest === null ? rarestFirst(hits) : hits.filter(({ nth }) => nth === rarest),
    ({ entity }) => entity,
  );
  return linking.flatMap((source) => {
    const links = linksOf(source);
    const own = byEntity.get(source.entity)?.map(({ id }) => id) ?? [];
    const through = links.flatMap((link) => {
      const ids = byEntity.get(link.to)?.flatMap(({ id, place }) => (place <= places.held ? [id] : [])) ?? [];
      return ids.length > 0 ? [naming(ctx, link, ids)] : [];
    });
    if (own.length === 0 && through.length === 0) return [];
    const parts = [Prisma.sql`select unnest(${arrayLiteral(own)}::uuid[]) as id`, ...through];
    const ids = Prisma.sql`select distinct id from (select id from (${Prisma.join(parts, " union all ")}) a limit ${inAll}) b`;
    const linked = links.flatMap((reference) => {
      const target = targets.get(reference.to);
      return target ? [{ reference, scope: scopeOf(ctx, target) }] : [];
    });
    return [rankedSql(ctx, source, { ids, linked, archived, limit })];
  });
}

/** A record has to hold each word: those that hold one of them are enough, if it is not in more records than were read. */
function rarestOf(hits: readonly Hit[], words: readonly string[]): number | null {
  const whole = words.flatMap((_, nth) => {
    const some = hits.filter((hit) => hit.nth === nth);
    const fullest = Math.max(...[...groupBy(some, ({ entity }) => entity).values()].map(({ length }) => length));
    return fullest < most.ofWord ? [{ nth, count: some.length }] : [];
  });
  return whole.toSorted((a, b) => a.count - b.count)[0]?.nth ?? null;
}

/** The rows read from here on are bounded: the few records of a rare word come before the many of a frequent one. */
function rarestFirst(hits: readonly Hit[]): Hit[] {
  const keyOf = ({ entity, nth }: Hit) => `${entity} ${nth}`;
  const counts = new Map([...groupBy(hits, keyOf)].map(([key, some]) => [key, some.length]));
  const countOf = (hit: Hit) => counts.get(keyOf(hit)) ?? 0;
  return hits.toSorted((a, b) => countOf(a) - countOf(b));
}

/** The best records for each word by itself; linked ones may be archived. */
async function hitsOf(ctx: Ctx, sources: readonly SearchSource[], words: readonly string[]): Promise<Hit[]> {
  const scopes = JSON.stringify(sources.map((source) => scopeOf(ctx, source)));
  const parts = words.map(
    (word, nth) => Prisma.sql`
      select ${nth}::int as nth, entity, id, place
      from search_find(array[${word}]::text[], ${scopes}::jsonb, true, ${most.ofWord}, ${meSql(ctx)})`,
  );
  return await tenantSql<Hit>(ctx.tenant.id, ctx.db, Prisma.join(parts, " union all "));
}

/** The records of which a reference names one of these, by the index of that reference. */
export function naming(ctx: Ctx, { table, record, column }: SearchReference, ids: readonly string[]): Prisma.Sql {
  const key = Prisma.raw(`x.${column}`);
  return Prisma.sql`
    select n.id from unnest(${arrayLiteral(ids)}::uuid[]) as k(key)
    cross join lateral (
      select x.${Prisma.raw(record)} as id from ${Prisma.raw(table)} x
      where x.tenant_id = ${ctx.tenant.id}::uuid and ${key} >= k.key and ${key} <= k.key
      order by ${key} limit ${most.ofRecord}
    ) n`;
}
