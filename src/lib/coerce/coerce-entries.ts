import { counted, plainLocale } from "@/lib/counted";
import { maxEntries } from "@/lib/fields/entries";
import { coerceEmail } from "./coerce-email";
import { coerceText } from "./coerce-text";
import { type Coerced, refused, value } from "./coerced";

/** Between the entries of one cell, in Google's files three colons; an extension belongs to its telephone number. */
const between = /\s*(?:;(?!ext=)|\n|:::)\s*/;

/** The entries of a cell, as text. */
export const entriesIn = (text: string): string[] => text.split(between).filter(Boolean);

/** E-mail addresses between semicolons, each with its domain in lower case. */
export function coerceEmails(text: string): Coerced<string> {
  const parts = entriesIn(text);
  if (parts.length < 2) return coerceEmail(text);
  const good: string[] = [];
  for (const part of parts) {
    const read = coerceEmail(part);
    if (!read.ok) {
      const others = parts.filter((other) => coerceEmail(other).ok).join("; ");
      return refused(read.reason, others);
    }
    if (read.value !== null) good.push(read.value);
  }
  return fewEnough(good);
}

/** Telephone numbers between semicolons, each as it was typed. */
export function coercePhones(text: string): Coerced<string> {
  const read = coerceText(text, { multiline: true, maxLength: 600 });
  if (!read.ok || read.value === null) return read;
  const parts = entriesIn(read.value);
  const long = parts.find((part) => part.length > 60);
  if (long) return refused("A telephone number has at most 60 characters.", long.slice(0, 60));
  return fewEnough(parts);
}

function fewEnough(parts: readonly string[]): Coerced<string> {
  if (parts.length === 0) return { ok: true, value: null };
  if (parts.length <= maxEntries) return value(parts.join("; "));
  return refused(
    `This cell holds ${counted(parts.length, { one: "value", many: "values" }, plainLocale)}; at most ${maxEntries} are allowed.`,
    parts.slice(0, maxEntries).join("; "),
  );
}
