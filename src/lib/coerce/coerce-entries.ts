import { cellValues } from "@/lib/cell-values";
import { counted, plainLocale } from "@/lib/counted";
import { type EntryType, emailTypes, maxEntries, phoneTypes } from "@/lib/fields/entries";
import { typedValue, withType } from "@/lib/fields/entry-types";
import { coerceEmail } from "./coerce-email";
import { coerceText } from "./coerce-text";
import { type Coerced, refused, value } from "./coerced";
import { addressIn, namedAddress } from "./named-address";

/** The values of a cell, as text. */
export const entriesIn = (text: string): string[] => cellValues(text).map((one) => one.text);

/** E-mail addresses between semicolons, each with its domain in lower case, and with its type where the cell names it. */
export function coerceEmails(text: string): Coerced<string> {
  const parts = addressesIn(text);
  const [first] = parts;
  if (first === undefined || (parts.length === 1 && typedValue(emailTypes, first).type === null))
    return readAddress(first ?? text);
  const read = parts.map((part) => readTyped(emailTypes, part, readAddress));
  const bad = read.find((one) => !one.ok);
  const good = read.flatMap((one) => (one.ok && one.value !== null ? [one.value] : []));
  if (!bad) return fewEnough(good);
  // "a@acme,example" is one address with a typing error.
  const whole = coerceEmail(text);
  return !whole.ok && whole.suggestion !== undefined && good.length === 0
    ? whole
    : refused(bad.reason, good.join("; "));
}

/** An address alone, or with the name before it. */
function readAddress(text: string): Coerced<string> {
  const address = addressIn(text);
  return address === null ? coerceEmail(text) : value(address);
}

/** Telephone numbers between semicolons, each as it was typed, and with its type where the cell names it. */
export function coercePhones(text: string): Coerced<string> {
  const read = coerceText(text, { multiline: true, maxLength: 10_000 });
  if (!read.ok || read.value === null) return read;
  const parts = numbersIn(read.value);
  const long = parts.find((part) => part.length > 60);
  if (long) return refused("A telephone number has at most 60 characters.", long.slice(0, 60));
  return fewEnough(parts.map((part) => withType(typedValue(phoneTypes, part))));
}

/** Whether a text holds nothing but e-mail addresses, of which there may be more than a field takes. */
export function areEmails(text: string): boolean {
  const parts = text.includes("@") ? addressesIn(text) : [];
  return parts.length > 0 && parts.every((part) => readTyped(emailTypes, part, readAddress).ok);
}

/** Whether a text may hold telephone numbers, between words too; a year or a day is none. */
export const mayBePhones = (text: string): boolean => /(?:\d\D*){2}/.test(text) && !YEAR_OR_DAY.test(text.trim());

const YEAR_OR_DAY = /^(?:(?:19|20)\d\d|\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2}(?:\d{2})?)$/;

/**
 * The addresses of a cell, each with the name before it. Commas and blanks may separate them, and may belong to a name:
 * "Weiß, Julia <julia@acme.example>, Max <max@acme.example>".
 */
function addressesIn(text: string): string[] {
  const parts = cellValues(text).flatMap((one) =>
    one.isQuoted ? [one.text] : one.text.split(/\s*,\s*/).filter(Boolean),
  );
  const found: string[] = [];
  let name: string[] = [];
  for (const part of parts) {
    const isName = !part.includes("@");
    const whole = [...name, part].join(", ");
    if (isName) name.push(part);
    else if (name.length > 0 && namedAddress(whole)) found.push(whole);
    else found.push(...name, ...apart(part));
    if (!isName) name = [];
  }
  return [...found, ...name];
}

/** Addresses with nothing but blanks between them. */
function apart(part: string): string[] {
  const words = part.split(/\s+/);
  return words.length > 1 && words.every((word) => coerceEmail(word).ok) ? words : [part];
}

/** A comma stands between two numbers, and not before an extension. */
const betweenNumbers = /,\s*(?=\+|\(?\d[\d\s().\-/]{5})/;

function numbersIn(text: string): string[] {
  return cellValues(text).flatMap((one) => {
    const parts = one.isQuoted ? [one.text] : one.text.split(betweenNumbers);
    return parts.every((part) => /(?:\D*\d){6}/.test(part)) ? parts.map((part) => part.trim()) : [one.text];
  });
}

function readTyped(
  types: readonly EntryType[],
  text: string,
  read: (text: string) => Coerced<string>,
): Coerced<string> {
  const { value: bare, type } = typedValue(types, text);
  const found = read(bare);
  return found.ok && found.value !== null ? value(withType({ value: found.value, type })) : found;
}

function fewEnough(parts: readonly string[]): Coerced<string> {
  if (parts.length === 0) return { ok: true, value: null };
  if (parts.length <= maxEntries) return value(parts.join("; "));
  return refused(
    `This cell holds ${counted(parts.length, { one: "value", many: "values" }, plainLocale)}; at most ${maxEntries} are allowed.`,
    parts.slice(0, maxEntries).join("; "),
  );
}
