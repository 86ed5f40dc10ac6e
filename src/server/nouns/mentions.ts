import "server-only";
import { erasedValue, personalIn } from "@/lib/nouns/personal";
import { foldKey } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import type { TextColumn, TextTable } from "../db/text-tables.ts";
import { addressesIn, type KnownTexts, knownTexts } from "../personal/known.ts";
import { patternsOf } from "../personal/patterns.ts";
import { erasedWord } from "../personal/replace.ts";
import { identifyingIn } from "./identifying.ts";
import type { NounRuntime } from "./noun-runtime.ts";
import { textsIn } from "./personal.ts";
import { snakeCase } from "./snake-case.ts";

/** Events of the person that may say further names and addresses. */
const mostEvents = 1_000;

/** All names, addresses and numbers of a person, of now and of earlier. */
export async function everKnown(
  ctx: Ctx,
  runtime: NounRuntime,
  id: string,
  row: Readonly<Record<string, unknown>> = {},
): Promise<KnownTexts> {
  const events = await ctx.db.event.findMany({
    where: { entity: runtime.noun.entity, entityId: id },
    orderBy: { id: "desc" },
    take: mostEvents,
    select: { before: true, after: true, data: true },
  });
  const texts = events.flatMap(({ before, after, data }) => [
    ...[before, after].flatMap((side) => textsIn(runtime, (side ?? {}) as Record<string, unknown>)),
    ...(((data as { known?: string[] | null }).known ?? []) as string[]),
  ]);
  const erased = new Set([erasedWord, ...personalIn(runtime.noun.fields).map(([, field]) => erasedValue(field))]);
  return knownTexts([...textsIn(runtime, row), ...texts].filter((text) => !erased.has(text)));
}

interface Alike {
  names: string[];
  count: number;
}

/** The names of a person that other people and members have too, and how many others share a name or an address. */
export async function sharedWith(ctx: Ctx, { noun }: NounRuntime, id: string, known: KnownTexts): Promise<Alike> {
  const { texts: addresses } = addressesIn(known);
  const names = known.texts.filter((text) => !addresses.includes(text));
  const keys = names.map(foldKey);
  const its = Prisma.sql`tenant_id = ${ctx.tenant.id}::uuid`;
  const people = await tenantSql<{ key: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select name_key as key from ${Prisma.raw(noun.head.table)}
      where ${its} and name_key = any(${keys}::text[]) and id <> ${id}::uuid limit 1000`,
  );
  const members = await tenantSql<{ key: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select name_key as key from members
      where ${its} and name_key = any(${keys}::text[]) and (email_key is null or email_key <> all(${addresses}::text[]))`,
  );
  const [byAddress] = await tenantSql<{ count: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select count(distinct k.record_id)::int as count from record_keys k
      join ${Prisma.raw(noun.head.table)} t on t.tenant_id = k.tenant_id and t.id = k.record_id
      where k.tenant_id = ${ctx.tenant.id}::uuid and k.entity = ${noun.entity} and k.key = any(${addresses}::text[])
        and k.record_id <> ${id}::uuid and not t.name_key = any(${keys}::text[])`,
  );
  const taken = new Set([...people, ...members].map(({ key }) => key));
  return {
    names: names.filter((name) => taken.has(foldKey(name))),
    count: people.length + (byAddress?.count ?? 0),
  };
}

/** The patterns by which texts about the person are found, with the number of people like them. */
export async function mentionsOf(ctx: Ctx, runtime: NounRuntime, id: string, known: KnownTexts) {
  const alike = await sharedWith(ctx, runtime, id, known);
  return { patterns: patternsOf(known, alike.names), alike };
}

/** How a table is called where its rows are chosen. */
export const groupOf = (byTable: ReadonlyMap<string, NounRuntime>, { name }: TextTable): string =>
  byTable.get(name)?.noun.entity ?? name;

/** The columns in which other people have their own names, addresses and numbers: they are theirs. */
export function columnsOf(byTable: ReadonlyMap<string, NounRuntime>, table: TextTable): readonly TextColumn[] {
  const noun = byTable.get(table.name)?.noun;
  if (!noun?.head.person) return table.columns;
  const theirs = new Set(identifyingIn(noun.fields).map(snakeCase));
  return table.columns.filter(({ name }) => !theirs.has(name));
}

export const byTableOf = (all: readonly NounRuntime[]): ReadonlyMap<string, NounRuntime> =>
  new Map(all.map((runtime) => [runtime.noun.head.table, runtime]));
