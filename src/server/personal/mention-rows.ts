import "server-only";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { type TextTable, textTables } from "../db/text-tables.ts";
import { textsLeft } from "./texts-left.ts";

/** Columns by which code finds things. */
const keysOfCode: Readonly<Record<string, readonly string[]>> = { custom_fields: ["key"], option_lists: ["name"] };

/** The tables that are looked through, in their order. */
export async function mentionTables(ctx: Ctx): Promise<TextTable[]> {
  const tables = await textTables(ctx);
  return tables
    .filter(({ name }) => !(name in textsLeft))
    .map((table) => ({
      ...table,
      columns: table.columns.filter(({ name }) => !keysOfCode[table.name]?.includes(name)),
    }));
}

const named = (name: string, alias = "x") => Prisma.raw(`${alias}."${name}"`);
const listOf = (parts: readonly Prisma.Sql[]) => Prisma.join([...parts], ", ");

/** The row with a key, whose values are texts. */
const isRow = ({ key }: TextTable, values: readonly string[]) =>
  Prisma.join(
    key.map(({ name, type }, place) => Prisma.sql`${named(name)} = ${values[place]}::text::${Prisma.raw(type)}`),
    " and ",
  );

interface Candidates {
  /** Keys of rows that may mention the person. */
  keys: string[][];
  /** The key of the last row that was looked at; null at the end of the table. */
  last: string[] | null;
}

/** Looks at the next rows of a table, `most` at most, and returns those that a rough pattern finds, up to a limit. */
export async function candidatesIn(
  ctx: Ctx,
  table: TextTable,
  { rough, after, most, limit }: { rough: string; after: readonly string[] | null; most: number; limit: number },
): Promise<Candidates> {
  const keys = table.key.map(({ name }) => named(name));
  // The workspace is part of the comparison: an index that begins with it answers this, the key's own one does not.
  const from = after
    ? Prisma.sql`and (x.tenant_id, ${listOf(keys)}) > (${ctx.tenant.id}::uuid, ${listOf(
        table.key.map(({ type }, place) => Prisma.sql`${after[place]}::text::${Prisma.raw(type)}`),
      )})`
    : Prisma.empty;
  const texts = listOf(table.columns.map(({ name }) => Prisma.sql`${named(name)}::text`));
  const rows = await tenantSql<{ key: string[]; place: number; found: boolean }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select key, place, found from (
        select array[${listOf(keys.map((key) => Prisma.sql`${key}::text`))}] as key,
          row_number() over (order by ${listOf(keys)})::int as place, concat_ws(E'\n', ${texts}) ~* ${rough} as found
        from (
          select * from ${Prisma.raw(`"${table.name}"`)} x
          where x.tenant_id = ${ctx.tenant.id}::uuid ${from} order by ${listOf(keys)} limit ${most}
        ) x
      ) part where found or place = ${most} order by place limit ${limit + 1}`,
  );
  const found = rows.filter((row) => row.found).slice(0, limit);
  if (rows.length > limit) return { keys: found.map(({ key }) => key), last: rows[limit - 1]?.key ?? null };
  return { keys: found.map(({ key }) => key), last: rows.find(({ place }) => place === most)?.key ?? null };
}

export type MentionRow = Readonly<Record<string, unknown>>;

/** A row with its key, texts, and those of some further columns that it has; locked until the transaction ends if asked. */
export async function rowOf(
  ctx: Ctx,
  table: TextTable,
  key: readonly string[],
  { further = [], locked = false }: { further?: readonly string[]; locked?: boolean } = {},
): Promise<MentionRow | null> {
  const names = new Set([
    ...table.columns.map(({ name }) => name),
    ...further.filter((name) => table.all.includes(name)),
  ]);
  const [found] = await tenantSql<{ row: MentionRow }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select jsonb_build_object(${listOf([...names].map((name) => Prisma.sql`${name}::text, ${named(name)}`))}) as row
      from ${Prisma.raw(`"${table.name}"`)} x
      where x.tenant_id = ${ctx.tenant.id}::uuid and ${isRow(table, key)} ${locked ? Prisma.sql`for update` : Prisma.empty}`,
  );
  return found?.row ?? null;
}

/** Writes columns of a row; its version goes up where it has one. */
export async function writeRow(
  ctx: Ctx,
  table: TextTable,
  key: readonly string[],
  changed: Readonly<Record<string, unknown>>,
): Promise<void> {
  const name = Prisma.raw(`"${table.name}"`);
  const values = Object.keys(changed).map((one) => Prisma.sql`${Prisma.raw(`"${one}"`)} = w.${Prisma.raw(`"${one}"`)}`);
  if (table.all.includes("version")) values.push(Prisma.sql`version = x.version + 1`);
  if (table.all.includes("updated_at")) values.push(Prisma.sql`updated_at = now()`);
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      update ${name} x set ${listOf(values)}
      from jsonb_populate_record(null::${name}, ${JSON.stringify(changed)}::jsonb) w
      where x.tenant_id = ${ctx.tenant.id}::uuid and ${isRow(table, key)} returning 1 as done`,
  );
}
