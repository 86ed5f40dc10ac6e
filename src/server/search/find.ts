import "server-only";
import { foldKey } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { pastPrefix } from "../list-compare.ts";
import { readable } from "../readable.ts";
import { isSeenThrough, seesSome, visibleIds } from "../seen-through.ts";
import { linkedParts, naming } from "./linked.ts";
import { nearWords } from "./near-words.ts";
import { meSql, ownSql, placeSql, places, rankedSql, scopeOf, shownSql, termsSql } from "./ranking.ts";
import { type SearchSource, searchSources } from "./source.ts";
import { readSearchText, type SearchText, withoutLegalForm } from "./words.ts";

/** A record that was found; the lower its place, the better it fits. */
export interface Found {
  entity: string;
  id: string;
  place: number;
  /** It belongs to the actor. */
  own: boolean;
  at: Date;
  /** Found by a word that is spelt like the one that was typed. */
  similar: boolean;
}

/** A record whose reference to another one narrows a search. */
export interface Within {
  field: string;
  id: string;
}

interface Options {
  q: string;
  /** Archived ones too. */
  archived: boolean;
  /** The most of each kind. */
  limit: number;
  /** Only records of which this reference names this record. */
  within?: Within | undefined;
}

/** How many times the wanted number is read of records that are seen through others. */
const readAhead = 5;
const enough = 3;

/**
 * The records that hold all words of a text, best first (`search_place` in prisma/search.sql); of equal ones the actor's own,
 * then those changed last. Visibility and hidden fields count before the limit does. Where few are found by their names, words
 * may be in the names of linked records; where none is, the legal form of a company is left out and spellings are guessed.
 */
export async function findRecords(ctx: Ctx, sources: readonly SearchSource[], options: Options): Promise<Found[]> {
  const seen = sources.filter((source) => isSeen(ctx, source));
  const text = readSearchText(options.q);
  if (seen.length === 0 || text.words.length === 0) return [];
  const direct = await query(ctx, seen, text, options);
  const byName = direct.filter(({ place }) => place <= places.name);
  const linked =
    byName.length < enough && !options.within
      ? await linkedParts(
          ctx,
          { asked: seen, all: searchSources().filter((one) => isSeen(ctx, one)) },
          text.words,
          options,
        )
      : [];
  const found =
    linked.length === 0 ? direct : best([...direct, ...(await rowsOf(ctx, seen, text, linked))], options.limit);
  if (found.length >= enough || found.some(({ place }) => place <= places.linked)) return found;
  const bare = withoutLegalForm(text.words);
  const tries = [...(bare ? [bare] : []), ...(await nearWords(ctx, text.words))];
  const known = new Set(found.map(({ id }) => id));
  for (const words of tries) {
    const similar = await query(ctx, seen, { words, digits: null, id: null }, { ...options, q: words.join(" ") });
    if (similar.length > 0)
      return [
        ...found,
        ...similar.filter(({ id }) => !known.has(id)).map((one) => ({ ...one, similar: words !== bare })),
      ];
  }
  return found;
}

const isSeen = (ctx: Ctx, { permission, entity, owned }: SearchSource) =>
  ctx.can(permission) && (!owned || seesSome(ctx, entity));

/** One statement: by the beginning of names, by the words, by digits and by an id; or among the records that name one. */
async function query(ctx: Ctx, seen: readonly SearchSource[], text: SearchText, options: Options): Promise<Found[]> {
  const { within } = options;
  const parts = within
    ? seen.flatMap((source) => withinSql(ctx, source, within, options))
    : [...seen.map((source) => byName(ctx, source, text, options)), ...holding(ctx, seen, text, options)];
  return best(await rowsOf(ctx, seen, text, parts), options.limit);
}

/** The records of these statements, which read the row `terms`; those that the actor does not see through others are left out. */
async function rowsOf(
  ctx: Ctx,
  seen: readonly SearchSource[],
  { words }: SearchText,
  parts: readonly Prisma.Sql[],
): Promise<Found[]> {
  if (parts.length === 0) return [];
  let left = await tenantSql<Found>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with terms as materialized (${termsSql(words)})
      select entity, id, place, at, own, false as similar from (${Prisma.join(parts, " union all ")}) f`,
  );
  for (const { entity } of seen.filter((source) => isSeenThrough(ctx, source.entity))) {
    const ids = left.flatMap((row) => (row.entity === entity ? [row.id] : []));
    const shown = new Set(ids.length > 0 ? await visibleIds(ctx, entity, ids) : []);
    left = left.filter((row) => row.entity !== entity || shown.has(row.id));
  }
  return left;
}

/** Each record once, at its best place; the best of each kind. */
function best(rows: readonly Found[], limit: number): Found[] {
  const once = new Map<string, Found>();
  for (const row of rows) if (row.place < (once.get(row.id)?.place ?? Number.POSITIVE_INFINITY)) once.set(row.id, row);
  const counts = new Map<string, number>();
  return [...once.values()]
    .sort(
      (a, b) =>
        a.place - b.place || Number(b.own) - Number(a.own) || b.at.getTime() - a.at.getTime() || compare(a.id, b.id),
    )
    .filter(({ entity }) => {
      const count = (counts.get(entity) ?? 0) + 1;
      counts.set(entity, count);
      return count <= limit;
    });
}

/** Rows in the order in which they were found; those deleted in the meantime are left out. */
export function inOrder<R extends { id: string }>(rows: readonly R[], found: readonly { id: string }[]): R[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return found.flatMap(({ id }) => byId.get(id) ?? []);
}

const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other));

/** By the words and by digits. */
function holding(
  ctx: Ctx,
  seen: readonly SearchSource[],
  text: SearchText,
  { archived, limit }: Options,
): Prisma.Sql[] {
  const through = seen.filter(({ entity }) => isSeenThrough(ctx, entity));
  const byOwner = seen.filter((source) => !through.includes(source));
  const find = (words: readonly string[], sources: readonly SearchSource[], most: number) => {
    const scopes = JSON.stringify(sources.map((source) => scopeOf(ctx, source)));
    return sources.length === 0
      ? []
      : [
          Prisma.sql`
            select entity, id, place, changed_at as at, own
            from search_find(${words}::text[], ${scopes}::jsonb, ${archived}, ${most}, ${meSql(ctx)})`,
        ];
  };
  // Records that are seen through others are checked when found: more are read, so that enough are left.
  return [text.words, ...(text.digits ? [[text.digits]] : [])].flatMap((words) => [
    ...find(words, byOwner, limit),
    ...find(words, through, limit * readAhead),
  ]);
}

/** Names that are the text or begin with it, from the table's own index, however many records hold it elsewhere. */
function byName(ctx: Ctx, source: SearchSource, text: SearchText, options: Options): Prisma.Sql {
  const { entity, table } = source;
  const key = foldKey(options.q);
  const past = pastPrefix(key);
  const [name, alias] = [Prisma.raw(table.name), Prisma.raw(table.alias)];
  const begins = Prisma.sql`${alias}.name_key >= ${key} ${past === null ? Prisma.empty : Prisma.sql`and ${alias}.name_key < ${past}`}`;
  // A text of signs alone has no words: its names begin with it.
  const place = text.id
    ? Prisma.sql`0`
    : Prisma.sql`case when n.name_key = ${key} then 0 else least(${placeSql(Prisma.sql`search_text(n.name_key)`)}, ${places.name}) end`;
  return Prisma.sql`
    (select ${entity}::text as entity, n.id, ${place} as place, n.at, n.own
     from (
       select ${alias}.id, ${alias}.name_key, ${alias}.updated_at as at, ${ownSql(ctx, source)} as own
       from ${name} ${alias}
       where ${alias}.tenant_id = ${ctx.tenant.id}::uuid
         and ${text.id ? Prisma.sql`${alias}.id = ${text.id}::uuid` : begins} and ${shownSql(ctx, source, options.archived)}
       order by ${alias}.name_key, ${alias}.id limit ${options.limit}
     ) n cross join terms t)`;
}

/** The records of which a reference names one record; none of kinds without it, or where the actor may not read it. */
function withinSql(ctx: Ctx, source: SearchSource, within: Within, { archived, limit }: Options): Prisma.Sql[] {
  const reference = source.references.find(({ field }) => field === within.field);
  if (!reference || !readable(ctx, source.entity).has(within.field)) return [];
  return [rankedSql(ctx, source, { ids: naming(ctx, reference, [within.id]), linked: [], archived, limit })];
}
