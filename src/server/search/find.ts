import "server-only";
import { foldKey } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { pastPrefix } from "../list-compare.ts";
import { readable } from "../readable.ts";
import { ownersSeen } from "../scope.ts";
import { isSeenThrough, seesSome, visibleIds, visibleWhere } from "../seen-through.ts";
import { whereSql } from "../where-sql.ts";
import { markOf } from "./mark.ts";
import { nearWords } from "./near-words.ts";
import type { SearchSource } from "./source.ts";
import { readSearchText, type SearchText } from "./words.ts";

/** A record that was found; the lower its place, the better it fits. */
export interface Found {
  entity: string;
  id: string;
  place: number;
  /** Found by a word that is spelt like the one that was typed. */
  similar: boolean;
}

interface Options {
  q: string;
  /** Archived ones too. */
  archived: boolean;
  /** The most of each kind. */
  limit: number;
}

/** The place of records whose name has words that begin with the words of the text: then no spelling is guessed. */
const wordsOfName = 2;
/** How many times the wanted number is read of records that are seen through others. */
const readAhead = 5;
const enough = 3;

/**
 * The records that hold all words of a text, best first: the name itself, its beginning, words of it, any part of it,
 * then other fields; those changed last before others. Visibility and hidden fields count before the limit does.
 */
export async function findRecords(ctx: Ctx, sources: readonly SearchSource[], options: Options): Promise<Found[]> {
  const seen = sources.filter(({ permission, entity, owned }) => {
    return ctx.can(permission) && (!owned || seesSome(ctx, entity));
  });
  const text = readSearchText(options.q);
  if (seen.length === 0 || text.words.length === 0) return [];
  const found = await query(ctx, seen, text, options);
  if (found.length >= enough || found.some(({ place }) => place <= wordsOfName)) return found;
  const known = new Set(found.map(({ id }) => id));
  for (const words of await nearWords(ctx, text.words)) {
    const similar = await query(ctx, seen, { words, digits: null, id: null }, { ...options, q: words.join(" ") });
    if (similar.length > 0)
      return [...found, ...similar.filter(({ id }) => !known.has(id)).map((one) => ({ ...one, similar: true }))];
  }
  return found;
}

interface FoundRow {
  entity: string;
  id: string;
  place: number;
  at: Date;
}

/** One statement: by the beginning of names, by the words, by digits and by an id. */
async function query(ctx: Ctx, seen: readonly SearchSource[], text: SearchText, options: Options): Promise<Found[]> {
  const { archived, limit } = options;
  const through = seen.filter(({ entity }) => isSeenThrough(ctx, entity));
  const byOwner = seen.filter((source) => !through.includes(source));
  const find = (words: readonly string[], sources: readonly SearchSource[], most: number) => {
    const scopes = JSON.stringify(sources.map((source) => scopeOf(ctx, source)));
    return sources.length === 0
      ? []
      : [
          Prisma.sql`select entity, id, place, changed_at as at from search_find(${words}::text[], ${scopes}::jsonb, ${archived}, ${most})`,
        ];
  };
  // Records that are seen through others are checked when found: more are read, so that enough are left.
  const holding = (words: readonly string[]) => [
    ...find(words, byOwner, limit),
    ...find(words, through, limit * readAhead),
  ];
  const parts = [
    ...seen.map((source) => byName(ctx, source, text, options)),
    ...holding(text.words),
    ...(text.digits ? holding([text.digits]) : []),
  ];
  const all = await tenantSql<FoundRow>(ctx.tenant.id, ctx.db, Prisma.join(parts, " union all "));
  const rows = await withoutHidden(ctx, through, all);
  const best = new Map<string, FoundRow>();
  for (const row of rows) if (row.place < (best.get(row.id)?.place ?? Number.POSITIVE_INFINITY)) best.set(row.id, row);
  const counts = new Map<string, number>();
  return [...best.values()]
    .sort((a, b) => a.place - b.place || b.at.getTime() - a.at.getTime() || compare(a.id, b.id))
    .filter(({ entity }) => {
      const count = (counts.get(entity) ?? 0) + 1;
      counts.set(entity, count);
      return count <= limit;
    })
    .map(({ entity, id, place }) => ({ entity, id, place, similar: false }));
}

/** Leaves out the records that are seen through others, and not by the actor. */
async function withoutHidden(
  ctx: Ctx,
  through: readonly SearchSource[],
  rows: readonly FoundRow[],
): Promise<FoundRow[]> {
  let left = [...rows];
  for (const { entity } of through) {
    const ids = left.flatMap((row) => (row.entity === entity ? [row.id] : []));
    const seen = new Set(ids.length > 0 ? await visibleIds(ctx, entity, ids) : []);
    left = left.filter((row) => row.entity !== entity || seen.has(row.id));
  }
  return left;
}

/** Rows in the order in which they were found; those deleted in the meantime are left out. */
export function inOrder<R extends { id: string }>(rows: readonly R[], found: readonly { id: string }[]): R[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return found.flatMap(({ id }) => byId.get(id) ?? []);
}

const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other));

/** The visible records of one noun, as `search_find` takes them. */
function scopeOf(ctx: Ctx, { entity, owned, fields }: SearchSource) {
  const may = readable(ctx, entity);
  const hidden = fields.filter((field) => !may.has(field)).map(markOf);
  const owners = owned && !isSeenThrough(ctx, entity) ? ownersSeen(ctx, entity) : null;
  return { entity, owners, hidden: hidden.length > 0 ? hidden : null };
}

/** Names that are the text or begin with it, from the table's own index, however many records hold it elsewhere. */
function byName(
  ctx: Ctx,
  { entity, table, owned, present }: SearchSource,
  text: SearchText,
  options: Options,
): Prisma.Sql {
  const key = foldKey(options.q);
  const past = pastPrefix(key);
  const visible = owned ? visibleWhere(ctx, entity) : {};
  const where = whereSql(table, { AND: [visible, options.archived ? {} : present] });
  const [name, alias] = [Prisma.raw(table.name), Prisma.raw(table.alias)];
  const begins = Prisma.sql`${alias}.name_key >= ${key} ${past === null ? Prisma.empty : Prisma.sql`and ${alias}.name_key < ${past}`}`;
  return Prisma.sql`
    (select ${entity}::text as entity, ${alias}.id, case when ${alias}.name_key = ${key} then 0 else 1 end as place,
            ${alias}.updated_at as at
     from ${name} ${alias}
     where ${alias}.tenant_id = ${ctx.tenant.id}::uuid
       and ${text.id ? Prisma.sql`${alias}.id = ${text.id}::uuid` : begins} and ${where}
     order by ${alias}.name_key, ${alias}.id limit ${options.limit})`;
}
