import type { CsvEncoding } from "../csv/csv-format";
import { detectEncoding, TextReader } from "../csv/encoding";

/** Turns bytes, one character for each, into their text. */
export type Decode = (bytes: string) => string;

const isAscii = (text: string) => /^[\t\n\r\x20-\x7e]*$/.test(text);
const asIs: Decode = (bytes) => bytes;

/** How these bytes are read: as UTF-8, else in the charset that their entry names, else in that of the file; null for none. */
export function decoderOf(bytes: string, charset: string | undefined, fallback: CsvEncoding): Decode | null {
  if (isAscii(bytes)) return asIs;
  const buffer = Buffer.from(bytes, "latin1");
  if (!new TextReader("utf-8").read(buffer, true).broken) return readAs("utf-8");
  const named = charset === undefined ? null : readNamed(charset, buffer);
  if (named) return named;
  const found = fallback === "utf-8" ? detectEncoding(buffer).encoding : fallback;
  return found === "utf-8" || new TextReader(found).read(buffer, true).broken ? null : readAs(found);
}

/** The text of bytes that are of no charset: other signs stand where they are not UTF-8. */
export const lossyText: Decode = (bytes) =>
  isAscii(bytes) ? bytes : Buffer.from(bytes, "latin1").toString("utf8").replaceAll("\0", "\ufffd");

/** The text of bytes that no entry describes. */
export const plainText = (bytes: string, fallback: CsvEncoding): string =>
  (bytes.includes("\0") ? lossyText : (decoderOf(bytes, undefined, fallback) ?? lossyText))(bytes);

const readAs =
  (encoding: CsvEncoding): Decode =>
  (bytes) =>
    new TextReader(encoding).read(Buffer.from(bytes, "latin1"), true).text;

/** Reads in a charset by its name; null where the name or the bytes are wrong. */
function readNamed(charset: string, buffer: Uint8Array): Decode | null {
  try {
    const decoder = new TextDecoder(charset, { fatal: true });
    if (decoder.encoding === "windows-1252")
      return new TextReader("windows-1252").read(buffer, true).broken ? null : readAs("windows-1252");
    decoder.decode(buffer);
    const read = new TextDecoder(charset);
    return (bytes) => read.decode(Buffer.from(bytes, "latin1"));
  } catch {
    return null;
  }
}
