import "server-only";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { addressesIn, digitsOf, fewestDigits, type KnownTexts } from "./known.ts";

/**
 * Regular expressions that find a person in texts, as PostgreSQL writes them; `inJs` reads them too. Whatever repeats is
 * bounded: texts are long, and members write them.
 */
export interface Patterns {
  /** Finds what is surely of this person: addresses, numbers and names that nobody else has, names written as names. */
  sure: string;
  /** The same with what somebody else has too, in any letters. */
  every: string;
  /** Finds at least as much in the text of a row or of JSON, and is quick. */
  rough: string;
  /** Addresses and numbers alone: a value that is nothing else is emptied. */
  addresses: string;
}

const nothing = "(?!)";
/** At the start of a pattern: capitals count, whatever the operator says. */
const exactly = "(?c)";
const either = (patterns: readonly string[]) => (patterns.length > 0 ? `(?:${patterns.join("|")})` : nothing);
const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Letters with their accents, by the plain letter: "e" is written é, Ê and so on as well. */
const accented = new Map<string, { lower: string; upper: string }>();
const plainOf = (letter: string) => letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
for (let code = 0xc0; code < 0x250; code += 1) {
  const letter = String.fromCharCode(code);
  const plain = plainOf(letter);
  if (!/^[a-z]$/.test(plain)) continue;
  const { lower, upper } = accented.get(plain) ?? { lower: "", upper: "" };
  const isLower = letter === letter.toLowerCase();
  accented.set(plain, { lower: isLower ? lower + letter : lower, upper: isLower ? upper : upper + letter });
}

/** How signs are found: in texts, or in JSON too, which writes a sign before quotes and backslashes. */
interface Writing {
  quote: string;
  backslash: string;
  gap: string;
}
const inTexts: Writing = { quote: '["“”„]', backslash: "\\\\", gap: "(?:[\\s\u00a0]{1,3}|[_-])" };
const inAll: Writing = {
  quote: '(?:\\\\?"|[“”„])',
  backslash: "\\\\{1,2}",
  gap: "(?:[\\s\u00a0]|\\\\[nrt]|[_-]){1,3}",
};

function letterOf(letter: string, { quote, backslash }: Writing, capital = false): string {
  if (/['’]/.test(letter)) return "['’]";
  if (/["“”„]/.test(letter)) return quote;
  if (letter === "\\") return backslash;
  const plain = plainOf(letter);
  if (/^[a-z]$/.test(plain)) {
    const { lower = "", upper = "" } = accented.get(plain) ?? {};
    return `[${capital ? "" : plain + lower}${plain.toUpperCase()}${upper}][\u0300-\u036f]{0,3}`;
  }
  const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()];
  const isOne = lower !== upper && [...lower].length === 1 && [...upper].length === 1;
  return isOne ? `[${capital ? "" : lower}${upper}]` : literal(letter);
}

/** Words within names that are written small as well: Ludwig van Beethoven. */
const particles = new Set(
  "af al am auf av bin da das de degli del della den der des di do dos du e el ibn la las le los of ten ter van ver vom von y zu zum zur".split(
    " ",
  ),
);

/** The letter that is a capital where a word is a name: the first one, but "d'Angelo". */
const initialAt = (letters: readonly string[]) => {
  const first = letters.findIndex((letter) => /[\p{L}\p{N}]/u.test(letter));
  return /^[dl]['’]\p{L}/u.test(letters.join("")) ? 2 : first;
};

function wordOf(word: string, writing: Writing, asName = false): string {
  const letters = [...word.normalize("NFC")];
  const initial = asName && !particles.has(plainOf(word)) ? initialAt(letters) : -1;
  return letters.map((letter, place) => letterOf(letter, writing, place === initial)).join("");
}

const alone = (pattern: string) => `(?<![[:alnum:]])${pattern}(?![[:alnum:]])`;

/** A name of several words in both orders: "Ann Field", "Field Ann", "Field, Ann". */
function nameOf(name: string, writing: Writing): string {
  const words = name.split(/\s+/).map((word) => wordOf(word, writing));
  const reversed = `${words.at(-1)},?${writing.gap}${words.slice(0, -1).join(writing.gap)}`;
  return `(?:${words.join(writing.gap)}|${reversed})`;
}

/** A name that is written as one: with capitals, in the usual order, or reversed with a comma. */
function properName(name: string): string {
  const { gap } = inTexts;
  const words = name.split(/\s+/).map((word) => wordOf(word, inTexts, true));
  return `(?:${words.join(gap)}|${words.at(-1)},${gap}${words.slice(0, -1).join(gap)})`;
}

/** Between the words of a longer name, on one line. */
const beside = "(?:[ \\t\u00a0]{1,3}|[_-])";
/** Words with a capital that stand before a name and are no part of it. */
const introductions = [
  ..."mr mrs ms miss mx dr prof sir madam herr frau mme".split(" "),
  ..."ask call dear email for from hello hi invite mail meet meeting met message phone remind ring see tell thank to with".split(
    " ",
  ),
].map((word) => wordOf(word, inTexts));
const introduced = `(?<=(?:^|[^[:alnum:]])${either(introductions)}\\.?${beside})`;
const afterName = `(?<![[:upper:]](?:[[:alnum:]'’]{0,30}|\\.)${beside})`;
/** Not within a longer name: "Ana Maria Garcia Lopez" is somebody else than Maria Garcia. */
const whole = (names: string) => `(?:${introduced}|${afterName})${alone(names)}(?!${beside}[[:upper:]])`;

const addressOf = (address: string, { quote, backslash }: Writing) =>
  [...address]
    .map((letter) => {
      if (letter === '"') return quote;
      if (letter === "\\") return backslash;
      const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()];
      return lower !== upper && upper.length === lower.length ? `[${lower}${upper}]` : literal(letter);
    })
    .join("");
const aloneAddress = (address: string) => `(?<![[:alnum:].+])${addressOf(address, inTexts)}(?![[:alnum:]])`;

/** Signs between the digits of a number. */
const between = "[\\s\u00a0()./-]{0,3}";
const spaced = (digits: string) => [...digits].join(between);

/** A number with and without its country code, however its digits are grouped. */
function numberOf(text: string): string | null {
  const digits = digitsOf(text);
  if (digits.length < fewestDigits) return null;
  const number = parsePhoneNumberFromString(text.replace(/;ext=.*$/, ""));
  if (!number || number.nationalNumber.length < fewestDigits) return `\\+?${spaced(digits)}`;
  const country = `(?:(?:(?:\\+|00)${between})?${spaced(number.countryCallingCode)}${between})?`;
  return `${country}(?:\\(?0${between})?${spaced(number.nationalNumber)}`;
}

/** A name in any letters and in both orders, within longer names too. */
export const namePattern = (name: string): string => alone(nameOf(name, inTexts));

/** The patterns of somebody who is known by these texts; `shared` has those names and addresses that others have too. */
export function patternsOf(known: KnownTexts, shared: readonly string[]): Patterns {
  const { texts } = addressesIn(known);
  const names = known.texts.filter((text) => !texts.includes(text));
  const isOwn = (text: string) => !shared.includes(text);
  const addressed = (some: readonly string[]) =>
    some.flatMap((text) => {
      if (text.includes("@")) return aloneAddress(text);
      const number = numberOf(text);
      return number === null ? [] : alone(number);
    });
  const proper = names.filter(isOwn).map(properName);
  return {
    sure: `${exactly}${either([...addressed(texts.filter(isOwn)), ...(proper.length > 0 ? [whole(either(proper))] : [])])}`,
    every: either([...addressed(texts), ...names.map(namePattern)]),
    rough: either([
      ...texts.flatMap((text) => (text.includes("@") ? addressOf(text, inAll) : (numberOf(text) ?? []))),
      ...names.map((name) => nameOf(name, inAll)),
    ]),
    addresses: either(addressed(texts)),
  };
}

/** The same pattern for JavaScript. */
export function inJs(pattern: string): RegExp {
  const source = pattern.replaceAll("[:alnum:]", "\\p{L}\\p{N}").replaceAll("[:upper:]", "\\p{Lu}");
  return source.startsWith(exactly) ? new RegExp(source.slice(exactly.length), "gu") : new RegExp(source, "giu");
}
