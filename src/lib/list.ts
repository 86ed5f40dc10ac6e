import { z } from "zod";
import { filterMatches, listOperators, maxConditions, maxGrouped, maxGroups, maxSorts, valueFits } from "./list-filter";

const fieldName = z.string().min(1).max(100);
const single = z.union([z.string().max(500), z.number(), z.boolean()]);
const several = z.array(single).max(200);

/** One filter of a list, in the URL, in saved views and in queries. */
export const conditionSchema = z
  .object({ field: fieldName, op: z.enum(listOperators), value: z.union([single, several]).optional() })
  .refine((condition) => valueFits(condition.op, condition.value), {
    path: ["value"],
    message: "The value does not match the operator.",
  })
  .meta({ id: "ListCondition" });

/** Conditions of which all must match, or any one. Groups cannot contain groups. */
export const conditionGroupSchema = z
  .object({
    match: z.enum(filterMatches),
    conditions: z.array(conditionSchema).min(1).max(maxGrouped, `A group has at most ${maxGrouped} conditions.`),
  })
  .meta({ id: "ListConditionGroup" });

/** The filter part of a list's input; spread it into the input of everything that counts or shows the same rows. */
export const filterShape = {
  conditions: z.array(conditionSchema).max(maxConditions, `Use at most ${maxConditions} conditions.`).optional(),
  groups: z.array(conditionGroupSchema).max(maxGroups, `Use at most ${maxGroups} groups of conditions.`).optional(),
  /** Whether all conditions and groups must match, which is the default, or any one. */
  match: z.enum(filterMatches).optional(),
  /** Part of the name; it must match whatever `match` says. */
  q: z.string().max(200).optional(),
  /** A saved view of this list: rows must match its filter too. Lists have its orders where they give none. */
  view: z.uuid().optional(),
};
export type FilterInput = z.infer<z.ZodObject<typeof filterShape>>;

/** The order of a list. */
export const sortSchema = z.object({ field: fieldName, direction: z.enum(["asc", "desc"]) });
export type Sort = z.infer<typeof sortSchema>;

/** The parts of every list input; spread them into a procedure's own object. */
export const listInputShape = {
  ...filterShape,
  /** One order, or several: each orders the rows that are equal by those before. */
  sort: z
    .union([sortSchema, z.array(sortSchema).min(1).max(maxSorts)], `Give one order, or a list of 1 to ${maxSorts}.`)
    .optional(),
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
