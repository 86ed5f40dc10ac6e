import "server-only";
import { addMilliseconds, max, min } from "date-fns";
import { z } from "zod";
import { largestNumber } from "@/lib/fields/number";
import { askedAmount, type Condition, type ListOperator } from "@/lib/list-filter";
import { type DayPeriod, periodOf, readRelativeDate, relativeDateProblem } from "@/lib/relative-dates";
import { foldKey } from "@/lib/text";
import { dayLater, localDay, momentOfClock, momentOfDay } from "@/lib/working-time";
import { day as dayType, instant as instantType } from "@/lib/zod";
import type { Ctx } from "./context.ts";
import { invalid } from "./errors.ts";
import type { ListField, Where } from "./list-definition.ts";
import { operatorsOfKind } from "./list-kinds.ts";
import { readerZone } from "./reader-zone.ts";

function scalar(field: ListField, value: unknown, path: string): unknown {
  switch (field.kind) {
    case "key":
      return foldKey(String(value));
    case "member":
    case "members":
    case "id":
      return uuid(value, path);
    case "number":
      return whole(value, path);
    case "decimal":
      return numeric(value, path, largestNumber);
    case "boolean":
      return yesOrNo(value, path);
    default:
      return String(value);
  }
}

/** The largest whole number that a column holds. */
export const largestInt = 2 ** 31 - 1;

function numeric(value: unknown, path: string, most: number): number {
  const number = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
  if (typeof value === "boolean" || Number.isNaN(number)) throw invalid(path, "Enter a number.");
  if (Math.abs(number) > most) throw invalid(path, `Use a number up to ${most.toLocaleString("en-US")}.`);
  return number;
}
function whole(value: unknown, path: string): number {
  const number = numeric(value, path, largestInt);
  if (!Number.isInteger(number)) throw invalid(path, "Use a whole number.");
  return number;
}
/** The id in a value. VALIDATION at `path` if it is none. */
export function uuid(value: unknown, path: string): string {
  const parsed = z.uuid().safeParse(value);
  if (!parsed.success) throw invalid(path, "Choose a value from the list.");
  return parsed.data;
}
function yesOrNo(value: unknown, path: string): boolean {
  const text = String(value);
  if (text !== "true" && text !== "false") throw invalid(path, "Choose yes or no.");
  return text === "true";
}
/** The days of a value: those of a date, or of a relative date on the reader's day. */
function daysOf(value: unknown, ctx: Ctx, path: string): DayPeriod {
  const { fiscalYearStart } = ctx.tenant;
  const relative = readRelativeDate(String(value));
  if (relative) {
    const problem = relativeDateProblem(relative);
    if (problem) throw invalid(path, problem);
    return periodOf(relative, localDay(new Date(), readerZone(ctx)), fiscalYearStart);
  }
  const parsed = dayType.safeParse(value);
  if (!parsed.success) throw invalid(path, "Enter a date such as 2026-11-30, or a relative one such as last 30 days.");
  return { from: parsed.data, to: parsed.data };
}

interface Range {
  from: Date;
  until: Date;
}

/** The moment that stands for a day: it begins then, or is placed there among times. */
type MomentOf = (day: string) => Date;

/** The range of a value of a condition: one millisecond of a point in time, else its days. */
function rangeOf(value: unknown, ctx: Ctx, path: string, momentOf: MomentOf): Range {
  if (typeof value === "string" && looksLikeInstant.test(value)) {
    const parsed = instantType.safeParse(value);
    if (!parsed.success) throw invalid(path, "Enter a time such as 2026-11-30T09:00:00.000Z.");
    const from = new Date(parsed.data);
    return { from, until: addMilliseconds(from, 1) };
  }
  const { from, to } = daysOf(value, ctx, path);
  return { from: momentOf(from), until: momentOf(dayLater(to, 1)) };
}

const looksLikeInstant = /^\d{4}-\d\d-\d\dT/;

interface Bounds {
  gte?: Date;
  lt?: Date;
}

function boundsOf({ op }: Condition, ranges: readonly Range[]): Bounds {
  const [first] = ranges;
  const last = ranges.at(-1);
  if (!first || !last) return {};
  if (op === "before") return { lt: first.from };
  if (op === "after") return { gte: last.until };
  if (op === "atLeast") return { gte: first.from };
  if (op === "atMost") return { lt: last.until };
  return { gte: first.from, lt: last.until };
}

/** A condition on a time. Each value is an instant, or days of the reader; a row that has only a day is found by that day. */
function instantWhere(field: ListField, condition: Condition, ctx: Ctx, path: string): Where {
  const { timeZone } = ctx.tenant;
  const zone = readerZone(ctx);
  const boundsBy = (momentOf: MomentOf) =>
    boundsOf(
      condition,
      valuesOf(condition).map((value) => rangeOf(value, ctx, path, momentOf)),
    );
  const wrap = (bounds: Bounds): Where => ({ [field.column]: bounds });
  const timeBounds = boundsBy((day) => momentOfDay(day, 0, zone));
  if (!field.dayOnly || zone === timeZone) return wrap(timeBounds);
  const dayBounds = boundsBy((day) => momentOfClock(day, noon, timeZone));
  const dayOnly = field.dayOnly(field.column);
  const either = [{ AND: [dayOnly, wrap(dayBounds)] }, { AND: [{ NOT: dayOnly }, wrap(timeBounds)] }];
  return { AND: [wrap(widest(timeBounds, dayBounds)), { OR: either }] };
}

/** In minutes of a day. */
const noon = 12 * 60;

/** The bounds around both, by which an index is read. */
const widest = (one: Bounds, other: Bounds): Bounds => ({
  ...(one.gte && other.gte ? { gte: min([one.gte, other.gte]) } : {}),
  ...(one.lt && other.lt ? { lt: max([one.lt, other.lt]) } : {}),
});

/** A condition on a date; each value is a day or a period of several. */
function dayWhere(field: ListField, condition: Condition, ctx: Ctx, path: string): Where {
  const periods = valuesOf(condition).map((value) => daysOf(value, ctx, path));
  const [first, last = first] = periods.map(({ from, to }) => ({ from: midnight(from), to: midnight(to) }));
  const wrap = (filter: unknown): Where => ({ [field.column]: filter });
  const any = (): Where => ({ OR: periods.map(({ from, to }) => wrap(daysBetween(from, to))) });
  switch (condition.op) {
    case "is":
    case "anyOf":
      return periods.length === 1 ? wrap(daysBetween(periods[0]?.from ?? "", periods[0]?.to ?? "")) : any();
    case "isNot":
    case "noneOf":
      return orNull(field, { NOT: any() });
    case "before":
      return wrap({ lt: first?.from });
    case "after":
      return wrap({ gt: first?.to });
    case "atLeast":
      return wrap({ gte: first?.from });
    case "atMost":
      return wrap({ lte: first?.to });
    default:
      return wrap({ gte: first?.from, lte: last?.to });
  }
}

const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`);
const daysBetween = (from: string, to: string): unknown =>
  from === to ? midnight(from) : { gte: midnight(from), lte: midnight(to) };

/** The values of a condition, also of one that has a single value or none. */
export const valuesOf = ({ value }: Condition): (string | number | boolean)[] =>
  value === undefined ? [] : [value].flat();

/** Matches no row. Its negation is not `{}`, which Prisma ignores inside an OR. */
export const none: Where = { id: { in: [] } };

/** Turns one condition into a where-fragment. VALIDATION at `path` for a value that does not fit the field. */
export function compare(field: ListField, condition: Condition, ctx: Ctx, path: string): Where {
  const { op, value } = condition;
  requireFit(field, op, path);
  if (op === "empty") return field.nullable ? { [field.column]: null } : none;
  if (op === "notEmpty") return field.nullable ? { NOT: { [field.column]: null } } : { NOT: none };
  if (field.kind === "money") return moneyWhere(field, condition, ctx, path);
  if (field.kind === "lines") return linesWhere(field, condition);
  if (field.kind === "members") return membersWhere(field, condition, path);
  if (field.kind === "choices") return choicesWhere(field, condition);
  if (field.kind === "instant") return instantWhere(field, condition, ctx, path);
  if (field.kind === "day") return dayWhere(field, condition, ctx, path);
  const one = () => scalar(field, value, path);
  const many = () => valuesOf(condition).map((entry) => scalar(field, entry, path));
  const wrap = (filter: unknown): Where => ({ [field.column]: filter });
  switch (op) {
    case "is":
      return wrap(one());
    case "isNot":
      return orNull(field, wrap({ not: one() }));
    case "anyOf":
      return isOneOf(field, many());
    case "allOf":
      // Only fields of several values have it.
      return none;
    case "noneOf":
      return orNull(field, field.kind === "boolean" ? { NOT: isOneOf(field, many()) } : wrap({ notIn: many() }));
    case "contains":
      return wrap({ contains: literal(String(one())), ...inAnyCase(field) });
    case "startsWith":
      return wrap(beginning(field, String(one())));
    case "between": {
      const [from, to] = many();
      return wrap({ gte: from, lte: to });
    }
    default:
      return wrap({ [bounds[op]]: one() });
  }
}

/** Rejects an operator that this kind of field does not have. */
export function requireFit({ kind }: ListField, op: ListOperator, path: string): void {
  if (!operatorsOfKind(kind).includes(op))
    throw invalid(path, "This comparison does not work with this field. Choose another one.");
}

/** Prisma has no list condition for booleans. */
const isOneOf = ({ kind, column }: ListField, values: unknown[]): Where =>
  kind === "boolean" ? { OR: values.map((value) => ({ [column]: value })) } : { [column]: { in: values } };

const bounds = { atLeast: "gte", atMost: "lte", before: "lt", after: "gt" } as const;

const orNull = (field: ListField, where: Where): Where =>
  field.nullable ? { OR: [where, { [field.column]: null }] } : where;

/** Only amounts in the requested currency: nothing is converted, so other currencies are neither more nor less. */
function moneyWhere(field: ListField & { kind: "money" }, condition: Condition, ctx: Ctx, path: string): Where {
  const asked = valuesOf(condition).map((entry) => amount(entry, ctx, path));
  const that = (filter: unknown, currency = asked[0]?.currency): Where => ({
    [field.column]: filter,
    [field.currency]: currency,
  });
  const those = { OR: asked.map(({ minor, currency }) => that(minor, currency)) };
  const { op } = condition;
  switch (op) {
    case "is":
    case "anyOf":
      return those;
    case "isNot":
    case "noneOf":
      return orNull(field, { NOT: those });
    case "between":
      if (asked[0]?.currency !== asked[1]?.currency) throw invalid(path, "Give both amounts in one currency.");
      return that({ gte: asked[0]?.minor, lte: asked[1]?.minor });
    case "allOf":
    case "contains":
    case "startsWith":
    case "empty":
    case "notEmpty":
      return none;
    default:
      return that({ [bounds[op]]: asked[0]?.minor });
  }
}

/**
 * A condition on a column that holds several values, each between line breaks, so that whole values and beginnings
 * match.
 */
function linesWhere(field: ListField & { kind: "lines" }, { op, value }: Condition): Where {
  const key = literal(field.keyOf(String(value)));
  const found = (text: string): Where => ({ [field.column]: { contains: text } });
  switch (op) {
    case "is":
      return found(`\n${key}\n`);
    case "isNot":
      return orNull(field, { NOT: found(`\n${key}\n`) });
    case "startsWith":
      return found(`\n${key}`);
    default:
      return found(key);
  }
}

/** The child table with the search keys of a column; conditions use its `some`, because a record has several. */
export const keysOfColumn = (column: string): string => `${column}Keys`;

function membersWhere(field: ListField, condition: Condition, path: string): Where {
  const ids = valuesOf(condition).map((one) => scalar(field, one, path));
  const any: Where = { [keysOfColumn(field.column)]: { some: { key: { in: ids } } } };
  return condition.op === "noneOf" ? { NOT: any } : any;
}

/** A condition on a column with several choices: it matches if any of them does, and a record without any is empty. */
function choicesWhere({ column }: ListField, condition: Condition): Where {
  const { op } = condition;
  const values = valuesOf(condition).map(String);
  if (op === "allOf") return { AND: values.map((one) => ({ [column]: one })) };
  const any: Where = { [column]: { in: values } };
  return op === "noneOf" ? { NOT: any } : any;
}

function amount(value: unknown, ctx: Ctx, path: string): { minor: bigint; currency: string } {
  const { minor, currency } = askedAmount(value, ctx.tenant.currency);
  return { minor: BigInt(Math.round(numeric(minor, path, Number.MAX_SAFE_INTEGER))), currency };
}

/** Keys are folded when stored; other text is compared without regard to case, as people search for it. */
const inAnyCase = (field: ListField) => (field.kind === "text" ? { mode: "insensitive" } : {});

/** Prisma passes text to LIKE unescaped: a typed percent sign or underscore must mean itself. */
const literal = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

/**
 * A filter for values that begin with this text. Sort keys are stored in byte order (COLLATE "C"), so the filter adds
 * a range: row-level security keeps LIKE from using the index, but not comparisons.
 */
function beginning(field: ListField, text: string): Where {
  const past = pastPrefix(text);
  const range = field.kind === "key" && field.sortable && past !== null ? { gte: text, lt: past } : {};
  return { startsWith: literal(text), ...range, ...inAnyCase(field) };
}

/** The first text in byte order after all those that begin with `prefix`; null when there is none. */
export function pastPrefix(prefix: string): string | null {
  const head = [...prefix];
  for (let last = head.pop(); last !== undefined; last = head.pop()) {
    const next = (last.codePointAt(0) ?? 0) + 1;
    // Surrogates are not characters, and nothing follows the last one.
    if (next <= 0x10ffff) return [...head, String.fromCodePoint(next === 0xd800 ? 0xe000 : next)].join("");
  }
  return null;
}

/** A filter on a folded text column for values that contain this text. */
export const holding = (text: string): { contains: string } => ({ contains: literal(foldKey(text)) });
