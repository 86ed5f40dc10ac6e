import { foldKey } from "../text";
import type { Entry, EntryType } from "./entries";

/** The types of a list by their folded words: a file may have millions of them. */
const knownWords = new WeakMap<readonly EntryType[], ReadonlyMap<string, string>>();

function wordsOf(types: readonly EntryType[]): ReadonlyMap<string, string> {
  const pairs = types.flatMap(({ value, label, words }) =>
    [value, label, ...words].map((one) => [foldKey(one), value] as const),
  );
  // The first type of a word has it.
  const known = knownWords.get(types) ?? new Map(pairs.toReversed());
  knownWords.set(types, known);
  return known;
}

/** The type that a word of a file means, such as "Cell" or Google's "* Work"; null for a word that means none. */
export const typeNamed = (types: readonly EntryType[], word: string): string | null =>
  wordsOf(types).get(foldKey(word.replace(/^\s*\*\s*|[.\s]+$/g, ""))) ?? null;

// With a colon, or before a number: "Fax 030 901821".
const PREFIX = /^([^:;@\d+]{2,30}?)(?:\s*:\s*(?=\S)|\s+(?=[+(\d]))/;

/** A value of a cell with the type that stands before it: "mobile: +1 312 555 0142"; without one its type is null. */
export function typedValue(types: readonly EntryType[], text: string): { value: string; type: string | null } {
  const [prefix = "", word = ""] = PREFIX.exec(text) ?? [];
  const type = prefix === "" ? null : typeNamed(types, word);
  return { value: type === null ? text : text.slice(prefix.length), type };
}

/** A value of a cell with its type before it, as `typedValue` reads it; without a type the value alone. */
export const withType = ({ value, type }: { value: string; type: string | null }): string =>
  type === null ? value : `${type}: ${value}`;

/** The values of a field as those of one cell; the first of the types goes without saying. */
export const typedTexts = (types: readonly EntryType[], entries: readonly Entry[]): string[] =>
  entries.map(({ value, type }) => {
    const isUsual = type === types[0]?.value && typedValue(types, value).type === null;
    return withType({ value, type: isUsual ? null : type });
  });
