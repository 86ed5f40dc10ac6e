import { setImmediate as nextTurn } from "node:timers/promises";
import type { CsvEncoding } from "../csv/csv-format";
import { SAMPLE_BYTES } from "../csv/detect-csv";
import { detectEncoding, TextReader } from "../csv/encoding";
import { countText, sizeText, UnreadableFileError } from "../csv/unreadable-file-error";
import { plainText } from "./charset";
import { type ContentLine, ContentLines } from "./content-lines";
import { type Property, plainProperty, readProperty, textOf } from "./property";

/** A card with the line on which it begins. */
export interface Card {
  line: number;
  properties: Property[];
  /** Lines and entries that cannot be read. */
  unread: string[];
}

/** Characters of one card, without its pictures. */
const MAX_CARD = 2_000_000;
/** Characters that each line counts besides its own. */
const LINE = 64;
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

/** Old programs end a file with a sign of their own, and some fill it up. */
const withoutFill = (text: string) => text.replaceAll("\x1a", "").replaceAll("\0", "").trim();
const isMark = ({ value }: Property) => withoutFill(value.replaceAll("\ufffd", "")).toUpperCase() === "VCARD";
const opensAgent = ({ value }: Property) => /^\s*(?:BEGIN:VCARD\s*)?$/i.test(value);
/** Entries of several lines, which some programs break as they stand. */
const RUNNING = new Set(["NOTE", "LABEL", "ADR"]);

class CardReader {
  encoding: CsvEncoding = "utf-8";
  #card: Card | null = null;
  #count = 0;
  #characters = 0;
  /** The entry of the last line, or the one that this line goes on with. */
  #last: Property | null = null;
  /** The lines of a card within the card: that of an assistant or agent. */
  #agent: string[] = [];
  #depth = 0;

  read(lines: ContentLines): Card[] {
    const cards: Card[] = [];
    for (const line of lines.ready.splice(0)) {
      const card = this.#take({ ...line, text: line.text.replace(/^\xef\xbb\xbf/, "") });
      if (card) cards.push(card);
    }
    return cards;
  }

  /** Throws UnreadableFileError where the last card has no end: the file is cut off. */
  end(): void {
    if (this.#card) throw this.#endless(this.#card, "The file may be incomplete: export it again.");
  }

  /** The card that ends with a line. */
  #take(line: ContentLine): Card | null {
    const card = this.#card;
    if (!card && withoutFill(line.text) === "") return null;
    const mayGoOn = this.#last !== null && RUNNING.has(this.#last.name);
    const property = readProperty(line, this.encoding, mayGoOn);
    const mark = property && isMark(property) ? property.name : "";
    if (mark === "BEGIN") this.#begin(line);
    else if (!card)
      throw new UnreadableFileError(
        "This line stands outside of a card: BEGIN:VCARD is missing before it. Export the file again.",
        line.line,
      );
    else {
      this.#measure(card, line);
      if (mark === "END") return this.#end(card);
      this.#add(card, line, property);
    }
    return null;
  }

  #begin(line: ContentLine): void {
    if (this.#card) {
      if (this.#last?.name !== "AGENT" || !opensAgent(this.#last))
        throw this.#endless(this.#card, "Export the file again.");
      this.#depth += 1;
      this.#last = null;
      this.#measure(this.#card, line);
      return;
    }
    this.#count += 1;
    this.#characters = 0;
    this.#last = null;
    this.#card = { line: line.line, properties: [], unread: [] };
  }

  #end(card: Card): Card | null {
    this.#last = null;
    if (this.#depth > 0) {
      this.#depth -= 1;
      if (this.#depth === 0) card.properties.push(plainProperty("AGENT", this.#agent.splice(0).join("\n"), card.line));
      return null;
    }
    this.#card = null;
    return card;
  }

  #add(card: Card, line: ContentLine, property: Property | null): void {
    const last = this.#last;
    this.#last = null;
    if (!property && this.#depth > 0) this.#agent.push(plainText(line.text, this.encoding));
    else if (!property && last && RUNNING.has(last.name)) {
      last.value += `\n${last.isQuoted ? line.text : plainText(line.text, this.encoding)}`;
      this.#last = last;
    } else if (!property) card.unread.push(plainText(line.text, this.encoding));
    else if (line.isData) card.unread.push(`${property.name}: data that is no text`);
    else if (property.isBroken) card.unread.push(`${property.name}: ${property.value}`);
    else {
      this.#last = property;
      if (this.#depth > 0 || (property.name === "AGENT" && opensAgent(property))) this.#addToAgent(property);
      else if (RUNNING.has(property.name) || property.value.trim() !== "") card.properties.push(property);
    }
  }

  #addToAgent(property: Property): void {
    if (property.name === "AGENT" && property.value.trim() !== "") this.#depth += 1;
    const text = textOf(property);
    if (text !== "" && property.name !== "AGENT" && property.name !== "VERSION")
      this.#agent.push(`${property.name}: ${text}`);
  }

  /** Each line counts something, whatever it says: what is read of it takes memory. */
  #measure(card: Card, { text }: ContentLine): void {
    this.#characters += text.length + LINE;
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
