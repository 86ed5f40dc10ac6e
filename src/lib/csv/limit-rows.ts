import { maxRows } from "./csv-format";
import { CsvTooManyRows } from "./unreadable-file-error";

const [nul, newline, carriageReturn, quote] = [0x00, 0x0a, 0x0d, 0x22];

/**
 * Passes a file through, and throws CsvTooManyRows once it surely has too many rows, long before they are read and stored.
 * Only plain lines before the first quote or zero byte count: each is a row, whatever the separator. Both end it early for
 * workbooks and for UTF-16, whose characters may contain the byte of a line break.
 */
export async function* limitRows(source: AsyncIterable<Uint8Array>, most = maxRows): AsyncGenerator<Uint8Array> {
  let lines = 0;
  let isCounting = true;
  let before: Uint8Array = new Uint8Array();
  for await (const chunk of source) {
    if (isCounting) {
      const plain = plainStart(chunk);
      lines += linesOf(before, plain);
      if (lines > most) throw new CsvTooManyRows(most, most + 1);
      isCounting = plain.length === chunk.length;
      before = chunk.length > 1 ? chunk.subarray(-2) : Uint8Array.of(...before.subarray(-1), ...chunk);
    }
    yield chunk;
  }
}

/** The bytes before the first quote or zero byte. */
function plainStart(chunk: Uint8Array): Uint8Array {
  const ends = [chunk.indexOf(quote), chunk.indexOf(nul)].filter((end) => end >= 0);
  return chunk.subarray(0, Math.min(...ends, chunk.length));
}

/** Lines that end with a letter or digit: blank rows are no rows. */
function linesOf(before: Uint8Array, chunk: Uint8Array): number {
  let lines = 0;
  for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) {
    const byte = (place: number) => (place < 0 ? before.at(place) : chunk[place]);
    const last = byte(at - 1) === carriageReturn ? byte(at - 2) : byte(at - 1);
    if (last !== undefined && isText(last)) lines++;
  }
  return lines;
}

function isText(byte: number): boolean {
  const isDigit = byte >= 0x30 && byte <= 0x39;
  const letter = byte | 0x20;
  return isDigit || (letter >= 0x61 && letter <= 0x7a) || byte >= 0x80;
}
