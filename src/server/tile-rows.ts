import "server-only";
import { groupBy } from "@/lib/group-by";
import { type Condition, mySelf, myTeams } from "@/lib/list-filter";
import { periodOf as daysOf, readRelativeDate } from "@/lib/relative-dates";
import { monthStart, type TileFigure, type TilePeople, type TileSeries } from "@/lib/tiles";
import { dayLater, localDay } from "@/lib/working-time";
import { memberOf } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { plannedEachTime } from "./db/planned-each-time.ts";
import { tenantSql } from "./db/tenant-db.ts";
import { invalid } from "./errors.ts";
import { exactSum, leftOutOf } from "./exact-sum.ts";
import type { ListField, Where } from "./list-definition.ts";
import { archivedWhere, conditionsWhere, fieldOf } from "./list-filter.ts";
import { readableSum } from "./list-groups.ts";
import { readable } from "./readable.ts";
import { readerZone } from "./reader-zone.ts";
import { mayView, ownersSeen, seesAll, visibilityOf } from "./scope.ts";
import { isSeenThrough, visibleWhere } from "./seen-through.ts";
import { membersOfTeams, ownTeams } from "./team-members.ts";
import type { Tile, TileGroup, TileMeasure, TilePart } from "./tiles.ts";
import { whereSql } from "./where-sql.ts";

export interface TileQuery {
  people: TilePeople;
  /** One of the fields that divide the tile. */
  by?: string | undefined;
  /** One of the periods of the tile. */
  period?: string | undefined;
}

export interface TileAnswer {
  today: string;
  /** False where the reader may see only some of the records. */
  complete: boolean;
  /** Null where the reader may not read what the tile is made of. */
  series: TileSeries[] | null;
}

/** The figures of a tile over the records that the actor sees, in one statement. VALIDATION for a group or period that it does not have. */
export async function tileRows(ctx: Ctx, tile: Tile, query: TileQuery): Promise<TileAnswer> {
  const { list } = tile.source;
  const today = localDay(new Date(), ctx.tenant.timeZone);
  const group = chosen("by", query.by, tile.groups, ({ field }) => field);
  const chosenIn = periodOf(tile, query.period);
  const people = peopleConditions(query.people);
  const complete = await isComplete(ctx, list.entity, query.people);
  const parts = tile.parts.map((part) => ({
    part,
    own: [...part.conditions(today), ...chosenIn].map((one) => onDaysOf(ctx, one, today)),
  }));
  const named = [group.field, ...[...people, ...parts.flatMap(({ own }) => own)].map(({ field }) => field)];
  const isReadable = mayView(ctx, list.entity) && named.every((name) => fieldOf(ctx, list, name));
  if (!isReadable) return { today, complete, series: null };
  // Found once: each of them may need a statement of its own.
  const always = [visibleWhere(ctx, list.entity), ...archivedWhere(list, {})];
  const ofPeople = await conditionsWhere(list, { conditions: people }, ctx);
  const field = fieldOf(ctx, list, group.field) as ListField;
  const statements = await Promise.all(
    parts.map(async ({ part, own }, place) => {
      const where = { AND: [...always, ...ofPeople, ...(await conditionsWhere(list, { conditions: own }, ctx))] };
      return statement(ctx, tile, { place, part, where, value: valueSql(tile, group, field, today) });
    }),
  );
  const rows = await tenantSql<Row>(ctx.tenant.id, ctx.db, Prisma.join(statements, " union all "));
  const names = await namesOf(ctx, tile, group, rows);
  const series = parts.map(({ part, own }, place) => {
    const conditions = [...own, ...people];
    const ofPart = rows.filter((row) => row.part === place);
    const figures = [...groupBy(ofPart, ({ value }) => value)].map(([value, mine]) =>
      figureOf(mine, {
        value,
        label: names.get(value ?? "") ?? null,
        conditions: [...conditions, ...groupConditions(group, field, value, today)],
      }),
    );
    return { name: part.name, conditions, figures };
  });
  return { today, complete, series };
}

function chosen<T>(
  path: string,
  name: string | undefined,
  offered: readonly [T, ...T[]],
  nameOf: (one: T) => string,
): T {
  const found = name === undefined ? offered[0] : offered.find((one) => nameOf(one) === name);
  if (found) return found;
  throw invalid(path, `Choose one of these: ${offered.map(nameOf).join(", ")}.`);
}

function periodOf({ periods }: Tile, period: string | undefined): Condition[] {
  if (!periods) {
    if (period !== undefined) throw invalid("period", "These figures have a period of their own. Leave it out.");
    return [];
  }
  return [{ field: periods.field, op: "is", value: chosen("period", period, periods.words, String) }];
}

/** A condition with days in place of a relative date that means other days to the reader than on this day of the workspace. */
function onDaysOf(ctx: Ctx, condition: Condition, today: string): Condition {
  const relative = typeof condition.value === "string" ? readRelativeDate(condition.value) : null;
  if (!relative) return condition;
  const { fiscalYearStart } = ctx.tenant;
  const days = daysOf(relative, today, fiscalYearStart);
  const own = daysOf(relative, localDay(new Date(), readerZone(ctx)), fiscalYearStart);
  if (days.from === own.from && days.to === own.to) return condition;
  return { field: condition.field, op: "between", value: [days.from, days.to] };
}

/** The condition by which lists have the records of these people. */
function peopleConditions(people: TilePeople): Condition[] {
  if (people === "all") return [];
  if (people === "mine") return [{ field: "owner", op: "anyOf", value: [mySelf] }];
  if (people === "teams") return [{ field: "owner", op: "anyOf", value: [myTeams] }];
  if ("owner" in people) return [{ field: "owner", op: "anyOf", value: [people.owner] }];
  return [{ field: "team", op: "anyOf", value: [people.team] }];
}

/** Whether the actor sees every record of these people. */
async function isComplete(ctx: Ctx, entity: string, people: TilePeople): Promise<boolean> {
  if (seesAll(ctx)) return true;
  const level = visibilityOf(ctx, entity);
  if (level === "nothing" || isSeenThrough(ctx, entity)) return false;
  const seen = ownersSeen(ctx, entity);
  if (seen === null) return true;
  return people !== "all" && (await membersOf(ctx, people)).every((id) => seen.includes(id));
}

async function membersOf(ctx: Ctx, people: Exclude<TilePeople, "all">): Promise<string[]> {
  if (people === "teams") return await membersOfTeams(ctx, await ownTeams(ctx));
  if (people === "mine") return [memberOf(ctx.actor) ?? ""];
  return "owner" in people ? [people.owner] : await membersOfTeams(ctx, [people.team]);
}

interface Row {
  part: number;
  value: string | null;
  currency: string | null;
  count: number;
  priced: number;
  total: bigint;
  weighted: bigint | null;
  withoutProbability: number | null;
  days: number | null;
  timed: number | null;
}

interface Asked {
  place: number;
  part: TilePart;
  where: Where;
  value: Prisma.Sql;
}

/** The figures of one part: a row for each value and currency. */
function statement(ctx: Ctx, { source }: Tile, { place, part, where, value }: Asked): Prisma.Sql {
  const { table } = source.list;
  const column = (name: string) => Prisma.raw(`${table.alias}.${table.columns[name]?.name}`);
  const sum = readableSum(ctx, source.list);
  const amount = sum ? column(sum.amount) : Prisma.sql`null::bigint`;
  const measure = (name: "weighted" | "days"): TileMeasure | null =>
    part.measures?.includes(name) && mayMeasure(ctx, source.list.entity, source[name]) ? source[name] : null;
  const [weighted, days] = [measure("weighted"), measure("days")];
  const joins = [weighted, days].flatMap((one) => (one ? [one.join] : []));
  return Prisma.sql`
    select ${place}::int as part, ${value} as value, ${sum ? column(sum.currency) : Prisma.sql`null::text`} as currency,
      count(*)::int as count, count(${amount})::int as priced, ${exactSum(amount)} as total,
      ${weighted ? exactSum(weighted.sql(ctx)) : Prisma.sql`null::bigint`} as weighted,
      ${weighted ? leftOutOf(amount, weighted.sql(ctx)) : Prisma.sql`null::int`} as "withoutProbability",
      ${days ? Prisma.sql`coalesce(sum(${days.sql(ctx)}), 0)::float8` : Prisma.sql`null::float8`} as days,
      ${days ? Prisma.sql`count(${days.sql(ctx)})::int` : Prisma.sql`null::int`} as timed
    from ${Prisma.raw(`${table.name} ${table.alias}`)} ${joins.length > 0 ? Prisma.join(joins, " ") : Prisma.empty}
    where ${Prisma.raw(table.alias)}.tenant_id = ${ctx.tenant.id}::uuid and ${whereSql(table, where)}
    group by 2, 3 ${plannedEachTime}`;
}

const mayMeasure = (ctx: Ctx, entity: string, { fields }: TileMeasure): boolean => {
  const may = readable(ctx, entity);
  return fields.every((name) => may.has(name));
};

/** The value of a record that says which figure has it: that of the field, or the number of its month. */
function valueSql({ source }: Tile, { months }: TileGroup, field: ListField, today: string): Prisma.Sql {
  const { table } = source.list;
  const column = Prisma.raw(`${table.alias}.${table.columns[field.column]?.name}`);
  if (months === undefined) return Prisma.sql`${column}::text`;
  return Prisma.sql`width_bucket(${column}, ${monthsFrom(today, months)}::date[])::text`;
}

/** The first days of this month and of those after it, to the one that begins what is later. */
const monthsFrom = (today: string, months: number): string[] =>
  Array.from({ length: months + 2 }, (_, place) => monthStart(today, place));

/** The conditions by which a list has the records of one figure. */
function groupConditions(
  { field, months }: TileGroup,
  { kind }: ListField,
  value: string | null,
  today: string,
): Condition[] {
  if (value === null) return [{ field, op: "empty" }];
  if (months === undefined)
    return [kind === "day" ? { field, op: "is", value } : { field, op: "anyOf", value: [value] }];
  const place = Number(value);
  const start = (later: number) => monthStart(today, later);
  if (place === 0) return [{ field, op: "before", value: start(0) }];
  if (place === months + 2) return [{ field, op: "atLeast", value: start(months + 1) }];
  return [{ field, op: "between", value: [start(place - 1), dayLater(start(place), -1)] }];
}

async function namesOf(ctx: Ctx, { source }: Tile, { field }: TileGroup, rows: readonly Row[]) {
  const { names } = source.names[field] ?? {};
  const ids = [...new Set(rows.flatMap(({ value }) => value ?? []))];
  if (!names || ids.length === 0) return new Map<string, string>();
  return new Map((await names(ctx, ids)).map(({ id, name }) => [id, name]));
}

function figureOf(rows: readonly Row[], known: Pick<TileFigure, "value" | "label" | "conditions">): TileFigure {
  const timed = rows.filter(({ days }) => days !== null);
  return {
    ...known,
    count: rows.reduce((all, { count }) => all + count, 0),
    sums: rows
      .flatMap(({ currency, priced: count, total, weighted, withoutProbability }) => {
        if (currency === null || count === 0) return [];
        const known = weighted === null ? null : Number(weighted);
        return [{ currency, count, total: Number(total), weighted: known, withoutProbability }];
      })
      .sort((a, b) => b.count - a.count || a.currency.localeCompare(b.currency)),
    days:
      timed.length === 0
        ? null
        : {
            count: timed.reduce((all, one) => all + (one.timed ?? 0), 0),
            total: timed.reduce((all, one) => all + (one.days ?? 0), 0),
          },
  };
}
