import type { ReactNode } from "react";
import type { FieldOption } from "@/components/data-table/data-column";
import { counted } from "@/lib/counted";
import type { DurationLimits } from "@/lib/duration-text";
import type { Condition, ConditionGroup, ListOperator } from "@/lib/list-filter";
import { unseenRecord } from "@/lib/unseen-record";

/** A field that a list can be filtered by. Money is in minor units, durations in minutes, dates are `YYYY-MM-DD`. */
export interface FilterField {
  field: string;
  label: string;
  kind:
    | "text"
    | "lines"
    | "enum"
    | "choices"
    | "member"
    | "links"
    | "money"
    | "number"
    | "duration"
    | "date"
    | "boolean";
  icon?: ReactNode;
  /** Fixed choices of `enum`, `choices` and `member`. */
  options?: readonly FieldOption[];
  /** The bounds of a `duration`, and how long its day is. */
  duration?: DurationLimits;
  /**
   * Finds options while typing; an empty text returns the most likely ones. Keep it the same function on every render.
   */
  search?(text: string): Promise<readonly FieldOption[]>;
  /**
   * Loads the options of chosen values, so that a chip can name them after a reload. Keep it the same function on every
   * render.
   */
  lookup?(values: readonly string[]): Promise<readonly FieldOption[]>;
  /** Its values are ids of records, some of which this member may not see. */
  ofRecords?: true;
  /** Loads the fields of the record that it points to: "account.industry". */
  related?(): Promise<readonly FilterField[]>;
}

const picks: readonly ListOperator[] = ["anyOf", "noneOf", "empty", "notEmpty"];
const amounts: readonly ListOperator[] = ["atLeast", "atMost", "between", "is", "empty", "notEmpty"];

const byKind: Record<FilterField["kind"], readonly ListOperator[]> = {
  text: ["contains", "startsWith", "is", "isNot", "empty", "notEmpty"],
  lines: ["contains", "startsWith", "is", "isNot", "empty", "notEmpty"],
  enum: picks,
  choices: ["anyOf", "allOf", "noneOf", "empty", "notEmpty"],
  member: picks,
  links: ["anyOf", "noneOf"],
  money: amounts,
  number: amounts,
  duration: amounts,
  date: ["before", "after", "between", "is", "empty", "notEmpty"],
  boolean: ["is"],
};

/** Whether several values of a field are picked from a list. */
export const picksSeveral = ({ kind }: FilterField): boolean =>
  kind === "enum" || kind === "choices" || kind === "member" || kind === "links";

/** The operators that a field offers, the most common first. */
export function operatorsOf(kind: FilterField["kind"]): readonly ListOperator[] {
  return byKind[kind];
}

/** The operator in a chip of a phone; empty if field and value are enough. */
export function shortOperator(op: ListOperator): string | undefined {
  const short: Partial<Record<ListOperator, string>> = {
    isNot: "not",
    allOf: "all of",
    noneOf: "not",
    contains: "contains",
    startsWith: "starts with",
    atLeast: "≥",
    atMost: "≤",
    before: "before",
    after: "after",
  };
  return short[op];
}

const unloadedName = { one: "name could not be loaded", many: "names could not be loaded" };
const unseenRecords = { one: "record you cannot see", many: "records you cannot see" };
const hiddenValue = { one: "unknown or hidden value", many: "unknown or hidden values" };

/** The text for values without a name: removed, hidden from this member, or not loaded. */
export function unnamedText(
  { ofRecords }: Pick<FilterField, "ofRecords">,
  count: number,
  state: "loading" | "failed" | "known",
  locale: string,
): string {
  if (state === "loading") return "…";
  if (state === "failed") return counted(count, unloadedName, locale);
  if (!ofRecords) return counted(count, hiddenValue, locale);
  return count === 1 ? unseenRecord : counted(count, unseenRecords, locale);
}

/** The builder's initial operator: `is` on a list of choices becomes `anyOf` with one value. */
export function builderOperator(field: FilterField, condition: Condition | undefined): ListOperator {
  const offered = operatorsOf(field.kind);
  if (!condition) return offered[0] ?? "is";
  if (offered.includes(condition.op)) return condition.op;
  return condition.op === "isNot" ? "noneOf" : (offered[0] ?? "is");
}

/** The fields of a group, without duplicates, in order. */
export function groupFields(group: ConditionGroup, fields: readonly FilterField[]): string[] {
  const labels = group.conditions.map(({ field }) => fields.find((known) => known.field === field)?.label ?? field);
  return [...new Set(labels)];
}

/** A list with one item replaced, added or removed. */
export function replaceAt<T>(list: readonly T[], index: number | null, next: T | null): T[] {
  if (index === null) return next ? [...list, next] : [...list];
  return list.flatMap((one, at) => (at === index ? (next ?? []) : one));
}
