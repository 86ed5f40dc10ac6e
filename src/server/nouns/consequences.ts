import "server-only";
import { counted, nouns as counting, type Noun as Words, wordsFor } from "@/lib/counted";
import { isReference } from "@/lib/fields/field";
import { capped, maxCounted } from "@/lib/list-filter";
import { nounOf, nouns, settings } from "@/lib/nouns/all";
import type { Consequences } from "@/lib/nouns/consequences-schema";
import type { Head } from "@/lib/nouns/noun-head";
import { type PartList, titleOf } from "@/lib/nouns/parts";
import { andList } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { countHeld, type Holders, holdersOf } from "../db/foreign-keys.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { isOn, seesAll } from "../scope.ts";
import type { NounRuntime } from "./noun-runtime.ts";
import { snakeCase } from "./snake-case.ts";

const allHeads = { ...settings, ...nouns };
const heads = Object.values<Head>(allHeads);
const headOfTable = (table: string) => heads.find((head) => head.table === table);
const placeOf = ({ table }: Holders) => (heads.findIndex((head) => head.table === table) + heads.length) % heads.length;

/** The records that hold one so that it cannot be deleted, in the order of their kinds. */
async function holdersIn(ctx: Ctx, { noun }: NounRuntime, id: string): Promise<Holders[]> {
  const isNamed = (table: string) => headOfTable(table) !== undefined;
  const held = await holdersOf(ctx, { table: noun.head.table, id, isNamed }, maxCounted);
  return held.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** Of a module that is off not even the kinds of its records are named. */
const ofOff: Words = { one: "record of a module that is off", many: "records of a module that is off" };
const isOff = (ctx: Ctx, { table }: Holders): boolean => {
  const [entity] = Object.entries<Head>(allHeads).find(([, head]) => head.table === table) ?? [];
  return entity !== undefined && !isOn(ctx, entity);
};
const wordsOf = (ctx: Ctx, held: Holders): Words =>
  isOff(ctx, held) ? ofOff : (headOfTable(held.table) ?? counting.record);
const countOf = ({ tenant }: Ctx, { count }: Holders, words: Words) => counted(capped(count), words, tenant.locale);

/** Why a record cannot be deleted, and what to do: "2 contacts refer to this account. …". */
function refusalOf(ctx: Ctx, held: readonly Holders[], { one }: Words): string | null {
  if (held.length === 0) return null;
  const what = andList(held.map((each) => countOf(ctx, each, wordsOf(ctx, each))));
  const total = held.reduce((sum, { count }) => sum + count, 0);
  return `${what} ${wordsFor(total, { one: "refers", many: "refer" })} to this ${one}. Archive it, or change those records first.`;
}

/** The sentence alone, for the act itself. */
export const heldBy = async (ctx: Ctx, runtime: NounRuntime, id: string): Promise<string | null> =>
  refusalOf(ctx, await holdersIn(ctx, runtime, id), runtime.noun.head);

/** All of it, for the question before. */
export async function consequencesOf(ctx: Ctx, runtime: NounRuntime, id: string): Promise<Consequences> {
  const held = await holdersIn(ctx, runtime, id);
  const parts = await partsWith(ctx, runtime, id);
  return {
    held: refusalOf(ctx, held, runtime.noun.head),
    needs: lines(ctx, held),
    goes: [...parts.map(({ list, ...one }) => line(ctx, one, list.shown)), ...(await commentsWith(ctx, runtime, id))],
    stays: lines(ctx, await linkedTo(ctx, id)),
  };
}

/** Such records in words, with names for members who see the records of everybody. */
export const lines = (ctx: Ctx, held: readonly Holders[]): string[] =>
  held.map((one) => line(ctx, one, wordsOf(ctx, one)));

/** "5 contacts: Ann Field, Bob Moor, Cy Reed and 2 more" */
function line(ctx: Ctx, one: Holders, words: Words): string {
  const what = countOf(ctx, one, words);
  if (!seesAll(ctx) || one.names.length === 0 || isOff(ctx, one)) return what;
  const more = one.count - one.names.length;
  const names = one.names.join(", ");
  return `${what}: ${more > 0 ? `${names} and ${one.count > maxCounted ? "others" : `${more} more`}` : names}`;
}

/** The parts that live and die with the record, named by the records that they point to. */
async function partsWith(ctx: Ctx, { noun }: NounRuntime, id: string): Promise<(Holders & { list: PartList })[]> {
  const found = [];
  for (const list of noun.parts) {
    const [name, field] = titleOf(list);
    const to = isReference(field) && "to" in field ? nounOf(String(field.to)) : undefined;
    const named = to
      ? Prisma.sql`array(
          select x.name from ${Prisma.raw(list.table)} p join ${Prisma.raw(to.table)} x
            on x.tenant_id = p.tenant_id and x.id = p.${Prisma.raw(snakeCase(`${name}Id`))}
          where p.tenant_id = ${ctx.tenant.id}::uuid and p.${ownerColumn(list)} = ${id}::uuid order by x.name limit 3)`
      : Prisma.sql`array[]::text[]`;
    const [row] = await tenantSql<{ count: number; names: string[] }>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        select count(*)::int as count, ${named} as names from ${Prisma.raw(list.table)} p
        where p.tenant_id = ${ctx.tenant.id}::uuid and p.${ownerColumn(list)} = ${id}::uuid`,
    );
    if (row && row.count > 0) found.push({ table: list.table, list, ...row });
  }
  return found;
}

/** The comments on the record, which triggers delete with it. */
async function commentsWith({ db, tenant }: Ctx, { noun }: NounRuntime, id: string): Promise<string[]> {
  if (!noun.head.comments) return [];
  const count = await db.comment.count({ where: { entity: noun.entity, recordId: id, deletedAt: null } });
  return count > 0 ? [counted(count, counting.comment, tenant.locale)] : [];
}

const ownerColumn = ({ of }: PartList) => Prisma.raw(snakeCase(`${of}Id`));

/** The records that are linked to it: they stay, and lose the link. */
export async function linkedTo(ctx: Ctx, id: string): Promise<Holders[]> {
  const its = Prisma.sql`tenant_id = ${ctx.tenant.id}::uuid and to_id = ${id}::uuid`;
  const kinds = await tenantSql<{ entity: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select distinct from_entity as entity from record_links where ${its} order by 1`,
  );
  const held = kinds.flatMap(({ entity }) => {
    const table = nounOf(entity)?.table;
    const ids = Prisma.sql`select distinct from_id as id from record_links where ${its} and from_entity = ${entity}`;
    return table ? [{ table, isNamed: true, ids }] : [];
  });
  return await countHeld(ctx, held, maxCounted);
}
