import { counted, plainLocale } from "@/lib/counted";
import { isBlankRow } from "@/lib/csv/records";
import { countText, sizeText, UnreadableFileError } from "@/lib/csv/unreadable-file-error";
import { type CellParts, cellText, type RawCell } from "./cell-text";
import { type TagHandlers, tagsOf } from "./xml-parts";
import { damaged } from "./zip-entries";

/** A row with its number in the sheet; blank ones are left out. */
export interface SheetRow {
  line: number;
  values: string[];
}

/** Cells of one column that are shown as one: from its first row to its last. */
export interface Merge {
  column: number;
  from: number;
  to: number;
}

const MAX_COLUMNS = 512;
const MAX_CELL_BYTES = 262_144;
const MAX_ROW_CHARACTERS = 1_048_576;
const MAX_LINES = 1_048_576;
const MAX_MERGES = 200_000;

/** The column, from 0, of a cell's name such as AB12; NaN for other text. */
export function columnOf(name: string): number {
  const letters = /^([A-Z]{1,3})\d+$/.exec(name)?.[1];
  if (letters === undefined) return Number.NaN;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** The rows of a sheet in its order, a block at a time. Throws UnreadableFileError with row and column. */
export async function* sheetRows(
  blocks: AsyncIterable<Uint8Array>,
  parts: CellParts,
  merges: readonly Merge[] = [],
): AsyncGenerator<SheetRow[], void, undefined> {
  const reader = new SheetReader(parts);
  const fill = mergedCells(merges);
  for await (const _ of tagsOf(blocks, reader)) {
    const rows = reader.rows.splice(0);
    for (const row of rows) fill(row);
    if (rows.length > 0) yield rows;
    if (reader.ended) return;
  }
  if (!reader.ended) throw damaged();
}

/** Gives rows within merged cells their text, which the file holds in the first row only. */
function mergedCells(merges: readonly Merge[]): (row: SheetRow) => void {
  const coming = merges.toSorted((a, b) => a.from - b.from);
  let open: (Merge & { text: string })[] = [];
  let next = 0;
  return (row) => {
    open = open.filter(({ to }) => to >= row.line);
    for (const { column, text } of open) {
      while (row.values.length <= column) row.values.push("");
      row.values[column] ||= text;
    }
    for (let merge = coming[next]; merge && merge.from <= row.line; merge = coming[next]) {
      next += 1;
      if (merge.from === row.line) open.push({ ...merge, text: row.values[merge.column] ?? "" });
    }
  };
}

class SheetReader implements TagHandlers {
  /** Rows that are complete and not yet taken by the caller. */
  readonly rows: SheetRow[] = [];
  ended = false;
  readonly #parts: CellParts;
  #inSheet = false;
  #line = 0;
  #row: { values: string[]; characters: number } | null = null;
  #cell: (RawCell & { column: number; formula: boolean; valued: boolean }) | null = null;
  #column = 0;
  #reads = false;
  #phonetic = false;

  constructor(parts: CellParts) {
    this.#parts = parts;
  }

  // Arrow functions: the parser takes them off the object.
  readonly open = (name: string, attributes: Readonly<Record<string, string>>): void => {
    if (name === "sheetData") this.#inSheet = true;
    else if (!this.#inSheet) return;
    else if (name === "row") this.#beginRow(attributes.r);
    else if (name === "c" && this.#row) this.#beginCell(attributes);
    else if (name === "f" && this.#cell) this.#cell.formula = true;
    else if (name === "rPh") this.#phonetic = true;
    else if ((name === "v" || name === "t") && this.#cell && !this.#phonetic) {
      this.#reads = true;
      this.#cell.valued = true;
    }
  };

  readonly text = (text: string): void => {
    if (!this.#reads || !this.#cell) return;
    this.#cell.value += text;
    if (this.#cell.value.length > MAX_CELL_BYTES) throw this.#tooLong(this.#cell.column);
  };

  readonly close = (name: string): void => {
    if (name === "v" || name === "t") this.#reads = false;
    else if (name === "rPh") this.#phonetic = false;
    else if (name === "c") this.#endCell();
    else if (name === "row") this.#endRow();
    else if (name === "sheetData") {
      this.#inSheet = false;
      this.ended = true;
    }
  };

  #beginRow(number: string | undefined): void {
    const line = number === undefined ? this.#line + 1 : Number(number);
    if (!Number.isInteger(line) || line <= this.#line || line > MAX_LINES) throw damaged();
    this.#line = line;
    this.#row = { values: [], characters: 0 };
    this.#column = 0;
  }

  #beginCell({ r, t = "n", s }: Readonly<Record<string, string>>): void {
    const column = r === undefined ? this.#column : columnOf(r);
    if (Number.isNaN(column)) throw damaged();
    this.#column = column + 1;
    this.#cell = { type: t, style: Number(s ?? 0), value: "", column, formula: false, valued: false };
  }

  #endCell(): void {
    const [cell, row] = [this.#cell, this.#row];
    this.#cell = null;
    this.#reads = false;
    if (!cell || !row) return;
    if (cell.formula && !cell.valued)
      throw this.#refusal(
        "The result of this formula is not in the file. Open the file in Excel, save it, and choose it again.",
        cell.column,
      );
    if (!cell.valued) return;
    const text = cellText(cell, this.#parts);
    if (text === null) throw damaged();
    if (text === "") return;
    if (text.includes("\0"))
      throw this.#refusal(
        "This cell contains an invisible character (NUL) that cannot be stored. Remove it.",
        cell.column,
      );
    if (cell.column >= MAX_COLUMNS)
      throw this.#refusal(
        `A sheet can have at most ${counted(MAX_COLUMNS, { one: "column", many: "columns" }, plainLocale)}. Remove the columns that you do not need.`,
        cell.column,
      );
    row.characters += text.length;
    if (text.length * 3 > MAX_CELL_BYTES && Buffer.byteLength(text) > MAX_CELL_BYTES) throw this.#tooLong(cell.column);
    if (row.characters > MAX_ROW_CHARACTERS)
      throw this.#refusal(`This row is longer than ${sizeText(MAX_ROW_CHARACTERS)}. Shorten its text.`, cell.column);
    while (row.values.length < cell.column) row.values.push("");
    row.values[cell.column] = text;
  }

  #endRow(): void {
    const row = this.#row;
    this.#row = null;
    if (row && !isBlankRow(row.values)) this.rows.push({ line: this.#line, values: row.values });
  }

  #tooLong(column: number): UnreadableFileError {
    return this.#refusal(
      `This cell is longer than ${sizeText(MAX_CELL_BYTES)}. Shorten it, or remove the column.`,
      column,
    );
  }

  #refusal(reason: string, column: number): UnreadableFileError {
    return new UnreadableFileError(reason, this.#line, column + 1);
  }
}

const MERGE = /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"/g;
const LONGEST_TAG = 300;

/** Merged cells that span rows. They stand behind the rows, so that this goes through the whole sheet once. */
export async function mergesOf(blocks: AsyncIterable<Uint8Array>): Promise<Merge[]> {
  const merges: Merge[] = [];
  let rest = "";
  for await (const block of blocks) {
    const text = rest + Buffer.from(block.buffer, block.byteOffset, block.byteLength).toString("latin1");
    let end = 0;
    for (const match of text.matchAll(MERGE)) {
      const [whole, letters = "", from, to] = match;
      end = match.index + whole.length;
      const merge = { column: columnOf(`${letters}1`), from: Number(from), to: Number(to) };
      if (merge.to > merge.from && merge.column < MAX_COLUMNS) merges.push(merge);
    }
    if (merges.length > MAX_MERGES)
      throw new UnreadableFileError(
        `The sheet has more than ${countText(MAX_MERGES)} merged cells. Save it as CSV, and choose that file.`,
      );
    rest = text.slice(Math.max(end, text.length - LONGEST_TAG));
  }
  return merges;
}
