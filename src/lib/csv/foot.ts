import type { CsvRow } from "./record-reader";

// The whole label must match: "Total Fitness" and "Suma Wholefoods" are companies.
const SUM =
  /^(?:(?:grand|sub|sous|overall)?[ -]?(?:totals?|totaux)|totale|(?:gesamt|zwischen)?summe|gesamt|(?:sub)?suma|soma|sum)(?: (?:g[eé]n[eé]ral|geral|general|records|rows|count|amount|value))?\s*(?:\([^()]*\))?\s*:?$/iu;
const NUMBER = /^[-+(]?\s*(?:\p{Lu}{0,3}\p{Sc}|[A-Z]{3})?\s*-?\d[\d\s.,'’]*[)%]?\s*(?:\p{Sc}|[A-Z]{3})?$/u;

/** A row labelled "Total" or the like, with only numbers beside it. */
export function isSumRow(values: readonly string[]): boolean {
  const first = values.findIndex((value) => value.trim() !== "");
  const label = (values[first] ?? "").trim();
  // Runs for each of a million rows: most begin with another letter.
  if (!SUM.test(label) || label.length > 60) return false;
  const others = values.slice(first + 1).flatMap((value) => value.trim() || []);
  return others.length > 0 && others.every((value) => NUMBER.test(value));
}

/** The number of rows at the end of a file that `footRows` needs. */
export const FOOT_ROWS = 20;

/**
 * Rows below a table, found in the last rows of a file: after a blank line, each with one cell where the table has
 * several.
 */
export function footRows(last: readonly CsvRow[], width: number): CsvRow[] {
  if (width < 3) return [];
  const table = last.findLastIndex(({ values }) => values.filter((value) => value.trim() !== "").length > 1);
  const [above, first] = [last[table], last[table + 1]];
  if (!above || !first || last.length - table > FOOT_ROWS) return [];
  const nextLine = above.line + 1 + (above.values.join("").match(/\r\n|\n|\r/g)?.length ?? 0);
  return first.line > nextLine ? last.slice(table + 1) : [];
}
