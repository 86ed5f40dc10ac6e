import { coerceDuration } from "@/lib/coerce/coerce-duration";
import { quoteValue } from "@/lib/text";
import type { Part, Problem } from "./quick-log";

const AMOUNT = String.raw`\d{1,4}(?:[.,]\d{1,2})?`;
const HOURS = "h|hrs?|hours?";
const MINUTES = "m|mins?|minutes?";
// Lengths behind "in" or before "ago" are dates.
const LENGTH = new RegExp(
  String.raw`(?<![\p{L}\p{N}.,:/-])(?:(for|lasting|took)\s+)?(?:(half an hour)|(an hour|one hour)|(${AMOUNT}\s?(?:${HOURS})(?:\s?\d{1,2}\s?(?:${MINUTES}))?|${AMOUNT}\s?(?:${MINUTES})))(?![\p{L}\p{N}])(?!\s+(?:ago|later|before|after|from now|early|late)\b)`,
  "giu",
);
const BEFORE_DATE = /\b(?:in|within|after|next|last|past|every)\s+$/iu;
const halfHour = 30;
const hour = 60;
const [firstLateHour, lastHour] = [13, 23];

export interface Lengths {
  found: Part<number>[];
  problems: Problem[];
}

/** The lengths of time that a text names, in minutes: "for 20 min", "45m", "1h 30m", "half an hour". */
export function durationsOf(text: string): Lengths {
  const lengths: Lengths = { found: [], problems: [] };
  for (const { 0: words, index, 1: lead, 2: half, 3: whole, 4: digits } of text.matchAll(LENGTH)) {
    const span = { from: index, until: index + words.length };
    if (BEFORE_DATE.test(text.slice(Math.max(0, index - 12), index))) continue;
    const clock = lead === undefined ? /^(\d{2})h$/i.exec(words)?.[1] : undefined;
    if (clock !== undefined && Number(clock) >= firstLateHour && Number(clock) <= lastHour) {
      const message = `${quoteValue(words)} can be a time or a length. Write “${clock}:00” or “for ${clock}h”.`;
      lengths.problems.push({ ...span, message, isResolved: false });
      continue;
    }
    const read = coerceDuration(digits ?? "");
    if (half ?? whole) lengths.found.push({ value: half ? halfHour : hour, spans: [span] });
    else if (read.ok && read.value !== null) lengths.found.push({ value: read.value, spans: [span] });
    else if (!read.ok) lengths.problems.push({ ...span, message: read.reason, isResolved: false });
  }
  return lengths;
}
