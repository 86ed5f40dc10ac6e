import type { ListTotal } from "./list-filter";
import { nouns as heads } from "./nouns/all";
import { totalText } from "./total-text";

/** A counted thing in singular and plural. It may include its verb: "file fails", "files fail". */
export interface Noun {
  one: string;
  many: string;
}

/** The nouns of the product, and other things that many sentences count. */
export const nouns = {
  ...heads,
  record: { one: "record", many: "records" },
  field: { one: "field", many: "fields" },
  row: { one: "row", many: "rows" },
  file: { one: "file", many: "files" },
  day: { one: "day", many: "days" },
  year: { one: "year", many: "years" },
  minute: { one: "minute", many: "minutes" },
  error: { one: "error", many: "errors" },
} as const satisfies Record<string, Noun>;

// Our sentences are English, whatever a workspace's formats.
const english = new Intl.PluralRules("en");

/** The words that follow a count. */
export function wordsFor(count: ListTotal, noun: Noun): string {
  return count !== "1000+" && english.select(count) === "one" ? noun.one : noun.many;
}

/** "1 opportunity", "1,204 opportunities": the only function that joins a count and its noun. */
export function counted(count: ListTotal, noun: Noun, locale = "en-US"): string {
  return `${totalText(count, locale)} ${wordsFor(count, noun)}`;
}
