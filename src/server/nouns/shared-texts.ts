import "server-only";
import { isEntriesField } from "@/lib/fields/entries";
import type { Field } from "@/lib/fields/field";
import { foldKey } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { addressesIn, digitsOf, isOfOffice, type KnownTexts } from "../personal/known.ts";
import { inJs, namePattern } from "../personal/patterns.ts";
import { allNouns } from "./many.ts";
import type { NounRuntime } from "./noun-runtime.ts";
import { snakeCase } from "./snake-case.ts";

/** Names that are compared with those of the person. */
const mostNames = 1_000;

interface Alike {
  /** Names, addresses and numbers of the person that somebody else has too. */
  texts: string[];
  /** How many others have the same name or address. */
  count: number;
}

/** The texts that other people, companies and members share with a person: alone, they may mean those. */
export async function sharedWith(ctx: Ctx, runtime: NounRuntime, id: string, known: KnownTexts): Promise<Alike> {
  const { texts: addresses } = addressesIn(known);
  const names = known.texts.filter((text) => !addresses.includes(text));
  return {
    texts: [...(await sharedNames(ctx, id, names, addresses)), ...(await sharedAddresses(ctx, id, addresses))],
    count: await countAlike(ctx, runtime, id, { names, addresses }),
  };
}

const its = ({ tenant }: Ctx) => Prisma.sql`t.tenant_id = ${tenant.id}::uuid`;
const tableOf = ({ noun }: NounRuntime) => Prisma.raw(noun.head.table);
const rows = <T>({ tenant, db }: Ctx, sql: Prisma.Sql) => tenantSql<T>(tenant.id, db, sql);
const keyOf = (address: string) => (address.includes("@") ? foldKey(address) : digitsOf(address));

/** Kinds of record that are called as people may be: people, and companies, which have a domain. */
const areNamed = ({ noun }: NounRuntime) =>
  noun.head.person === true || Object.values<Field>(noun.fields).some(({ kind }) => kind === "domain");

/** The names that are, or are within, those of somebody else, whatever the accents. */
async function sharedNames(ctx: Ctx, id: string, names: readonly string[], addresses: readonly string[]) {
  if (names.length === 0) return [];
  const isOne = Prisma.sql`t.name_key ~* ${names.map(namePattern).join("|")}`;
  const found = await rows<{ key: string }>(
    ctx,
    Prisma.sql`
      select t.name_key as key from members t
      where ${its(ctx)} and (t.email_key is null or t.email_key <> all(${[...addresses]}::text[])) and ${isOne} limit ${mostNames}`,
  );
  for (const { runtime } of allNouns().filter((one) => areNamed(one.runtime)))
    found.push(
      ...(await rows<{ key: string }>(
        ctx,
        Prisma.sql`
          select t.name_key as key from ${tableOf(runtime)} t
          where ${its(ctx)} and t.id <> ${id}::uuid and ${isOne} limit ${mostNames}`,
      )),
    );
  // Of very common names not all are read: then none of the names is sure.
  return names.filter(
    (name) => found.length >= mostNames || found.some(({ key }) => inJs(namePattern(name)).test(key)),
  );
}

/** The addresses and numbers that another record or a member has as its own, and those of an office. */
async function sharedAddresses(ctx: Ctx, id: string, addresses: readonly string[]): Promise<string[]> {
  if (addresses.length === 0) return [];
  const keys = addresses.map(keyOf);
  const parts = [
    Prisma.sql`
      select t.key from record_keys t
      where ${its(ctx)} and t.entity = any(${allNouns().map(({ runtime }) => runtime.noun.entity)}::text[])
        and t.field = any(${[...entryFields()]}::text[]) and t.key = any(${keys}::text[]) and t.record_id <> ${id}::uuid`,
    Prisma.sql`select t.email_key as key from members t where ${its(ctx)} and t.email_key = any(${keys}::text[])`,
    ...allNouns().flatMap(({ runtime }) => singleColumns(ctx, runtime, id, keys)),
  ];
  const found = await rows<{ key: string }>(
    ctx,
    Prisma.sql`select distinct key from (${Prisma.join(parts, " union all ")}) x`,
  );
  const taken = new Set(found.map(({ key }) => key));
  return addresses.filter((address) => isOfOffice(address) || taken.has(keyOf(address)));
}

const entryFields = () =>
  new Set(
    allNouns().flatMap(({ runtime }) =>
      Object.entries<Field>(runtime.noun.fields).flatMap(([name, field]) => (isEntriesField(field) ? [name] : [])),
    ),
  );

/** Fields of a kind of record with one address or number each. */
const singleColumns = (ctx: Ctx, runtime: NounRuntime, id: string, keys: readonly string[]): Prisma.Sql[] =>
  Object.entries<Field>(runtime.noun.fields).flatMap(([name, { kind }]) => {
    if (kind !== "phone" && kind !== "email") return [];
    const column = Prisma.raw(`t."${snakeCase(name)}"`);
    const key =
      kind === "email"
        ? Prisma.sql`lower(${column})`
        : Prisma.sql`regexp_replace(split_part(${column}, ';', 1), '\\D', '', 'g')`;
    return [
      Prisma.sql`
        select ${key} as key from ${tableOf(runtime)} t
        where ${its(ctx)} and t.id <> ${id}::uuid and ${column} is not null and ${key} = any(${[...keys]}::text[])`,
    ];
  });

/** How many other records of the kind have the same name or address. */
async function countAlike(
  ctx: Ctx,
  runtime: NounRuntime,
  id: string,
  { names, addresses }: { names: readonly string[]; addresses: readonly string[] },
): Promise<number> {
  const [found] = await rows<{ count: number }>(
    ctx,
    Prisma.sql`
      select count(*)::int as count from (
        select t.id from ${tableOf(runtime)} t
        where ${its(ctx)} and t.name_key = any(${names.map(foldKey)}::text[]) and t.id <> ${id}::uuid
        union
        select t.record_id from record_keys t
        where ${its(ctx)} and t.entity = ${runtime.noun.entity} and t.key = any(${addresses.map(keyOf)}::text[])
          and t.record_id <> ${id}::uuid
        limit ${mostNames}) x`,
  );
  return found?.count ?? 0;
}
