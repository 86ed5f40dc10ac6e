import type { Sort } from "@/lib/list";
import type { Condition, ConditionGroup, ListOperator } from "@/lib/list-filter";
import { type DayPeriod, periodOf, readRelativeDate } from "@/lib/relative-dates";
import { foldKey } from "@/lib/text";
import { localDay } from "@/lib/working-time";
import type { TenantInfo } from "@/server/context";
import type { ListField } from "@/server/list-definition";

// The answers of lists, by plain loops over the records that the asker reads. Fields are compared as records show them.

export type Shown = Readonly<Record<string, unknown>>;

/** One field of a list, or of a referenced record, and its value in a row. */
export interface AskedField {
  name: string;
  field: ListField;
  of(row: Shown): unknown;
}

/** The value of a field in a record. */
export function valueIn(record: Shown | undefined, name: string): unknown {
  const custom = record?.custom as Shown | undefined;
  const value = name.startsWith("custom.") ? custom?.[name.slice("custom.".length)] : record?.[name];
  return value ?? null;
}

/** The id behind a value that points to a record; null where it is empty or hidden. */
export const idIn = (value: unknown): string | null => (value as { id?: string | null } | null)?.id ?? null;

const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);
const opposites: Partial<Record<ListOperator, ListOperator>> = { isNot: "is", noneOf: "anyOf", empty: "notEmpty" };

/** Whether a row matches a condition. */
function matches(asked: AskedField, { op, value }: Condition, row: Shown, tenant: TenantInfo): boolean {
  const opposite = opposites[op];
  if (opposite) return !matches(asked, { field: "", op: opposite, value }, row, tenant);
  const own = asked.field.kind === "id" || asked.field.kind === "member" ? idIn(asked.of(row)) : asked.of(row);
  if (isEmpty(own)) return false;
  if (op === "notEmpty") return true;
  const values = [value].flat() as (string | number | boolean)[];
  return compared(asked.field, op, own, values, tenant);
}

type Given = readonly (string | number | boolean)[];

function compared({ kind }: ListField, op: ListOperator, own: unknown, values: Given, tenant: TenantInfo): boolean {
  const list = Array.isArray(own) ? own.map((one) => idIn(one) ?? one) : [];
  switch (kind) {
    case "members":
    case "choices":
      return op === "allOf" ? values.every((one) => list.includes(one)) : values.some((one) => list.includes(one));
    case "day":
      return inPeriods(
        op,
        String(own),
        values.map((one) => daysOf(one, tenant)),
      );
    case "instant":
      return inPeriods(
        op,
        localDay(new Date(String(own)), tenant.timeZone),
        values.map((one) => daysOf(one, tenant)),
      );
    case "number":
    case "decimal":
      return ordered(op, Number(own), values.map(Number));
    case "money": {
      const { amount, currency } = own as { amount: number; currency: string };
      const fitting = values.map((one) => /^(.*) ([A-Z]{3})$/.exec(String(one)) ?? ["", String(one), tenant.currency]);
      if (op !== "is" && op !== "anyOf" && fitting.some(([, , code]) => code !== currency)) return false;
      const same = fitting.filter(([, , code]) => code === currency).map(([, minor]) => Number(minor));
      return same.length > 0 && ordered(op, amount, same);
    }
    case "boolean":
      return values.some((one) => String(one) === String(own));
    case "key":
      return worded(
        op,
        foldKey(String(own)),
        values.map((one) => foldKey(String(one))),
      );
    case "text": {
      const isPart = op === "contains" || op === "startsWith";
      const cased = (one: unknown) => (isPart ? String(one).toLowerCase() : String(one));
      return worded(op, cased(own), values.map(cased));
    }
    default:
      return values.some((one) => one === own);
  }
}

function worded(op: ListOperator, own: string, values: readonly string[]): boolean {
  const [first = ""] = values;
  if (op === "contains") return own.includes(first);
  return op === "startsWith" ? own.startsWith(first) : values.includes(own);
}

function ordered(op: ListOperator, own: number, values: readonly number[]): boolean {
  const [first = 0, last = first] = values;
  if (op === "atLeast") return own >= first;
  if (op === "atMost") return own <= first;
  if (op === "before") return own < first;
  if (op === "after") return own > first;
  return op === "between" ? own >= first && own <= last : values.includes(own);
}

function daysOf(value: unknown, { timeZone, fiscalYearStart }: TenantInfo): DayPeriod {
  const relative = readRelativeDate(String(value));
  if (relative) return periodOf(relative, localDay(new Date(), timeZone), fiscalYearStart);
  return { from: String(value), to: String(value) };
}

function inPeriods(op: ListOperator, own: string, periods: readonly DayPeriod[]): boolean {
  const [first = { from: "", to: "" }, last = first] = periods;
  if (op === "atLeast") return own >= first.from;
  if (op === "atMost") return own <= first.to;
  if (op === "before") return own < first.from;
  if (op === "after") return own > first.to;
  if (op === "between") return own >= first.from && own <= last.to;
  return periods.some(({ from, to }) => own >= from && own <= to);
}

/** Whether a row matches a filter; `field` finds the field that a condition names. */
export function passes(
  { conditions, groups, match }: { conditions: Condition[]; groups: ConditionGroup[]; match: "all" | "any" },
  row: Shown,
  field: (name: string) => AskedField,
  tenant: TenantInfo,
): boolean {
  const each = (list: Condition[]) => list.map((one) => matches(field(one.field), one, row, tenant));
  const all = (how: "all" | "any", parts: boolean[]) => (how === "any" ? parts.some(Boolean) : parts.every(Boolean));
  const parts = [...each(conditions), ...groups.map((group) => all(group.match, each(group.conditions)))];
  return parts.length === 0 || all(match, parts);
}

/** The value of a field as lists order it; null comes last. */
function sortValue({ field, of }: AskedField, row: Shown): number | Buffer | null {
  const value = of(row);
  if (isEmpty(value)) return null;
  if (field.kind === "money") return (value as { amount: number }).amount;
  if (field.kind === "amounts") return Math.max(...(value as { amount: number }[]).map(({ amount }) => amount));
  if (field.kind === "day" || field.kind === "instant") return Date.parse(String(value));
  if (field.kind === "number" || field.kind === "decimal") return Number(value);
  return Buffer.from(field.kind === "key" ? foldKey(String(value)) : String(value));
}

const compareValues = (a: number | Buffer, b: number | Buffer): number =>
  Buffer.isBuffer(a) && Buffer.isBuffer(b) ? Buffer.compare(a, b) : Number(a) - Number(b);

/** The rows in the order of some sorts; ties by id, in the direction of the first field with a value. */
export function sortedBy(rows: readonly Shown[], sorts: readonly (Sort & { asked: AskedField })[]): Shown[] {
  return rows.toSorted((a, b) => {
    for (const { asked, direction } of sorts) {
      const [x, y] = [sortValue(asked, a), sortValue(asked, b)];
      if (x === null && y === null) continue;
      if (x === null || y === null) return x === null ? 1 : -1;
      const order = compareValues(x, y);
      if (order !== 0) return direction === "asc" ? order : -order;
    }
    const first = sorts.find(({ asked }) => sortValue(asked, a) !== null);
    const byId = String(a.id) < String(b.id) ? -1 : 1;
    return first?.direction === "desc" ? -byId : byId;
  });
}

/** A total over some rows, as the server answers it. */
export function totalOf({ field, of }: AskedField, how: string, rows: readonly Shown[]): unknown {
  const values = rows.map(of).filter((value) => !isEmpty(value));
  if (how === "filled") return { value: values.length, amounts: [] };
  if (field.kind !== "money") return { value: reduced(how, values), amounts: [] };
  const amounts = values as { amount: number; currency: string }[];
  const currencies = [...new Set(amounts.map(({ currency }) => currency))].sort();
  return {
    value: null,
    amounts: currencies.map((currency) => {
      const own = amounts.filter((one) => one.currency === currency).map(({ amount }) => amount);
      return { amount: how === "average" ? roundedAverage(own) : reduced(how, own), currency };
    }),
  };
}

const exactSum = (values: readonly number[]): bigint => values.reduce((all, one) => all + BigInt(one), 0n);

/** A whole number as the server answers it: a text beyond 2^53. */
const whole = (value: bigint): number | string =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();

/** Half away from zero, as the database rounds. */
function roundedAverage(values: readonly number[]): number | string {
  const [sum, count] = [exactSum(values), BigInt(values.length)];
  const size = (2n * (sum < 0n ? -sum : sum) + count) / (2n * count);
  return whole(sum < 0n ? -size : size);
}

const sumOf = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

function reduced(how: string, values: readonly unknown[]): unknown {
  if (values.length === 0) return null;
  if (typeof values[0] === "string") {
    const texts = (values as string[]).toSorted();
    return how === "min" ? texts[0] : texts.at(-1);
  }
  const numbers = values as number[];
  if (how === "sum") return numbers.every(Number.isInteger) ? whole(exactSum(numbers)) : sumOf(numbers);
  if (how === "average") return Number((sumOf(numbers) / numbers.length).toFixed(6));
  return how === "min" ? Math.min(...numbers) : Math.max(...numbers);
}
