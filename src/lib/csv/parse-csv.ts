import { setImmediate as nextTurn } from "node:timers/promises";
import { type ChosenFormat, type CsvEncoding, type CsvFormat, maxRows } from "./csv-format";
import { detectCsv, SAMPLE_BYTES } from "./detect-csv";
import { TextReader } from "./encoding";
import { type CsvRow, RecordReader, type RowLimits } from "./record-reader";
import { CsvTooLarge } from "./unreadable-file-error";

export interface ParseCsvOptions extends Partial<RowLimits> {
  /** The detected or chosen format; detected from the first bytes if missing. */
  format?: Pick<CsvFormat, "encoding" | "delimiter" | "columns">;
  /** Largest file, in bytes; enforced while streaming. */
  maxBytes?: number;
  /** Rows in a chunk; 1,000 by default. */
  chunkRows?: number;
  onProgress?: (progress: { bytes: number; rows: number }) => void;
  signal?: AbortSignal;
}

const DEFAULT_LIMITS: RowLimits = {
  maxColumns: 512,
  maxCellBytes: 262_144,
  maxRowBytes: 1_048_576,
  maxRows,
  keepBlankRows: false,
};

const MAX_BYTES = 500_000_000;
const BLOCK_BYTES = 65_536;
/** A chunk of long rows is returned earlier. */
const MAX_HELD = 4_000_000;

// Every byte is valid in the other encodings.
function brokenText(encoding: CsvEncoding): string {
  return encoding === "utf-8"
    ? "The text from here on is not UTF-8. Save the file as “CSV UTF-8”, or choose its actual encoding, often Windows-1252."
    : `The text from here on is not ${encoding.startsWith("utf-16") ? "UTF-16" : "Windows-1252"}. Save the file as “CSV UTF-8”, or choose its actual encoding.`;
}

/**
 * The rows of a file, header included, in chunks; reads only when the caller takes the next chunk, and keeps a few
 * megabytes in memory. Rows of unusual width carry an `issue`; blank rows are left out. Throws UnreadableFileError for an
 * unreadable file, and the signal's reason on abort.
 */
export async function* parseCsv(
  source: AsyncIterable<Uint8Array>,
  options: ParseCsvOptions = {},
): AsyncGenerator<CsvRow[], void, undefined> {
  const { maxBytes = MAX_BYTES, chunkRows = 1000, signal, onProgress } = options;
  const limited = limitBytes(source, maxBytes);
  const { format, stream } = options.format ? { format: options.format, stream: limited } : await openCsv(limited);
  const reader = new RecordReader(format.delimiter, format.columns.length, limitsOf(options));
  const text = new TextReader(format.encoding);
  let bytes = 0;
  let held = 0;
  for await (const { block, last } of blocksOf(stream)) {
    signal?.throwIfAborted();
    const decoded = text.read(block, last);
    if (decoded.broken) await reader.refuse(decoded.text, brokenText(format.encoding));
    await reader.write(decoded.text);
    if (last) await reader.end();
    bytes += block.length;
    held += block.length;
    onProgress?.({ bytes, rows: reader.rowCount });
    while (reader.rows.length >= chunkRows || (held > MAX_HELD && reader.rows.length > 0)) {
      yield reader.rows.splice(0, chunkRows);
      held = 0;
    }
    // Parsing is fast but synchronous: other work gets a turn after each block.
    await nextTurn();
  }
  signal?.throwIfAborted();
  if (reader.rows.length > 0) yield reader.rows.splice(0);
}

function limitsOf(options: ParseCsvOptions): RowLimits {
  return {
    maxColumns: options.maxColumns ?? DEFAULT_LIMITS.maxColumns,
    maxCellBytes: options.maxCellBytes ?? DEFAULT_LIMITS.maxCellBytes,
    maxRowBytes: options.maxRowBytes ?? Math.max(DEFAULT_LIMITS.maxRowBytes, options.maxCellBytes ?? 0),
    maxRows: options.maxRows ?? DEFAULT_LIMITS.maxRows,
    keepBlankRows: options.keepBlankRows ?? DEFAULT_LIMITS.keepBlankRows,
  };
}

/** Passes a stream through, and throws CsvTooLarge as soon as it is longer than `maxBytes`. */
export async function* limitBytes(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new CsvTooLarge(maxBytes);
    yield chunk;
  }
}

/**
 * Detects the format from the first bytes of a stream, except for values that a person chose, and returns the whole
 * stream. Throws UnreadableFileError.
 */
export async function openCsv(
  source: AsyncIterable<Uint8Array>,
  chosen: ChosenFormat = {},
): Promise<{ format: CsvFormat; stream: AsyncIterable<Uint8Array> }> {
  const { head, stream, close } = await headOf(source, SAMPLE_BYTES);
  try {
    return { format: detectCsv(head, chosen), stream };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Head {
  head: Buffer;
  /** The whole stream, from its beginning. */
  stream: AsyncIterable<Uint8Array>;
  /** For who does not read the stream. */
  close(): Promise<void>;
}

/** Reads the first bytes of a stream, and gives the whole stream back. */
export async function headOf(source: AsyncIterable<Uint8Array>, bytes: number): Promise<Head> {
  const iterator = source[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let length = 0;
  try {
    while (length < bytes) {
      const { done, value } = await iterator.next();
      if (done) break;
      taken.push(value);
      length += value.length;
    }
  } catch (error) {
    await iterator.return?.();
    throw error;
  }
  return {
    head: Buffer.concat(taken, Math.min(length, bytes)),
    stream: resume(taken, iterator),
    async close() {
      await iterator.return?.();
    },
  };
}

async function* resume(taken: Uint8Array[], iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (let chunk = taken.shift(); chunk; chunk = taken.shift()) yield chunk;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

async function* blocksOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<{ block: Uint8Array; last: boolean }> {
  for await (const chunk of source) {
    for (let start = 0; start < chunk.length; start += BLOCK_BYTES) {
      yield { block: chunk.subarray(start, start + BLOCK_BYTES), last: false };
    }
  }
  yield { block: new Uint8Array(0), last: true };
}
