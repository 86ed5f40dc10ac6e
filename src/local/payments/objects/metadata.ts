import type { Metadata } from "../tables";

/** Sets keys, removes those with an empty value; `null` clears all. */
export function merged(before: Metadata, given: Metadata | null | undefined): Metadata {
  if (given === null) return {};
  return Object.fromEntries(Object.entries({ ...before, ...given }).filter(([, value]) => value !== ""));
}
