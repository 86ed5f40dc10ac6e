import "server-only";
import type { z } from "zod";

/** An id that no record has. */
export const unknownId = "00000000-0000-7000-8000-000000000000";

/** Before every id: where a walk through records by id begins. */
export const firstId = "00000000-0000-0000-0000-000000000000";

/** Whether one of the problems of an input is a malformed id. */
export function isMalformedId(error: z.ZodError): boolean {
  return error.issues.some(isIdIssue);
}

const isIdIssue = (issue: z.core.$ZodIssue) => issue.code === "invalid_format" && issue.format === "uuid";

/** The positions of malformed ids in an input: true at such an id, else an object of the keys below. */
type Places = true | Map<PropertyKey, Places>;

/** The input with an unknown id in place of each malformed one; the original is unchanged. */
export function withUnknownIds(input: unknown, error: z.ZodError): unknown {
  const paths = error.issues.filter(isIdIssue).map(({ path }) => path);
  return replaced(input, paths.reduce<Places>(withPath, new Map()));
}

function withPath(places: Places, [key, ...rest]: readonly PropertyKey[]): Places {
  if (key === undefined || places === true) return true;
  return places.set(key, withPath(places.get(key) ?? new Map(), rest));
}

/** Copies each part once, however many ids it contains. */
function replaced(value: unknown, places: Places): unknown {
  if (places === true) return unknownId;
  if (!value || typeof value !== "object") return value;
  const copy: unknown = Array.isArray(value) ? [...value] : { ...value };
  for (const [key, below] of places) {
    const parts = copy as Record<PropertyKey, unknown>;
    parts[key] = replaced(parts[key], below);
  }
  return copy;
}
