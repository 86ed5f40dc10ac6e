import { cellValues, joinedValues } from "@/lib/cell-values";
import { counted, plainLocale } from "@/lib/counted";
import { type EntryKind, maxEntries } from "@/lib/fields/entries";
import { typedValue, withType } from "@/lib/fields/entry-types";
import { quoteValue } from "@/lib/text";
import { coerceEmail } from "./coerce-email";
import { coerceText } from "./coerce-text";
import { type Coerced, isPlaceholder, refused, value } from "./coerced";
import { addressIn, namedAddress } from "./named-address";

/** The values of a cell, as text. */
export const entriesIn = (text: string): string[] => cellValues(text).map((one) => one.text);

// Longer than ten addresses are; it also keeps hostile cells from taking long.
const longest = 10_000;

/** E-mail addresses between semicolons, each with its domain in lower case, and with its type where the cell names it. */
export function coerceEmails(text: string): Coerced<string> {
  if (text.length > longest) return tooLong(text);
  const parts = addressesIn(text);
  const [first] = parts;
  if (first === undefined) return coerceEmail(text);
  if (parts.length === 1 && typedValue("emails", first).type === null) return readAddress(first);
  const filled = parts.filter((part) => !isPlaceholder(part));
  const read = filled.map((part) => readTyped("emails", part, readAddress));
  const bad = read.find((one) => !one.ok);
  const good = read.flatMap((one) => (one.ok ? (one.value ?? []) : []));
  if (!bad) return fewEnough(good);
  // "a@acme,example" is one address with a typing error.
  const whole = coerceEmail(text);
  if (!whole.ok && whole.suggestion !== undefined && good.length === 0) return whole;
  const offered = read.flatMap((one) => (one.ok ? one.value : one.suggestion) || []);
  return refused(bad.reason, joinedValues(offered));
}

/** An address alone, or with the name before it. Of several in one part none is dropped. */
function readAddress(text: string): Coerced<string> {
  const words = text.split(/[\s<>()"]+/).filter((word) => word.includes("@"));
  const read = words.flatMap((word) => {
    const one = coerceEmail(word);
    return one.ok && one.value !== null ? [one.value] : [];
  });
  // "Ann (ann@x.example) <ann@x.example>" holds one.
  const addresses = [...new Set(read)];
  if (addresses.length > 1)
    return refused(`${quoteValue(text)} holds several addresses. Put semicolons between them.`, addresses.join("; "));
  const address = addressIn(text);
  return address === null ? coerceEmail(text) : value(address);
}

/** Telephone numbers between semicolons, each as it was typed, and with its type where the cell names it. */
export function coercePhones(text: string): Coerced<string> {
  if (text.length > longest) return tooLong(text);
  const read = coerceText(text, { multiline: true, maxLength: longest });
  if (!read.ok || read.value === null) return read;
  const parts = numbersIn(read.value);
  const long = parts.find((part) => part.length > 60);
  if (long) return refused("A telephone number has at most 60 characters.", long.slice(0, 60));
  return fewEnough(parts.map((part) => withType(typedValue("phones", part))));
}

const signs = { one: "character", many: "characters" };
const tooLong = ({ length }: string): Coerced<string> =>
  refused(
    `This text has ${counted(length, signs, plainLocale)}; at most ${longest.toLocaleString("en-US")} are allowed. Shorten it.`,
  );

/** Whether a text holds nothing but e-mail addresses, of which there may be more than a field takes. */
export function areEmails(text: string): boolean {
  const parts = text.includes("@") && text.length <= longest ? addressesIn(text) : [];
  return parts.length > 0 && parts.every((part) => readTyped("emails", part, readAddress).ok);
}

/** Whether a text may hold telephone numbers, and few other words; a year or a day is none. */
export const mayBePhones = (text: string): boolean =>
  entriesIn(text.slice(0, longest)).some((part) => {
    const { value: number } = typedValue("phones", part);
    const [digits, letters] = [/\p{Nd}/gu, /\p{L}/gu].map((kind) => number.match(kind)?.length ?? 0);
    return (digits ?? 0) > 1 && (letters ?? 0) * 2 <= (digits ?? 0) && !isYearOrDay(number);
  });

const YEAR_OR_DAY = /^(?:(?:19|20)\d\d|\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2}(?:\d{2})?)$/;

/** Whether a text is a year or a day, or several with commas between them, and so no telephone number. */
export const isYearOrDay = (text: string): boolean => text.split(",").every((part) => YEAR_OR_DAY.test(part.trim()));

/**
 * The addresses of a cell, each with the name before it. Commas and blanks may separate them, and may belong to a name:
 * "Weiß, Julia <julia@acme.example>, Max <max@acme.example>".
 */
const addressesIn = (cell: string): string[] =>
  cellValues(cell).flatMap(({ text, isQuoted }) => (isQuoted ? [text] : addressesOf(text)));

/** A name has at most so many commas in it. */
const mostCommas = 3;

function addressesOf(text: string): string[] {
  const parts = text
    .replaceAll(">", ">,")
    .split(",")
    .map((part) => part.trim());
  const found: string[] = [];
  let name: string[] = [];
  for (const part of parts.filter(Boolean)) {
    if (!part.includes("@")) {
      name.push(part);
      continue;
    }
    const whole = [...name.slice(-mostCommas), part].join(", ");
    const isNamed = name.length > 0 && namedAddress(whole) !== null;
    found.push(...(isNamed ? [...name.slice(0, -mostCommas), whole] : [...name, ...apart(part)]));
    name = [];
  }
  return [...found, ...name];
}

/** Addresses with nothing but blanks between them. */
function apart(part: string): string[] {
  const words = part.split(" ").filter(Boolean);
  return words.length > 1 && words.every((word) => coerceEmail(word).ok) ? words : [part];
}

/** The numbers of a cell: a comma parts two of them, and none from its extension. */
const numbersIn = (cell: string): string[] =>
  cellValues(cell).flatMap(({ text, isQuoted }) => {
    const parts = isQuoted ? [text] : text.split(",").map((part) => part.trim());
    return parts.length > 1 && parts.every(isNumber) ? parts : [text];
  });

const isNumber = (part: string): boolean => {
  const { value: number } = typedValue("phones", part);
  return /^[+(\d]/.test(number) && (number.match(/\d/g)?.length ?? 0) >= 6;
};

function readTyped(kind: EntryKind, text: string, read: (text: string) => Coerced<string>): Coerced<string> {
  const { value: bare, type } = typedValue(kind, text);
  const found = read(bare);
  return found.ok && found.value !== null ? value(withType({ value: found.value, type })) : found;
}

function fewEnough(given: readonly string[]): Coerced<string> {
  const parts = [...new Set(given)];
  if (parts.length === 0) return { ok: true, value: null };
  if (parts.length <= maxEntries) return value(joinedValues(parts));
  return refused(
    `This cell holds ${counted(parts.length, { one: "value", many: "values" }, plainLocale)}; at most ${maxEntries} are allowed.`,
    joinedValues(parts.slice(0, maxEntries)),
  );
}
