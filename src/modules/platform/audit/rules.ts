import { startOfHour, subMonths } from "date-fns";
import { counted } from "@/lib/counted";
import { capital } from "@/lib/text";

/** `opportunity.contactAdded` in words: "contact added". */
const spaced = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();

/** An object by the name that its events have: `customField` is "Custom field". */
export const entityWords = (entity: string): string => capital(spaced(entity));

interface Told {
  name: string;
  /** As timelines tell it; null for an event that they leave out. */
  verb: string | null;
  /** Labels of the changed fields. */
  fields: readonly string[];
}

const mostFields = 2;

/** An act in a few words, without its record: "Changed close date", "Moved", "Contact added". */
export function actWords({ name, verb, fields }: Told): string {
  if (verb === null) return capital(spaced(name.slice(name.indexOf(".") + 1)));
  if (verb !== "changed" || fields.length === 0) return capital(verb.replace(/ (of|from|to|for)$/, ""));
  if (fields.length > mostFields) return `Changed ${counted(fields.length, { one: "field", many: "fields" })}`;
  return `Changed ${fields.map((label) => label.charAt(0).toLowerCase() + label.slice(1)).join(" and ")}`;
}

/** The first moment that a plan shows; null where it shows everything. */
export const shownSince = (months: number | null, now: Date): Date | null =>
  months === null ? null : startOfHour(subMonths(now, months));

/** The smallest id of a moment: ids begin with the time at which they were made, so that they stand in its order. */
export const firstIdAt = (at: Date): string => {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
};
