import "server-only";
import { memberOf } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { arrayLiteral } from "../db/array-literal.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { readable } from "../readable.ts";
import { ownersSeen } from "../scope.ts";
import { isSeenThrough, visibleWhere } from "../seen-through.ts";
import { whereSql } from "../where-sql.ts";
import { markOf } from "./mark.ts";
import type { SearchReference, SearchSource } from "./source.ts";
import { readSearchText } from "./words.ts";

/** How well a record fits; `search_place` in prisma/search.sql says which place it has. */
export const places = {
  /** The words are words of the name, up to this place. */
  words: 2,
  /** The words are words of the name, or begin words of it, up to this place. */
  name: 4,
  /** The name holds the words, up to this place. */
  held: 5,
  /** The names of linked records hold words that its own does not. */
  linked: 6,
} as const;

/** Whose records come before equal ones: a member or null. */
export const meSql = (ctx: Ctx) => Prisma.sql`${memberOf(ctx.actor)}::uuid`;

/** How texts are compared with these words: the row `terms`. */
export const termsSql = (words: readonly string[]) => Prisma.sql`select * from search_terms(${[...words]}::text[])`;

/** The place of a title, over the row `t` of `terms`. */
export const placeSql = (title: Prisma.Sql) =>
  Prisma.sql`search_place(search_plain(${title}), t.whole, t.names, t.starts, t.patterns)`;

/** The visible records of one noun, as `search_find` takes them. */
export function scopeOf(ctx: Ctx, { entity, owned, fields }: SearchSource) {
  const may = readable(ctx, entity);
  const hidden = fields.filter((field) => !may.has(field)).map(markOf);
  const owners = owned && !isSeenThrough(ctx, entity) ? ownersSeen(ctx, entity) : null;
  return { entity, owners, hidden: hidden.length > 0 ? hidden : null };
}

/** The rows of a kind that search may show, for the alias of its table. */
export function shownSql(ctx: Ctx, { entity, table, owned, present }: SearchSource, archived: boolean): Prisma.Sql {
  return whereSql(table, { AND: [owned ? visibleWhere(ctx, entity) : {}, archived ? {} : present] });
}

/** Whether a row of a kind belongs to the actor. */
export const ownSql = (ctx: Ctx, { table, owned }: SearchSource) =>
  owned ? Prisma.sql`coalesce(${Prisma.raw(table.alias)}.owner_id = ${meSql(ctx)}, false)` : Prisma.sql`false`;

/** A reference to records whose names count, and which of their kind the actor sees. */
export interface LinkedName {
  reference: SearchReference;
  scope: ReturnType<typeof scopeOf>;
}

/** Of so many parts of a record the names are read. */
const mostParts = 50;

/** The names of the visible records to which the record with this id refers, each behind a line break. */
function namesSql(ctx: Ctx, { reference, scope }: LinkedName, id: Prisma.Sql): Prisma.Sql {
  const { table, record, column } = reference;
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const owners = Prisma.sql`${scope.owners ? [...scope.owners] : null}::uuid[]`;
  return Prisma.sql`coalesce((
    select string_agg(E'\n' || r.name, '') from (
      select l.${Prisma.raw(column)} as id from ${Prisma.raw(table)} l
      where l.tenant_id = ${tenant} and l.${Prisma.raw(record)} >= ${id} and l.${Prisma.raw(record)} <= ${id}
      order by l.${Prisma.raw(record)} limit ${mostParts}
    ) l
    cross join lateral (
      select split_part(r.text, E'\n', 1) as name from search_documents r
      where r.tenant_id = ${tenant} and r.entity = ${scope.entity} and r.id >= l.id and r.id <= l.id
        and (${owners} is null or r.owner_id is null or r.owner_id = any (${owners}))
      order by r.id offset 0
    ) r), '')`;
}

interface Candidates {
  /** A statement with the column `id`. */
  ids: Prisma.Sql;
  linked: readonly LinkedName[];
  archived: boolean;
  limit: number;
}

/** Of these records those that hold all words, with the names of linked records; ranked. A bounded number of ids is looked up by key. */
export function rankedSql(ctx: Ctx, source: SearchSource, { ids, linked, archived, limit }: Candidates): Prisma.Sql {
  const { entity, table } = source;
  const [name, alias] = [Prisma.raw(table.name), Prisma.raw(table.alias)];
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const { hidden } = scopeOf(ctx, source);
  // The lines of hidden fields, as search_find leaves them out.
  const read = hidden
    ? Prisma.sql`regexp_replace(d.text, ${`\n(?:${hidden.join("|")})[^\n]*`}, '', 'g')`
    : Prisma.sql`d.text`;
  const others =
    linked.length > 0
      ? Prisma.join(
          linked.map((one) => namesSql(ctx, one, Prisma.sql`c.id`)),
          " || ",
        )
      : Prisma.sql`''`;
  return Prisma.sql`
    (select ${entity}::text as entity, f.id,
       case when ${placeSql(Prisma.sql`f.title`)} <= ${places.held} then ${placeSql(Prisma.sql`f.title`)}
            when ${placeSql(Prisma.sql`f.title || replace(f.others, E'\\n', ' ')`)} <= ${places.held} then ${places.linked}
            else ${places.linked} + 1 end as place, f.at, f.own
     from (
       select ${alias}.id, ${alias}.updated_at as at, ${ownSql(ctx, source)} as own,
         split_part(d.text, E'\\n', 1) as title, ${read} as text, ${others} as others
       from (${ids}) c
       cross join lateral (
         select * from ${name} x where x.tenant_id = ${tenant} and x.id >= c.id and x.id <= c.id order by x.id offset 0
       ) ${alias}
       cross join lateral (
         select d.text from search_documents d
         where d.tenant_id = ${tenant} and d.entity = ${entity} and d.id >= c.id and d.id <= c.id order by d.id offset 0
       ) d
       where ${shownSql(ctx, source, archived)}
       offset 0
     ) f cross join terms t
     where f.text || f.others like all (t.patterns)
       and (t.signs is null or f.text || f.others ~ all (t.signs))
     order by place, own desc, at desc, f.id limit ${limit})`;
}

/** Of a few named records those whose names hold all words of a text, best first. */
export async function rankNames<R extends { name: string }>(
  ctx: Ctx,
  q: string,
  rows: readonly R[],
): Promise<(R & { place: number })[]> {
  const { words } = readSearchText(q);
  if (rows.length === 0 || words.length === 0) return [];
  const names = rows.map(({ name }) => name);
  const found = await tenantSql<{ nth: number; place: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select n.nth::int, ${placeSql(Prisma.sql`search_text(n.name)`)} as place
      from (${termsSql(words)}) t, unnest(${arrayLiteral(names)}::text[]) with ordinality n (name, nth)
      order by place, n.nth`,
  );
  return found.flatMap(({ nth, place }) => {
    const row = rows[nth - 1];
    return row && place <= places.held ? [{ ...row, place }] : [];
  });
}
