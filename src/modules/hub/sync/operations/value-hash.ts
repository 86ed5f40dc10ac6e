import "server-only";
import { createHash } from "node:crypto";
import type { Value } from "@/server/sync/object";
import type { Props } from "@/server/sync/snapshot";

/** The same text for equal values, whatever the order of their keys. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    one && typeof one === "object" && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

const hashOf = (value: unknown): string => createHash("sha256").update(textOf(value)).digest("base64url").slice(0, 22);

/** 132 bits that say whether a value of ours has changed. */
export const ourHash = (value: Value): string => hashOf(value);

/** The same for the properties there that hold a value together; an empty text is an empty value. */
export const theirHash = (props: Props, names: readonly string[]): string =>
  hashOf(names.map((name) => props[name] || null));

export const isEmptyThere = (props: Props, names: readonly string[]): boolean => names.every((name) => !props[name]);

/** Whether a value of ours holds nothing: null, an empty list, parts that are all empty. */
export function isEmptyHere(value: Value): boolean {
  if (value === null || value === "") return true;
  if (typeof value !== "object") return false;
  return (Array.isArray(value) ? value : Object.values(value)).every((one) => isEmptyHere(one as Value));
}

/** Whether both hold the same properties, as far as they are asked for. */
export const areSameThere = (some: Props, others: Props, names: readonly string[]): boolean =>
  theirHash(some, names) === theirHash(others, names);
