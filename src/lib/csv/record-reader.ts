import { CsvError, Parser } from "csv-parse";
import { counted, plainLocale } from "@/lib/counted";
import type { CsvDelimiter } from "./csv-format";
import { isBlankRow, recordOptions } from "./records";
import { CsvTooManyRows, countText, sizeText, UnreadableFileError } from "./unreadable-file-error";

/** A row with the line on which it starts; `issue` describes an unusual form, but the row is still read. */
export interface CsvRow {
  line: number;
  values: string[];
  issue: string | null;
}

export interface RowLimits {
  maxColumns: number;
  maxCellBytes: number;
  maxRowBytes: number;
  maxRows: number;
  keepBlankRows: boolean;
}

const WRONG_SEPARATOR = "Check the separator of the file, or remove the columns that you do not need.";

/** Turns text into rows, block by block, and names row and column of each problem. */
export class RecordReader {
  /** Complete rows that the caller has not taken yet. */
  readonly rows: CsvRow[] = [];
  rowCount = 0;
  readonly #limits: RowLimits;
  readonly #expected: number;
  readonly #parser: Parser;
  #bytesSinceRecord = 0;
  #locating = false;
  #last = { line: 0, nextLine: 1, emptyLines: 0, values: [] as string[] };

  constructor(delimiter: CsvDelimiter, expectedColumns: number, limits: RowLimits) {
    this.#limits = limits;
    this.#expected = expectedColumns;
    this.#parser = new Parser(recordOptions(delimiter, (...record) => this.#take(...record)));
    // Every failure reaches the caller through the callback of its write.
    this.#parser.on("error", () => undefined);
  }

  /** Reads the next block. Throws UnreadableFileError. */
  async write(text: string): Promise<void> {
    const nul = text.indexOf("\0");
    if (nul >= 0) {
      return this.refuse(
        text.slice(0, nul),
        "This cell contains an invisible character (NUL) that cannot be stored. Export the file again.",
      );
    }
    const emptyLines = this.#parser.info.empty_lines;
    this.#bytesSinceRecord += text.length;
    await this.#send((done) => this.#parser.write(text, done));
    if (this.#parser.info.empty_lines > emptyLines) this.#bytesSinceRecord = 0;
    if (this.#bytesSinceRecord > this.#limits.maxRowBytes) await this.#refuseLongRow();
  }

  /** Reads the rest. Throws UnreadableFileError when a quote is still open. */
  async end(): Promise<void> {
    await this.#send((done) => this.#parser.end(done));
  }

  /** Reads `before`, the text in front of the error, to find the error's position; then throws. */
  async refuse(before: string, reason: string): Promise<never> {
    const { row, column } = await this.#locate(before);
    throw new UnreadableFileError(reason, row, column);
  }

  #take(values: string[], line: number, nextLine: number): void {
    this.#bytesSinceRecord = 0;
    this.#last = { line, nextLine, emptyLines: this.#parser.info.empty_lines, values };
    if (this.#locating || (isBlankRow(values) && !this.#limits.keepBlankRows)) return;
    this.#check(values, line);
    this.rowCount += 1;
    if (this.rowCount > this.#limits.maxRows) throw new CsvTooManyRows(this.#limits.maxRows, line);
    this.rows.push({ line, values, issue: this.#issueOf(values) });
  }

  #check(values: readonly string[], line: number): void {
    const { maxColumns, maxCellBytes } = this.#limits;
    if (values.length > maxColumns)
      throw new UnreadableFileError(this.#tooManyColumns(countText(values.length)), line, maxColumns + 1);
    const long = values.findIndex(
      (value) => value.length * 3 > maxCellBytes && Buffer.byteLength(value) > maxCellBytes,
    );
    if (long >= 0) throw new UnreadableFileError(this.#tooLong(), line, long + 1);
  }

  #issueOf(values: readonly string[]): string | null {
    const found = values.length;
    if (found === this.#expected) return null;
    if (found > this.#expected && isBlankRow(values.slice(this.#expected))) return null;
    const cells = counted(found, { one: "cell", many: "cells" }, plainLocale);
    return `This row has ${cells}, but the file has ${counted(this.#expected, { one: "column", many: "columns" }, plainLocale)}. Check for a missing or extra separator.`;
  }

  #tooManyColumns(found: string): string {
    return `This row has ${found} columns; at most ${countText(this.#limits.maxColumns)} are allowed. ${WRONG_SEPARATOR}`;
  }

  #tooLong(): string {
    return `This cell is longer than ${sizeText(this.#limits.maxCellBytes)}. Shorten it, or remove the column.`;
  }

  async #refuseLongRow(): Promise<never> {
    const { row, column, quoted } = await this.#locate("");
    if (quoted) throw new UnreadableFileError(this.#openQuote(), row, column);
    const { maxColumns, maxRowBytes } = this.#limits;
    if (column > maxColumns)
      throw new UnreadableFileError(this.#tooManyColumns(`more than ${countText(maxColumns)}`), row, maxColumns + 1);
    const longest = this.#last.values.reduce(
      (best, value, index, all) => (value.length > (all[best]?.length ?? 0) ? index : best),
      0,
    );
    throw new UnreadableFileError(
      `This row is longer than ${sizeText(maxRowBytes)}. Check the line endings of the file.`,
      row,
      longest + 1,
    );
  }

  #openQuote(): string {
    return "A quotation mark opens here and is never closed, so the rest of the file would be one cell. Close the quotation mark or remove it.";
  }

  // A marker after the text makes the faulty cell the last one of the last record, wherever it is.
  async #locate(before: string): Promise<{ row: number; column: number; quoted: boolean }> {
    this.#locating = true;
    try {
      await this.#send((done) => this.#parser.end(`${before}x`, done));
    } catch (error) {
      if (!(error instanceof UnreadableFileError && error.row !== null && error.column !== null)) throw error;
      return { row: error.row, column: error.column, quoted: true };
    }
    return { row: this.#last.line, column: this.#last.values.length, quoted: false };
  }

  #send(act: (done: (error?: Error | null) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      act((error) => (error ? reject(this.#refusalOf(error)) : resolve()));
    });
  }

  #refusalOf(error: Error): Error {
    if (!(error instanceof CsvError) || error.code !== "CSV_QUOTE_NOT_CLOSED") return error;
    const column = typeof error.column === "number" ? error.column + 1 : null;
    const { nextLine, emptyLines } = this.#last;
    return new UnreadableFileError(this.#openQuote(), nextLine + this.#parser.info.empty_lines - emptyLines, column);
  }
}
