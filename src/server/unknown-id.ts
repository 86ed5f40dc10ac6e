import "server-only";
import type { z } from "zod";

/** An id that no record has. */
export const unknownId = "00000000-0000-7000-8000-000000000000";

/** Whether what is wrong with an input is, among other things, an id that is none. */
export function isMalformedId(error: z.ZodError): boolean {
  return error.issues.some(isIdIssue);
}

const isIdIssue = (issue: z.core.$ZodIssue) => issue.code === "invalid_format" && issue.format === "uuid";

/** The input with an unknown id in place of each malformed one; the given one stays as it is. */
export function withUnknownIds(input: unknown, error: z.ZodError): unknown {
  return error.issues.filter(isIdIssue).reduce((value, { path }) => replaced(value, path), input);
}

function replaced(value: unknown, [key, ...rest]: readonly PropertyKey[]): unknown {
  if (key === undefined) return unknownId;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest) : item));
  if (!value || typeof value !== "object") return value;
  return { ...value, [key]: replaced((value as Record<PropertyKey, unknown>)[key], rest) };
}
