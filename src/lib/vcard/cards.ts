import { setImmediate as nextTurn } from "node:timers/promises";
import type { CsvEncoding } from "../csv/csv-format";
import { SAMPLE_BYTES } from "../csv/detect-csv";
import { detectEncoding, TextReader } from "../csv/encoding";
import { countText, sizeText, UnreadableFileError } from "../csv/unreadable-file-error";
import { ContentLines } from "./content-lines";
import { type Property, readProperty } from "./property";

/** A card with the line on which it begins. */
export interface Card {
  line: number;
  properties: Property[];
}

/** Characters of one card, without its pictures. */
const MAX_CARD = 2_000_000;
const BEGINS = /^(?:\xef\xbb\xbf)?\s*BEGIN:VCARD\s/i;

/** The first bytes of a file that are enough to see that it is a vCard. */
export const VCARD_HEAD_BYTES = 64;

/** Whether a file with these first bytes is a vCard. */
export function isVcard(head: Uint8Array): boolean {
  const { encoding } = detectEncoding(head);
  const text = encoding.startsWith("utf-16")
    ? Buffer.from(new TextDecoder(encoding).decode(head)).toString("latin1")
    : Buffer.from(head).toString("latin1");
  return BEGINS.test(text);
}

/** The cards of a file, a block at a time. Throws UnreadableFileError with the line and the number of a broken card. */
export async function* cardsOf(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Card[], void, undefined> {
  const lines = new ContentLines();
  const reader = new CardReader();
  let toBytes: ((block: Uint8Array, last: boolean) => string) | null = null;
  for await (const block of blocks) {
    if (toBytes === null) {
      const { encoding } = detectEncoding(block.subarray(0, SAMPLE_BYTES));
      reader.encoding = encoding.startsWith("utf-16") ? "utf-8" : encoding;
      toBytes = bytesReader(encoding);
    }
    lines.write(toBytes(block, false));
    yield reader.read(lines);
    // Reading is fast but synchronous: other work gets a turn after each block.
    await nextTurn();
  }
  if (toBytes) lines.write(toBytes(new Uint8Array(0), true));
  lines.end();
  yield reader.read(lines);
  reader.end();
}

/** Blocks as texts with one character for each byte; of UTF-16, those of the same text in UTF-8. */
function bytesReader(encoding: CsvEncoding): (block: Uint8Array, last: boolean) => string {
  const latin1 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  if (!encoding.startsWith("utf-16")) return latin1;
  const reader = new TextReader(encoding);
  return (block, last) => {
    const { text, broken } = reader.read(block, last);
    if (broken) throw new UnreadableFileError("The text of this file is not UTF-16. Export the file again, as UTF-8.");
    return Buffer.from(text, "utf8").toString("latin1");
  };
}

class CardReader {
  encoding: CsvEncoding = "utf-8";
  #card: Card | null = null;
  #count = 0;
  #characters = 0;

  read(lines: ContentLines): Card[] {
    const cards: Card[] = [];
    for (const line of lines.ready.splice(0)) {
      const property = readProperty({ ...line, text: line.text.replace(/^\xef\xbb\xbf/, "") }, this.encoding);
      const isMark = /^VCARD$/i.test(property.value.trim());
      if (property.name === "BEGIN" && isMark) this.#begin(line.line);
      else if (!this.#card)
        throw new UnreadableFileError(
          "This line stands outside of a card: BEGIN:VCARD is missing before it. Export the file again.",
          line.line,
        );
      else if (property.name === "END" && isMark) {
        cards.push(this.#card);
        this.#card = null;
      } else this.#add(this.#card, property);
    }
    return cards;
  }

  /** Throws UnreadableFileError where the last card has no end: the file is cut off. */
  end(): void {
    if (this.#card) throw this.#endless(this.#card, "The file may be incomplete: export it again.");
  }

  #begin(line: number): void {
    if (this.#card) throw this.#endless(this.#card, "Export the file again.");
    this.#count += 1;
    this.#characters = 0;
    this.#card = { line, properties: [] };
  }

  #add(card: Card, property: Property): void {
    card.properties.push(property);
    this.#characters += property.value.length;
    if (this.#characters > MAX_CARD)
      throw new UnreadableFileError(
        `Card ${countText(this.#count)} of the file has more than ${sizeText(MAX_CARD)} of text. Shorten it in the address book, and export the file again.`,
        card.line,
      );
  }

  #endless({ line }: Card, advice: string): UnreadableFileError {
    return new UnreadableFileError(
      `Card ${countText(this.#count)} of the file begins here and has no end (END:VCARD). ${advice}`,
      line,
    );
  }
}
