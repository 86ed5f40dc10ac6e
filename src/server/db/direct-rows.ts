import "server-only";
import pg from "pg";
import { Prisma } from "./generated/client.ts";

const { builtins, getTypeParser } = pg.types;
/** Ids of array types, as the catalogue of PostgreSQL has them. */
const arrays = { text: 1009, int8: 1016, date: 1182, timestamptz: 1185, numeric: 1231 } as const;

const usualInstant: (text: string) => Date = getTypeParser(builtins.TIMESTAMPTZ);
/** Servers in UTC write "2026-11-24 10:31:00.5+00", which JavaScript reads as ISO 8601 much faster than by parts. */
function instant(text: string): Date {
  const at = text.endsWith("+00") ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : usualInstant(text);
  return Number.isNaN(at.getTime()) ? usualInstant(text) : at;
}
/** Beyond the year 9999, JavaScript reads days as UTC only with a sign and six digits. */
const day = (text: string) => new Date(text.length === 10 ? text : `+${text.padStart(12, "0")}`);
const decimal = (text: string) => new Prisma.Decimal(text);

type Parser = (text: string) => unknown;
const texts: (text: string) => (string | null)[] = getTypeParser(arrays.text as never);
const arrayOf =
  (parser: Parser): Parser =>
  (text) =>
    texts(text).map((one) => one && parser(one));

/** The types that Prisma's raw queries return as other values than the driver does. */
const parsers: Readonly<Record<number, Parser>> = {
  [builtins.INT8]: BigInt,
  [arrays.int8]: arrayOf(BigInt),
  [builtins.NUMERIC]: decimal,
  [arrays.numeric]: arrayOf(decimal),
  [builtins.DATE]: day,
  [arrays.date]: arrayOf(day),
  [builtins.TIMESTAMPTZ]: instant,
  [arrays.timestamptz]: arrayOf(instant),
};

/** The types that the driver returns as Prisma does: texts, small numbers, yes and no, JSON, and arrays of them. */
const sameTypes: ReadonlySet<number> = new Set([
  ...[builtins.BOOL, builtins.INT2, builtins.INT4, builtins.FLOAT4, builtins.FLOAT8, builtins.JSON, builtins.JSONB],
  ...[builtins.TEXT, builtins.VARCHAR, builtins.BPCHAR, builtins.UUID, 19 /* name */],
  ...[1000, 1005, 1007, 1021, 1022, 199, 3807, arrays.text, 1015, 2951],
]);
/** Types of the database itself, such as enums, are texts for both. */
const firstOwnType = 16_384;

/** Thrown for the value, not for the column: there the driver could not catch it. */
const unknownType = (id: number) => () => {
  throw new Error(`Columns of type ${id} are read through Prisma: nobody has compared their values.`);
};

const types = {
  getTypeParser(id: number, format?: "text" | "binary") {
    const isSame = sameTypes.has(id) || id >= firstOwnType;
    return parsers[id] ?? (isSame ? getTypeParser(id as Parameters<typeof getTypeParser>[0], format) : unknownType(id));
  },
} as pg.CustomTypesConfig;

/** A value as the driver sends it: it would write instants in the time zone of the process. */
function sent(value: unknown): unknown {
  // JavaScript writes years beyond 9999 with a sign and six digits.
  if (value instanceof Date) return value.toISOString().replace(/^\+0*/, "");
  if (Array.isArray(value)) return value.map(sent);
  return Prisma.Decimal.isDecimal(value) ? value.toString() : value;
}

/** Runs one statement without Prisma; rows have the values that its raw queries return. `name` is of a prepared one. */
export async function directRows<Row>(pool: pg.Pool, { text, values }: Prisma.Sql, name: string): Promise<Row[]> {
  const prepared = name === "" ? {} : { name };
  const { rows } = await pool.query({ ...prepared, text, values: values.map(sent), types });
  return rows as Row[];
}
