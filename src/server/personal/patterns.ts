import "server-only";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { addressesIn, fewestDigits, type KnownTexts } from "./known.ts";

/** Regular expressions that find a person in texts, as PostgreSQL writes them; `inJs` reads them too. */
export interface Patterns {
  /** Finds texts that are surely of this person: addresses, numbers, and names that nobody else has. */
  sure: string;
  /** The same with names that somebody else has too. */
  every: string;
  /** Finds at least as much in the text of a row or of JSON, and is quick. */
  rough: string;
  /** Addresses and numbers alone: a value that is nothing else is emptied. */
  addresses: string;
}

const nothing = "(?!)";
const either = (patterns: readonly string[]) => (patterns.length > 0 ? `(?:${patterns.join("|")})` : nothing);
const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Letters with their accents, by the plain letter: "e" is written é, Ê and so on as well. */
const accented = new Map<string, string>();
for (let code = 0xc0; code < 0x250; code += 1) {
  const letter = String.fromCharCode(code);
  const plain = letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  if (/^[a-z]$/.test(plain)) accented.set(plain, (accented.get(plain) ?? "") + letter);
}

function letterOf(letter: string): string {
  if (/['’]/.test(letter)) return "['’]";
  const plain = letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  if (/^[a-z]$/.test(plain)) return `[${plain}${plain.toUpperCase()}${accented.get(plain) ?? ""}][\u0300-\u036f]*`;
  const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()];
  const isOne = lower !== upper && [...lower].length === 1 && [...upper].length === 1;
  return isOne ? `[${lower}${upper}]` : literal(letter);
}

const wordOf = (word: string) => [...word.normalize("NFC")].map(letterOf).join("");
const alone = (pattern: string) => `(?<![[:alnum:]])${pattern}(?![[:alnum:]])`;

/** The signs between words, in texts and in file names. */
const gap = "(?:[\\s\u00a0]+|[_-])";
/** The same where JSON writes a line break as a sign. */
const roughGap = "(?:[\\s\u00a0]|\\\\[nrt]|[_-])+";

/** A name of several words in both orders: "Ann Field", "Field Ann", "Field, Ann". */
function nameOf(name: string, between: string): string {
  const words = name.split(/\s+/).map(wordOf);
  const reversed = `${words.at(-1)},?${between}${words.slice(0, -1).join(between)}`;
  return `(?:${words.join(between)}|${reversed})`;
}

const addressOf = (address: string) => literal(address);
const aloneAddress = (address: string) => `(?<![[:alnum:].+])${addressOf(address)}(?![[:alnum:]])`;

/** Signs between the digits of a number. */
const between = "[\\s\u00a0()./-]*";
const spaced = (digits: string) => [...digits].join(between);

/** A number with and without its country code, however its digits are grouped. */
function numberOf(text: string): string | null {
  const digits = text.replace(/;ext=.*$/, "").replace(/\D/g, "");
  if (digits.length < fewestDigits) return null;
  const number = parsePhoneNumberFromString(text.replace(/;ext=.*$/, ""));
  if (!number || number.nationalNumber.length < fewestDigits) return `\\+?${spaced(digits)}`;
  return `(?:(?:\\+|00)?${between}${number.countryCallingCode}${between})?(?:\\(?0\\)?${between})?${spaced(number.nationalNumber)}`;
}

/** The patterns of somebody who is known by these texts; `shared` has those names that others have too. */
export function patternsOf(known: KnownTexts, shared: readonly string[]): Patterns {
  const { texts } = addressesIn(known);
  const mails = texts.filter((text) => text.includes("@"));
  const numbers = texts.flatMap((text) => (text.includes("@") ? [] : (numberOf(text) ?? [])));
  const names = known.texts.filter((text) => !texts.includes(text));
  const addresses = [...mails.map(aloneAddress), ...numbers.map(alone)];
  const named = (some: readonly string[]) => some.map((name) => alone(nameOf(name, gap)));
  return {
    sure: either([...addresses, ...named(names.filter((name) => !shared.includes(name)))]),
    every: either([...addresses, ...named(names)]),
    rough: either([...mails.map(addressOf), ...numbers, ...names.map((name) => nameOf(name, roughGap))]),
    addresses: either(addresses),
  };
}

/** The same pattern for JavaScript. */
export const inJs = (pattern: string): RegExp => new RegExp(pattern.replaceAll("[:alnum:]", "\\p{L}\\p{N}"), "giu");
