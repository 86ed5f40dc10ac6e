import { CsvRefusal } from "@/lib/csv/csv-refusal";
import { damaged } from "./zip-entries";

export interface TagHandlers {
  /** Names come without their namespace. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

const COMMENT = ["<!--", "-->"] as const;
const AS_IT_IS = ["<![CDATA[", "]]>"] as const;
/** Longer than any tag, and than any text that a cell can hold. */
const LONGEST_PIECE = 4_000_000;

/**
 * Reads a part of a workbook tag by tag, and comes back after each block, so that the caller can take what was read
 * before more is. Throws CsvRefusal for what is no XML, and for document types and entities, which no workbook has.
 */
export async function* tagsOf(blocks: AsyncIterable<Uint8Array>, handlers: TagHandlers): AsyncGenerator<void> {
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  for await (const block of blocks) {
    rest += decoder.decode(block, { stream: true });
    const end = wholePieces(rest);
    if (end > 0) readPieces(rest.slice(0, end), handlers);
    rest = rest.slice(end);
    if (rest.length > LONGEST_PIECE) throw damaged();
    yield;
  }
  readPieces(rest + decoder.decode(), handlers);
  yield;
}

/** Reads a part to its end. Throws CsvRefusal. */
export async function readTags(blocks: AsyncIterable<Uint8Array>, handlers: TagHandlers): Promise<void> {
  for await (const _ of tagsOf(blocks, handlers));
}

/** How much of a text holds whole tags, texts and comments: what begins with the last `<` may go on. */
function wholePieces(text: string): number {
  let end = Math.max(text.lastIndexOf("<"), 0);
  for (const [open, close] of [COMMENT, AS_IT_IS]) {
    const at = text.lastIndexOf(open, end);
    const closed = at < 0 ? 0 : text.indexOf(close, at);
    if (closed < 0 || closed > end) end = at;
  }
  return end;
}

function readPieces(text: string, handlers: TagHandlers): void {
  for (let at = 0; at < text.length; ) {
    const tag = text.indexOf("<", at);
    if (tag !== at) handlers.text?.(decoded(text.slice(at, tag < 0 ? text.length : tag)));
    if (tag < 0) return;
    at = readMarkup(text, tag, handlers);
  }
}

/** Reads what begins with `<`; where it ends. */
function readMarkup(text: string, at: number, handlers: TagHandlers): number {
  switch (text[at + 1]) {
    case "!":
      return readSpecial(text, at, handlers);
    case "?":
      return endOf(text, "?>", at);
    case "/": {
      const end = endOf(text, ">", at);
      handlers.close?.(localName(text.slice(at + 2, end - 1).trimEnd()));
      return end;
    }
    default: {
      const end = tagEnd(text, at);
      const closes = text[end - 2] === "/";
      const content = text.slice(at + 1, closes ? end - 2 : end - 1);
      const space = content.search(/\s/);
      const name = localName(space < 0 ? content : content.slice(0, space));
      handlers.open(name, space < 0 ? {} : attributesOf(content.slice(space)));
      if (closes) handlers.close?.(name);
      return end;
    }
  }
}

function readSpecial(text: string, at: number, handlers: TagHandlers): number {
  const [asItIs, close] = AS_IT_IS;
  if (text.startsWith(COMMENT[0], at)) return endOf(text, COMMENT[1], at + COMMENT[0].length);
  if (!text.startsWith(asItIs, at))
    throw new CsvRefusal(
      "This workbook declares a document type or entities, which no spreadsheet program writes. Save it again in Excel.",
    );
  const end = endOf(text, close, at);
  handlers.text?.(text.slice(at + asItIs.length, end - close.length));
  return end;
}

function endOf(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from);
  if (at < 0) throw damaged();
  return at + sign.length;
}

/** The end of a tag; a `>` within quotes does not end it. */
function tagEnd(text: string, from: number): number {
  let quote = "";
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (quote !== "") quote = sign === quote ? "" : quote;
    else if (sign === ">") return at + 1;
    else if (sign === '"' || sign === "'") quote = sign;
  }
  throw damaged();
}

const ATTRIBUTE = /\s*([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  const content = text.trimEnd();
  for (ATTRIBUTE.lastIndex = 0; ATTRIBUTE.lastIndex < content.length; ) {
    const match = ATTRIBUTE.exec(content);
    if (!match) throw damaged();
    attributes[match[1] ?? ""] = decoded(match[2] ?? match[3] ?? "");
  }
  return attributes;
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (_, hex?: string, digits?: string, name?: string) => {
    if (name !== undefined) {
      const sign = NAMED[name];
      if (sign === undefined) throw damaged();
      return sign;
    }
    const code = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
    if (code > 0x10ffff) throw damaged();
    return String.fromCodePoint(code);
  });
}

/** Excel writes signs that XML has no place for as `_x000D_`. */
export function withoutEscapes(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function localName(tag: string): string {
  const colon = tag.indexOf(":");
  return colon < 0 ? tag : tag.slice(colon + 1);
}
