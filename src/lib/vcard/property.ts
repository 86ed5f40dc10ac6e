import type { CsvEncoding } from "../csv/csv-format";
import { detectEncoding, TextReader } from "../csv/encoding";
import { UnreadableFileError } from "../csv/unreadable-file-error";
import type { ContentLine } from "./content-lines";

/** One entry of a card: "item1.TEL;TYPE=CELL:+49 30 901820". */
export interface Property {
  line: number;
  /** In capital letters. */
  name: string;
  /** "item1": entries of one group belong together. */
  group: string;
  /** Its types in small letters, also the bare ones of version 2.1. */
  types: readonly string[];
  params: ReadonlyMap<string, string>;
  /** As it is written, its escapes included. */
  value: string;
}

const HEAD = /^((?:[\w-]+\.)?)([\w-]+)((?:;(?:"[^"]*"|[^":;])*)*):/;
const PARAM = /;((?:"[^"]*"|[^";])*)/g;
const BARE_ENCODINGS = new Set(["QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"]);
const isAscii = (text: string) => /^[\t\x20-\x7e]*$/.test(text);

/** Reads one line of a card. Throws UnreadableFileError for a line that is none. */
export function readProperty({ line, text }: ContentLine, fallback: CsvEncoding): Property {
  const [head, group = "", name = "", written = ""] = HEAD.exec(text) ?? [];
  if (head === undefined)
    throw new UnreadableFileError(
      "This line is no entry of a vCard: it has no colon after its name. Export the file again.",
      line,
    );
  const { params, types } = paramsOf(written);
  const value = text.slice(head.length);
  const bytes = params.get("ENCODING") === "QUOTED-PRINTABLE" ? fromQuotedPrintable(value) : value;
  return {
    line,
    name: name.toUpperCase(),
    group: group.slice(0, -1).toLowerCase(),
    types,
    params,
    value: decoded(bytes, { line, charset: params.get("CHARSET"), fallback }),
  };
}

function paramsOf(written: string): Pick<Property, "params" | "types"> {
  const params = new Map<string, string>();
  const types: string[] = [];
  for (const [, param = ""] of written.matchAll(PARAM)) {
    const at = param.indexOf("=");
    const [name, value] = at < 0 ? ["", param] : [param.slice(0, at).trim().toUpperCase(), param.slice(at + 1)];
    const plain = value.replaceAll('"', "").trim();
    if (name === "TYPE" || (name === "" && !BARE_ENCODINGS.has(plain.toUpperCase())))
      types.push(...plain.toLowerCase().split(",").filter(Boolean));
    else params.set(name || "ENCODING", name === "LABEL" ? plain : plain.toUpperCase());
  }
  // Version 4 numbers what is preferred, where version 3 names a type.
  if (params.has("PREF") && !types.includes("pref")) types.push("pref");
  return { params, types };
}

const fromQuotedPrintable = (text: string) =>
  text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

interface Charset {
  line: number;
  charset: string | undefined;
  fallback: CsvEncoding;
}

/** The text of bytes: UTF-8, else in the charset that the entry names, else in that of the file. */
function decoded(bytes: string, { line, charset, fallback }: Charset): string {
  if (bytes.includes("\0"))
    throw new UnreadableFileError(
      "This entry contains an invisible character (NUL) that cannot be stored. Remove it.",
      line,
    );
  if (isAscii(bytes)) return bytes;
  const buffer = Buffer.from(bytes, "latin1");
  const utf8 = readAs("utf-8", buffer);
  if (utf8 !== null) return utf8;
  const named = charset === undefined ? null : readNamed(charset, buffer);
  const found = fallback === "utf-8" ? detectEncoding(buffer).encoding : fallback;
  const text = named ?? (found === "utf-8" ? null : readAs(found, buffer));
  if (text !== null) return text;
  throw new UnreadableFileError(
    "This entry is not UTF-8. Export the file again, as vCard 3.0 or 4.0 if the address book offers it.",
    line,
  );
}

function readAs(encoding: CsvEncoding, bytes: Uint8Array): string | null {
  const { text, broken } = new TextReader(encoding).read(bytes, true);
  return broken ? null : text;
}

/** Read in a charset by its name; null where the name or the bytes are wrong. */
function readNamed(charset: string, bytes: Uint8Array): string | null {
  try {
    const decoder = new TextDecoder(charset, { fatal: true });
    return decoder.encoding === "windows-1252" ? readAs("windows-1252", bytes) : decoder.decode(bytes);
  } catch {
    return null;
  }
}

const unescaped = (text: string) =>
  text.replace(/\\([\\,;:nN])/g, (_, sign: string) => (sign === "n" || sign === "N" ? "\n" : sign));

const cleaned = (text: string) => unescaped(text).replace(/\r\n?/g, "\n").trim();

/** A value as one text. */
export const textOf = ({ value }: Pick<Property, "value">): string => cleaned(value);

/** The parts of a value between semicolons or commas that are not escaped. */
export const partsOf = (value: string, separator: ";" | ","): string[] =>
  (separator === ";" ? splitAt(value, ";") : splitAt(value, ",")).map(cleaned);

function splitAt(value: string, separator: string): string[] {
  const parts = [""];
  for (let at = 0; at < value.length; at += 1) {
    const sign = value.charAt(at);
    if (sign === separator) parts.push("");
    else parts[parts.length - 1] += sign === "\\" ? sign + value.charAt(++at) : sign;
  }
  return parts;
}
