import "server-only";
import { extname } from "node:path";
import { fileTypeFromBuffer } from "file-type";

/** Names that say that a text is nothing but text; any other text could be run, and is downloaded only. */
const plainTexts = new Set([
  ".txt",
  ".text",
  ".log",
  ".md",
  ".markdown",
  ".csv",
  ".tsv",
  ".json",
  ".yaml",
  ".yml",
  ".ini",
]);
const bytesOfText = 65_536;
const unknown = "application/octet-stream";

/** Bytes of a file's beginning by which its type is found. */
export const headBytes = 262_144;

/** The type of a file by its first bytes; the name only says which texts are plain ones. */
export async function contentTypeOf(name: string, head: Uint8Array): Promise<string> {
  // The mark of UTF-16 is also the beginning of a sound to the library; browsers are given texts in UTF-8 alone.
  if (isMarkedUtf16(head)) return unknown;
  const found = await fileTypeFromBuffer(head);
  if (found) return found.mime.split(";")[0] ?? unknown;
  const text = textOf(head.subarray(0, bytesOfText));
  if (text === null || looksLikeMarkup(text)) return unknown;
  return plainTexts.has(extname(name).toLowerCase()) ? "text/plain" : unknown;
}

/** The beginning of a text in UTF-8, null for other bytes; its last character may be cut. */
function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

const isMarkedUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

const looksLikeMarkup = (text: string): boolean => /^\s*<[!?a-z]/i.test(text);
