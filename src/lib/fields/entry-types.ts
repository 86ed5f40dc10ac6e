import { foldKey } from "../text";
import { type Entry, type EntryKind, typesOf } from "./entries";
import { typeInFiles } from "./entry-words";

/** The types by their folded words: a file may have millions of them. */
const byWord = { emails: byWordOf("emails"), phones: byWordOf("phones") };

function byWordOf(kind: EntryKind): ReadonlyMap<string, string> {
  const pairs = typesOf(kind).flatMap(({ value, label }) =>
    [value, label, ...typeInFiles(kind, value).words].map((one) => [foldKey(one), value] as const),
  );
  // The first type of a word has it.
  return new Map(pairs.toReversed());
}

/** The type that a word of a file means, such as "Cell" or Google's "* Work"; null for a word that means none. */
export const typeNamed = (kind: EntryKind, word: string): string | null =>
  byWord[kind].get(foldKey(word.replace(/^\s*\*\s*|[.\s]+$/g, ""))) ?? null;

// With a colon, or before a number: "Fax 030 901821".
const PREFIX = /^([^:;@\d+]{2,30}?)(?:\s*:\s*(?=\S)|\s+(?=[+(\d]))/;

/** A value of a cell with the type that stands before it: "mobile: +1 312 555 0142"; without one its type is null. */
export function typedValue(kind: EntryKind, text: string): { value: string; type: string | null } {
  const [prefix = "", word = ""] = PREFIX.exec(text) ?? [];
  const type = prefix === "" ? null : typeNamed(kind, word);
  return { value: type === null ? text : text.slice(prefix.length), type };
}

/** A value of a cell with its type before it, as `typedValue` reads it; without a type the value alone. */
export const withType = ({ value, type }: { value: string; type: string | null }): string =>
  type === null ? value : `${type}: ${value}`;

/** The values of a field as those of one cell; the first type goes without saying. */
export const typedTexts = (kind: EntryKind, entries: readonly Entry[]): string[] => {
  const usual = typesOf(kind)[0]?.value;
  return entries.map(({ value, type }) => {
    const isUsual = type === usual && typedValue(kind, value).type === null;
    return withType({ value, type: isUsual ? null : type });
  });
};
