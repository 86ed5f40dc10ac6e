/** The operators of a condition. Money is in minor units (`askedAmount`), dates are `YYYY-MM-DD`, members are ids. */
export const listOperators = [
  "is",
  "isNot",
  "anyOf",
  "allOf",
  "noneOf",
  "contains",
  "startsWith",
  "atLeast",
  "atMost",
  "between",
  "before",
  "after",
  "empty",
  "notEmpty",
] as const;
export type ListOperator = (typeof listOperators)[number];

/** Values of a condition on members: the actor, and the members of the actor's teams with the teams below. */
export const mySelf = "me";
export const myTeams = "my teams";

type Value = string | number | boolean;

/** One filter of a list. */
export interface Condition {
  field: string;
  op: ListOperator;
  value?: Value | Value[] | undefined;
}

/** The number of values of an operator: none, one, exactly two (from, to) or a list. */
export function operatorArity(op: ListOperator): "none" | "one" | "two" | "many" {
  if (op === "empty" || op === "notEmpty") return "none";
  if (op === "anyOf" || op === "allOf" || op === "noneOf") return "many";
  return op === "between" ? "two" : "one";
}

/** Whether a value has the form that its operator needs. */
export function valueFits(op: ListOperator, value: unknown): boolean {
  const arity = operatorArity(op);
  if (arity === "none") return value === undefined;
  if (arity === "one") return value !== undefined && !Array.isArray(value);
  if (!Array.isArray(value)) return false;
  return arity === "two" ? value.length === 2 : value.length > 0;
}

/** The amount of a condition: 420000 in the workspace's own currency, `"420000 EUR"` in another one. */
export function askedAmount(value: unknown, own: string): { minor: unknown; currency: string } {
  const [, minor, currency] = /^(.*) ([A-Z]{3})$/s.exec(String(value)) ?? [];
  return minor === undefined || currency === undefined ? { minor: value, currency: own } : { minor, currency };
}

/** The reverse. */
export const amountToAsk = (minor: number, currency: string, own: string): number | string =>
  currency === own ? minor : `${minor} ${currency}`;

/** Maximum number of conditions and groups in a filter, and of conditions in a group. */
export const maxConditions = 30;
export const maxGroups = 5;
export const maxGrouped = 10;

/** The most fields that a list is sorted by at once. */
export const maxSorts = 3;

export const filterMatches = ["all", "any"] as const;

/** Conditions of which all must match, or any one. */
export interface ConditionGroup {
  match: (typeof filterMatches)[number];
  conditions: Condition[];
}

/** The filter of a list in its screen's form. */
export interface ListFilter {
  conditions: Condition[];
  groups: ConditionGroup[];
  match: (typeof filterMatches)[number];
}
export const noFilter: ListFilter = { conditions: [], groups: [], match: "all" };

/** Number of conditions and groups at the top level. */
export const filterSize = ({ conditions, groups }: ListFilter): number => conditions.length + groups.length;

/** How many rows match: exact to 1,000, then only "more". */
export type ListTotal = number | "1000+";

/** The most that is counted. */
export const maxCounted = 1000;
/** The most that is counted beside a list, in a request of its own. */
export const maxCountedBeside = 50_000;
/** The number of rows of a list on the screen. */
export type ShownTotal = ListTotal | "50000+";
/** A count in the form of lists. */
export const capped = (count: number): ListTotal => (count > maxCounted ? "1000+" : count);
