import "server-only";
import type { ListOperator } from "@/lib/list-filter";

/**
 * `key` is text stored folded; `number` a whole one, `decimal` any; `id` a relation; `day` a date without zone;
 * `instant` a point in time; `related` matches other records by id (owners in a team); `lines` several values in one
 * text, each between line breaks; `amounts` sums by currency, sorted by the largest; `members` several of the workspace, by their keys; `choices` several values of a closed list, each in a row of its own.
 */
export type ListKind =
  | "text"
  | "key"
  | "id"
  | "member"
  | "enum"
  | "members"
  | "choices"
  | "number"
  | "decimal"
  | "money"
  | "amounts"
  | "day"
  | "instant"
  | "boolean"
  | "related"
  | "lines";

const same: readonly ListOperator[] = ["is", "isNot", "anyOf", "noneOf"];
const emptiness: readonly ListOperator[] = ["empty", "notEmpty"];
const order: readonly ListOperator[] = ["atLeast", "atMost", "before", "after", "between"];

const text = [...same, "contains", "startsWith", ...emptiness] as const;
const choice = [...same, ...emptiness];
const amount = [...same, ...order, ...emptiness];

/** The operators of each kind of field: lists refuse any other, and the API document names them. */
const operators: Record<ListKind, readonly ListOperator[]> = {
  text,
  key: text,
  id: choice,
  member: choice,
  enum: choice,
  members: ["anyOf", "noneOf", ...emptiness],
  choices: ["anyOf", "allOf", "noneOf", ...emptiness],
  boolean: choice,
  number: amount,
  decimal: amount,
  money: amount,
  amounts: emptiness,
  day: amount,
  instant: ["is", ...order, ...emptiness],
  related: same,
  lines: ["is", "isNot", "contains", "startsWith", ...emptiness],
};

/** The operators of this kind of field. */
export const operatorsOfKind = (kind: ListKind): readonly ListOperator[] => operators[kind];
