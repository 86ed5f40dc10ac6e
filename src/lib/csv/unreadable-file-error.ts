/** A file that cannot be read: the row and column, and in whole sentences the problem and its fix. */
export class UnreadableFileError extends Error {
  override readonly name = "UnreadableFileError";

  constructor(
    readonly reason: string,
    /** The line of the file where the row starts, from 1; null if the whole file is the problem. */
    readonly row: number | null = null,
    /** The number of the cell in its row, from 1; null if the whole row is the problem. */
    readonly column: number | null = null,
  ) {
    super(`${placeText(row, column)}${reason}`);
  }
}

function placeText(row: number | null, column: number | null): string {
  if (row === null) return "";
  return column === null ? `Row ${row}: ` : `Row ${row}, column ${column}: `;
}

/** The file is longer than allowed, and was not read to its end. */
export class CsvTooLarge extends UnreadableFileError {
  constructor(maxBytes: number) {
    super(`The file is larger than ${sizeText(maxBytes)}. Split it into smaller files.`);
  }
}

/** The file has more rows than allowed; `line` is where the first one too many starts. */
export class CsvTooManyRows extends UnreadableFileError {
  constructor(maxRows: number, line: number) {
    const rows = countText(maxRows);
    super(`The file has more than ${rows} rows. Split it into files of at most ${rows} rows.`, line);
  }
}

/** A count as people read it: 1,048,576. */
export function countText(count: number): string {
  return count.toLocaleString("en-US");
}

/** A size in bytes as people read it: 100 MB, 256 kB. */
export function sizeText(bytes: number): string {
  if (bytes >= 1_000_000) return `${countText(Math.round(bytes / 1_000_000))} MB`;
  return bytes >= 1_000 ? `${countText(Math.round(bytes / 1_000))} kB` : `${bytes} bytes`;
}
