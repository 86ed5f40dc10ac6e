import { SaxesParser } from "saxes";
import { UnreadableFileError } from "@/lib/csv/unreadable-file-error";
import { damaged } from "./zip-entries";

export interface TagHandlers {
  /** Names come without their namespace. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Longer than any tag, and than any text that a cell can hold. The parser keeps a piece until it ends. */
const LONGEST_PIECE = 4_000_000;
/** The parser keeps the tags that are open. */
const DEEPEST = 200;

/**
 * Reads a part of a workbook tag by tag, and comes back after each block, so that the caller can take what was read
 * before more is. Throws UnreadableFileError for what is no XML, and for document types and entities, which no workbook has.
 */
export async function* tagsOf(blocks: AsyncIterable<Uint8Array>, handlers: TagHandlers): AsyncGenerator<void> {
  const decoder = new TextDecoder("utf-8");
  const { parser, ended } = parserFor(handlers);
  let unended = 0;
  for await (const block of blocks) {
    const text = decoder.decode(block, { stream: true });
    parser.write(text);
    unended = ended() ? 0 : unended + text.length;
    if (unended > LONGEST_PIECE) throw damaged();
    yield;
  }
  parser.write(decoder.decode()).close();
  yield;
}

/** Reads a part to its end. Throws UnreadableFileError. */
export async function readTags(blocks: AsyncIterable<Uint8Array>, handlers: TagHandlers): Promise<void> {
  for await (const _ of tagsOf(blocks, handlers));
}

/** A parser, and whether a piece (a tag, a text, a comment) has ended since that was last asked. */
function parserFor(handlers: TagHandlers) {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  let [depth, pieces] = [0, 0];
  parser.on("error", () => {
    throw damaged();
  });
  parser.on("doctype", () => {
    throw new UnreadableFileError(
      "This workbook contains a document type or entities, which no spreadsheet program writes. Open it in Excel and save it again.",
    );
  });
  parser.on("opentag", ({ name, attributes }) => {
    [depth, pieces] = [depth + 1, pieces + 1];
    if (depth > DEEPEST) throw damaged();
    handlers.open(localName(name), attributes);
  });
  parser.on("closetag", ({ name }) => {
    [depth, pieces] = [depth - 1, pieces + 1];
    handlers.close?.(localName(name));
  });
  for (const kind of ["text", "cdata"] as const)
    parser.on(kind, (text) => {
      pieces += 1;
      handlers.text?.(text);
    });
  parser.on("comment", () => {
    pieces += 1;
  });
  const ended = () => {
    const any = pieces > 0;
    pieces = 0;
    return any;
  };
  return { parser, ended };
}

/** Excel writes signs that XML has no place for as `_x000D_`. */
export function withoutEscapes(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Writers choose their own prefixes, and some never declare them, so that the parser does not resolve them. */
function localName(tag: string): string {
  return tag.slice(tag.indexOf(":") + 1);
}
