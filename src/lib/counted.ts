import type { ShownTotal } from "./list-filter";
import { nouns as heads, nounOf } from "./nouns/all";
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
  hour: { one: "hour", many: "hours" },
  minute: { one: "minute", many: "minutes" },
  comment: { one: "comment", many: "comments" },
  error: { one: "error", many: "errors" },
} as const satisfies Record<string, Noun>;

// Our sentences are English, whatever a workspace's formats.
const english = new Intl.PluralRules("en");

/** The words that follow a count. */
export function wordsFor(count: ShownTotal, noun: Noun): string {
  return typeof count === "number" && english.select(count) === "one" ? noun.one : noun.many;
}

/** The locale of texts that are made where no reader is known, such as the errors of a schema; never of a screen. */
export const plainLocale = "en-US";

/** "1 opportunity", "1,204 opportunities": the only function that joins a count and its noun. */
export function counted(count: ShownTotal, noun: Noun, locale: string): string {
  return `${totalText(count, locale)} ${wordsFor(count, noun)}`;
}

/** The count of records of a kind, by the name of that kind. */
export const countedOf = (entity: string, count: number, locale: string): string =>
  counted(count, nounOf(entity) ?? nouns.record, locale);

/** "once", "twice", "3 times" */
export const timesText = (count: number, locale: string): string =>
  ["never", "once", "twice"][count] ?? counted(count, { one: "time", many: "times" }, locale);
