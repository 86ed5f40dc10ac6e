import "server-only";
import type { ListOperator } from "@/lib/list";

/**
 * `key` is text stored folded; `id` a relation; `day` a date without zone; `instant` a point in time; `related` asks
 * for records elsewhere by id (owners in a team).
 */
export type ListKind =
  | "text"
  | "key"
  | "id"
  | "member"
  | "enum"
  | "number"
  | "money"
  | "day"
  | "instant"
  | "boolean"
  | "related";

const same: readonly ListOperator[] = ["is", "isNot", "anyOf", "noneOf"];
const emptiness: readonly ListOperator[] = ["empty", "notEmpty"];
const order: readonly ListOperator[] = ["atLeast", "atMost", "before", "after", "between"];

const text = [...same, "contains", "startsWith", ...emptiness] as const;
const choice = [...same, ...emptiness];
const amount = [...same, ...order, ...emptiness];

/** What can be asked of a field by its kind: lists refuse anything else, and the document of the API says so. */
const operators: Record<ListKind, readonly ListOperator[]> = {
  text,
  key: text,
  id: choice,
  member: choice,
  enum: choice,
  boolean: choice,
  number: amount,
  money: amount,
  day: amount,
  instant: ["is", ...order, ...emptiness],
  related: same,
};

/** The operators that a field of this kind can be asked with. */
export const operatorsOfKind = (kind: ListKind): readonly ListOperator[] => operators[kind];
