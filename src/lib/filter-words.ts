import type { Condition, ListOperator } from "./list-filter";
import { isPeriod } from "./relative-dates";

/** The text of an operator between field and value; `date` is the value of a date, which is in a period. */
export function operatorLabel(op: ListOperator, date?: unknown): string {
  if (op === "is" && isPeriod(date)) return "is in";
  const labels: Record<ListOperator, string> = {
    is: "is",
    isNot: "is not",
    anyOf: "is any of",
    allOf: "has all of",
    noneOf: "is none of",
    contains: "contains",
    startsWith: "starts with",
    atLeast: "is at least",
    atMost: "is at most",
    between: "is between",
    before: "is before",
    after: "is after",
    empty: "is empty",
    notEmpty: "is not empty",
  };
  return labels[op];
}

/** The values of a condition as a list, for every operator. */
export function conditionValues(condition: Condition): (string | number | boolean)[] {
  if (condition.value === undefined) return [];
  return Array.isArray(condition.value) ? condition.value : [condition.value];
}

/** The operator that a chip shows: one choice reads "is", not "is any of". */
export function shownOperator(condition: Condition): ListOperator {
  if (conditionValues(condition).length !== 1) return condition.op;
  if (condition.op === "anyOf" || condition.op === "allOf") return "is";
  return condition.op === "noneOf" ? "isNot" : condition.op;
}
