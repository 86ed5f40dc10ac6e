import { UnreadableFileError } from "./unreadable-file-error";

interface Row {
  line: number;
  values: readonly string[];
}

// Values that cannot be column names: numbers, amounts, dates, addresses, formulas.
const DATA_LIKE =
  /^[\s"']*([-+(]?\p{Sc}?\s*\d[\d\s.,:/'’-]*[%)]?\s*\p{Sc}?|\S+@\S+\.\S+|https?:\/\/\S+|true|false|=.*)$/iu;

const LONGEST_NAME = 200;

/**
 * The row with the column names, among the first rows. Lines above the table (a title, the exporter and date) are
 * skipped. A row with numbers, dates or addresses, or with a value that its column repeats below, is data.
 */
export function detectHeader(rows: readonly Row[]): {
  headerRow: number | null;
  header: readonly string[];
  width: number;
} {
  const usual = usualWidth(rows);
  const start = rows.findIndex((_, at) => usual < 3 || !standsAbove(rows, at, usual));
  const candidate = rows[Math.max(start, 0)];
  const below = rows.slice(Math.max(start, 0) + 1);
  if (!candidate || !namesColumns(candidate.values, below)) {
    return { headerRow: null, header: [], width: Math.max(usual, 1) };
  }
  return { headerRow: candidate.line, header: candidate.values, width: filledWidth([candidate, ...below]) };
}

/** The header that a person chooses; null for none. Throws UnreadableFileError when no row of the sample starts there. */
export function headerAt(rows: readonly Row[], line: number | null): ReturnType<typeof detectHeader> {
  if (line === null) return { headerRow: null, header: [], width: Math.max(usualWidth(rows), 1) };
  const at = rows.findIndex((row) => row.line === line);
  const header = rows[at];
  if (!header)
    throw new UnreadableFileError("No row of the preview starts at this line. Choose another row as the header.", line);
  return { headerRow: line, header: header.values, width: filledWidth([header, ...rows.slice(at + 1)]) };
}

const filledCells = (values: readonly string[]) => values.filter((value) => value.trim() !== "").length;

/** How far below the first line above a table its header is searched. */
const linesAbove = 4;

/**
 * One cell where the table has several; or a few that do not look like a header, or at most half as many, above a
 * fuller header.
 */
function standsAbove(rows: readonly Row[], at: number, usual: number): boolean {
  const values = rows[at]?.values ?? [];
  const filled = filledCells(values);
  if (filled <= 1) return true;
  const fuller = rows.findIndex((row, place) => place > at && filledCells(row.values) > filled);
  if (filled >= usual || fuller < 0 || fuller > at + linesAbove) return false;
  if (filled * 2 > usual && namesColumns(values, rows.slice(at + 1))) return false;
  return namesColumns(rows[fuller]?.values ?? [], rows.slice(fuller + 1));
}

function namesColumns(values: readonly string[], below: readonly Row[]): boolean {
  const named = values.filter((value) => value.trim() !== "");
  if (named.some((value) => DATA_LIKE.test(value.trim().slice(0, LONGEST_NAME)))) return false;
  // Files that were joined repeat their header where the next one begins.
  const others = named.length < 3 ? below : below.filter((row) => !isSame(row.values, values));
  return !values.some((value, column) => value.trim() !== "" && others.some((row) => row.values[column] === value));
}

const isSame = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((value, column) => value === other[column]);

/** A row below the header that repeats the column names, as in joined files. */
export function repeatsHeader(values: readonly string[], columns: readonly string[]): boolean {
  const [first = ""] = columns;
  // Runs for each of a million rows: most differ in their first cell.
  if ((values[0]?.trim() || "Column 1") !== first) return false;
  return columns.length > 1 && isSame(nameColumns(values, columns.length), columns);
}

function usualWidth(rows: readonly Row[]): number {
  const counts = new Map<number, number>();
  for (const { values } of rows) counts.set(values.length, (counts.get(values.length) ?? 0) + 1);
  return [...counts].reduce((left, right) => (right[1] > left[1] ? right : left), [1, 0])[0];
}

// Delimiters at the end of every line, as some exports write them, do not create a column.
function filledWidth([header, ...below]: readonly Row[]): number {
  const last = (values: readonly string[]) => values.findLastIndex((value) => value.trim() !== "") + 1;
  const named = last(header?.values ?? []);
  const usual = usualWidth(below);
  const filled = Math.max(
    0,
    ...below.filter(({ values }) => values.length === usual).map(({ values }) => last(values)),
  );
  return Math.max(named, Math.min(filled, header?.values.length ?? 0), 1);
}

/** Names for `width` columns from a header: trimmed, “Column 3” where empty, “name (2)” where repeated. */
export function nameColumns(header: readonly string[], width: number): string[] {
  const taken = new Set<string>();
  const repeats = new Map<string, number>();
  return Array.from({ length: width }, (_, index) => {
    const name = (header[index] ?? "").replace(/\s+/g, " ").trim().slice(0, LONGEST_NAME) || `Column ${index + 1}`;
    let unique = name;
    for (let count = repeats.get(name) ?? 1; taken.has(unique); unique = `${name} (${count})`) {
      count += 1;
      repeats.set(name, count);
    }
    taken.add(unique);
    return unique;
  });
}
