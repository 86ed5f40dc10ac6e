import { analyse } from "chardet";
import type { CsvEncoding } from "./csv-format";

// Bytes 0x80 to 0x9F of Windows-1252; some Node releases read them as Latin-1 control characters.
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** The encoding of a file by its first bytes: a byte order mark, else the encodings in which the bytes are valid. */
export function detectEncoding(sample: Uint8Array): { encoding: CsvEncoding; hasBom: boolean } {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return { encoding: "utf-8", hasBom: true };
  if (sample[0] === 0xff && sample[1] === 0xfe) return { encoding: "utf-16le", hasBom: true };
  if (sample[0] === 0xfe && sample[1] === 0xff) return { encoding: "utf-16be", hasBom: true };
  return { encoding: encodingByNuls(sample) ?? encodingByHighBytes(sample), hasBom: false };
}

// Western text in UTF-16 has a zero in nearly every other byte.
function encodingByNuls(sample: Uint8Array): CsvEncoding | null {
  const pairs = Math.floor(sample.length / 2);
  let even = 0;
  let odd = 0;
  for (let index = 0; index < pairs * 2; index += 2) {
    if (sample[index] === 0) even += 1;
    if (sample[index + 1] === 0) odd += 1;
  }
  if (odd > pairs * 0.4 && even < pairs * 0.05) return "utf-16le";
  return even > pairs * 0.4 && odd < pairs * 0.05 ? "utf-16be" : null;
}

// Bytes that are invalid in an encoding: the file was written in another one, and is refused rather than guessed.
const UNUSED = {
  "windows-1250": [0x81, 0x83, 0x88, 0x90, 0x98],
  "windows-1251": [0x98],
  "windows-1252": [0x81, 0x8d, 0x8f, 0x90, 0x9d],
};

// A file with more valid UTF-8 sequences than stray bytes is broken UTF-8, and is reported as such with its row.
function encodingByHighBytes(sample: Uint8Array): CsvEncoding {
  let sound = 0;
  let stray = 0;
  let isWestern = true;
  for (let index = 0; index < sample.length; ) {
    const byte = sample[index] ?? 0;
    const length = sequenceLength(byte);
    const rest = sample.subarray(index + 1, index + length);
    if (byte < 0x80) {
      index += 1;
    } else if (length > 1 && rest.every(isContinuation)) {
      // A sequence that the sample's end cuts off proves nothing.
      if (rest.length === length - 1) sound += 1;
      index += length;
    } else {
      if (UNUSED["windows-1252"].includes(byte)) isWestern = false;
      stray += 1;
      index += 1;
    }
  }
  if (stray <= sound) return "utf-8";
  return eastern(sample) ?? (isWestern ? "windows-1252" : "utf-8");
}

/** Central European or Cyrillic, if the letter frequencies clearly show it; a few words may not be enough. */
function eastern(sample: Uint8Array): CsvEncoding | null {
  const [likeliest] = analyse(sample);
  switch (likeliest?.name) {
    case "windows-1250":
    case "windows-1251":
      return UNUSED[likeliest.name].some((byte) => sample.includes(byte)) ? null : likeliest.name;
    default:
      return null;
  }
}

function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 1;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** Decodes a stream block by block; a character that a block's end cuts waits for the next block. */
export class TextReader {
  readonly #encoding: CsvEncoding;
  readonly #decoder: TextDecoder;
  #waiting: Uint8Array = new Uint8Array(0);
  #started = false;

  constructor(encoding: CsvEncoding) {
    this.#encoding = encoding;
    this.#decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  }

  /** The text of a block. `broken` is true when the bytes after this text are not in the encoding. */
  read(block: Uint8Array, last: boolean): { text: string; broken: boolean } {
    const bytes = joinBytes(this.#waiting, block);
    const complete = last ? bytes.length : bytes.length - incompleteTail(bytes, this.#encoding);
    this.#waiting = bytes.slice(complete);
    const sound = this.#decode(bytes.subarray(0, complete));
    return sound === null
      ? { text: this.#withoutBom(this.#soundPrefix(bytes.subarray(0, complete))), broken: true }
      : { text: this.#withoutBom(sound), broken: false };
  }

  #decode(bytes: Uint8Array): string | null {
    try {
      const text = this.#decoder.decode(bytes);
      if (this.#encoding !== "windows-1252") return text;
      return text.replace(/[\u0080-\u009f]/g, (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80] ?? control);
    } catch {
      return null;
    }
  }

  #soundPrefix(bytes: Uint8Array): string {
    let low = 0;
    let high = bytes.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const cut = middle - incompleteTail(bytes.subarray(0, middle), this.#encoding);
      if (this.#decode(bytes.subarray(0, cut)) === null) high = middle - 1;
      else low = middle;
    }
    return this.#decode(bytes.subarray(0, low - incompleteTail(bytes.subarray(0, low), this.#encoding))) ?? "";
  }

  #withoutBom(text: string): string {
    if (this.#started || text === "") return text;
    this.#started = true;
    return text.startsWith("\ufeff") ? text.slice(1) : text;
  }
}

function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

/** How many bytes at the end belong to a character that continues in the next block. */
export function incompleteTail(bytes: Uint8Array, encoding: CsvEncoding): number {
  if (encoding === "utf-8") {
    for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
      const byte = bytes[bytes.length - back] ?? 0;
      if (!isContinuation(byte)) return sequenceLength(byte) > back ? back : 0;
    }
    return 0;
  }
  if (encoding !== "utf-16le" && encoding !== "utf-16be") return 0;
  const odd = bytes.length % 2;
  const high = bytes[bytes.length - odd - (encoding === "utf-16le" ? 1 : 2)] ?? 0;
  return high >= 0xd8 && high <= 0xdb ? odd + 2 : odd;
}
