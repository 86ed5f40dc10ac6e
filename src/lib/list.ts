import { z } from "zod";

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

const fieldName = z.string().min(1).max(100);
const single = z.union([z.string().max(500), z.number(), z.boolean()]);
const several = z.array(single).max(200);

/** The number of values of an operator: none, one, exactly two (from, to) or a list. */
export function operatorArity(op: ListOperator): "none" | "one" | "two" | "many" {
  if (op === "empty" || op === "notEmpty") return "none";
  if (op === "anyOf" || op === "allOf" || op === "noneOf") return "many";
  return op === "between" ? "two" : "one";
}

function valueFits(op: ListOperator, value: unknown): boolean {
  const arity = operatorArity(op);
  if (arity === "none") return value === undefined;
  if (arity === "one") return value !== undefined && !Array.isArray(value);
  if (!Array.isArray(value)) return false;
  return arity === "two" ? value.length === 2 : value.length > 0;
}

/** One filter of a list, in the URL, in saved views and in queries. */
export const conditionSchema = z
  .object({ field: fieldName, op: z.enum(listOperators), value: z.union([single, several]).optional() })
  .refine((condition) => valueFits(condition.op, condition.value), {
    path: ["value"],
    message: "The value does not match the operator.",
  });
export type Condition = z.infer<typeof conditionSchema>;

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

const filterMatches = ["all", "any"] as const;

/** Conditions of which all must match, or any one. Groups cannot contain groups. */
export const conditionGroupSchema = z.object({
  match: z.enum(filterMatches),
  conditions: z.array(conditionSchema).min(1).max(maxGrouped),
});
export type ConditionGroup = z.infer<typeof conditionGroupSchema>;

/** The filter part of a list's input; spread it into the input of everything that counts or shows the same rows. */
export const filterShape = {
  conditions: z.array(conditionSchema).max(maxConditions).optional(),
  groups: z.array(conditionGroupSchema).max(maxGroups).optional(),
  /** Whether all conditions and groups must match, which is the default, or any one. */
  match: z.enum(filterMatches).optional(),
  /** Part of the name; it must match whatever `match` says. */
  q: z.string().max(200).optional(),
};
export type FilterInput = z.infer<z.ZodObject<typeof filterShape>>;

/** The filter of a list in its screen's form. */
export interface ListFilter {
  conditions: Condition[];
  groups: ConditionGroup[];
  match: (typeof filterMatches)[number];
}
export const noFilter: ListFilter = { conditions: [], groups: [], match: "all" };

/** Number of conditions and groups at the top level. */
export const filterSize = ({ conditions, groups }: ListFilter): number => conditions.length + groups.length;

/** The order of a list. */
export const sortSchema = z.object({ field: fieldName, direction: z.enum(["asc", "desc"]) });
export type Sort = z.infer<typeof sortSchema>;

/** The parts of every list input; spread them into a procedure's own object. */
export const listInputShape = {
  ...filterShape,
  sort: sortSchema.optional(),
  cursor: z.string().max(2000).optional(),
  limit: z.int().min(1).max(100).optional(),
};
export const listInputSchema = z.object(listInputShape);
export type ListInput = z.infer<typeof listInputSchema>;

/**
 * How many rows match: exact to 1,000, then only "more". A list with one text: generated Python clients treat a
 * constant beside a number as the only choice, and refuse the number.
 */
export const listTotal = z.union([z.int(), z.enum(["1000+"])]);
export type ListTotal = z.infer<typeof listTotal>;

/** The most that is counted. */
export const maxCounted = 1000;
/** A count in the form of lists. */
export const capped = (count: number): ListTotal => (count > maxCounted ? "1000+" : count);
