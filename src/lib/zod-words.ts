import type { z } from "zod";
import { counted, plainLocale } from "@/lib/counted";
import { numberFormat } from "@/lib/intl";

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};
const count = numberFormat("en-US");

/** The error message for a value whose schema has none of its own; undefined where zod's own message is good. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type": {
      if (issue.input === undefined) return "This is required.";
      if (issue.input === null) return "This cannot be empty.";
      const kind = kinds[issue.expected];
      return kind && `Enter ${kind}.`;
    }
    case "too_small":
      return limit(issue.origin, "at least", Number(issue.minimum) + (issue.inclusive === false ? 1 : 0));
    case "too_big":
      return limit(issue.origin, "at most", Number(issue.maximum) - (issue.inclusive === false ? 1 : 0));
    case "invalid_value":
      if (issue.input === undefined) return "This is required.";
      if (issue.input === null) return "This cannot be empty.";
      return `Use one of: ${issue.values.map(String).join(", ")}.`;
    case "invalid_union":
      return "This value is not allowed here.";
    default:
      return undefined;
  }
}

function limit(origin: string, side: "at least" | "at most", bound: number): string {
  if (origin === "string")
    return `Use ${side} ${counted(bound, { one: "character", many: "characters" }, plainLocale)}.`;
  if (origin === "array" || origin === "set") return `Enter ${side} ${count.format(bound)} values.`;
  return `Use a number of ${side} ${count.format(bound)}.`;
}
