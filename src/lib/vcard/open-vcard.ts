import { maxRows } from "../csv/csv-format";
import { nameColumns } from "../csv/header";
import type { CsvRow } from "../csv/record-reader";
import { CsvTooManyRows, sizeText, UnreadableFileError } from "../csv/unreadable-file-error";
import type { ByteSource } from "../xlsx/zip-entries";
import { cardRow } from "./card-row";
import { type Card, cardsOf } from "./cards";
import { UNREAD, usualColumns } from "./columns";

export interface OpenVcard {
  columns: string[];
  /** A row for each card, in chunks. Throws UnreadableFileError. */
  rows(): AsyncGenerator<CsvRow[], void, undefined>;
}

const BLOCK_BYTES = 65_536;
const CHUNK_ROWS = 500;
const CHUNK_CHARACTERS = 8_000_000;
const MAX_CELL_BYTES = 262_144;
/** Columns with a name of their own; entries of further names stand together in one. */
const MAX_OTHERS = 200;
const REST = "Other entries";
const isUsual: ReadonlySet<string> = new Set(usualColumns);

/**
 * Opens a file of vCards as a table: a column for everything that at least one card says. The file is read twice, a block at
 * a time, as only its end shows all columns. Throws UnreadableFileError.
 */
export async function openVcard(source: ByteSource): Promise<OpenVcard> {
  const [seen, others] = [new Set<string>(), new Set<string>()];
  let cards = 0;
  for await (const some of cardsOf(blocksOf(source))) {
    for (const card of some) {
      cards += 1;
      if (cards > maxRows) throw new CsvTooManyRows(maxRows, card.line);
      for (const column of cardRow(card).cells.keys()) {
        if (isUsual.has(column)) seen.add(column);
        // A file may have a name of its own for each entry: one too many is enough to see that there are more.
        else if (others.size <= MAX_OTHERS) others.add(column);
      }
    }
  }
  if (seen.size === 0 && [...others].every((column) => column === UNREAD))
    throw new UnreadableFileError("No card of this file says anything of a person or a company. Choose another file.");
  const usual = usualColumns.filter((column) => seen.has(column));
  const own = [...usual, ...[...others].slice(0, MAX_OTHERS)];
  const header = others.size > MAX_OTHERS ? [...own, REST] : own;
  const columns = nameColumns(header, header.length);
  return { columns, rows: () => rowsOf(source, own, columns.length) };
}

async function* rowsOf(
  source: ByteSource,
  own: readonly string[],
  width: number,
): AsyncGenerator<CsvRow[], void, undefined> {
  let rows: CsvRow[] = [];
  let characters = 0;
  for await (const cards of cardsOf(blocksOf(source))) {
    const more = cards.map((card) => rowOf(card, own, width));
    rows.push(...more.filter(({ values }) => values.some((text) => text !== "")));
    characters += more.reduce((sum, { values }) => sum + lengthOf(values), 0);
    if (rows.length < CHUNK_ROWS && characters < CHUNK_CHARACTERS) continue;
    yield rows;
    rows = [];
    characters = 0;
  }
  if (rows.length > 0) yield rows;
}

const lengthOf = (values: readonly string[]) => values.reduce((sum, text) => sum + text.length, 0);

function rowOf(card: Card, own: readonly string[], width: number): CsvRow {
  const { cells, issue } = cardRow(card);
  const values = own.map((column) => cells.get(column) ?? "");
  if (width > own.length) {
    const rest = [...cells].filter(([column]) => !own.includes(column));
    values.push(rest.map(([column, text]) => `${column}: ${text}`).join("\n"));
  }
  const long = values.findIndex((text) => text.length * 3 > MAX_CELL_BYTES && Buffer.byteLength(text) > MAX_CELL_BYTES);
  if (long >= 0)
    throw new UnreadableFileError(
      `“${own[long] ?? REST}” of this card is longer than ${sizeText(MAX_CELL_BYTES)}. Shorten it in the address book, and export the file again.`,
      card.line,
    );
  return { line: card.line, values, issue };
}

async function* blocksOf(source: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < source.size; at += BLOCK_BYTES) {
    yield await source.read(at, Math.min(BLOCK_BYTES, source.size - at));
  }
}
