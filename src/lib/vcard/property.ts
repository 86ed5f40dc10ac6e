import type { CsvEncoding } from "../csv/csv-format";
import { type Decode, decoderOf, lossyText } from "./charset";
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
  /** As it is written, with its escapes; quoted-printable is read part by part. */
  value: string;
  /** Nothing but separators is escaped. */
  isOld: boolean;
  /** Its value cannot be read: other signs stand for what is no text. */
  isBroken: boolean;
  isQuoted: boolean;
  read: Decode;
}

// A page in a note that goes on without a sign of it is no entry.
const HEAD = /^(?!https?:)((?:[\w-]+\.)?)([\w-]+)[ \t]*((?:;(?:"[^"]*"|[^":;])*)*):/i;
/** Some products write names with blanks or letters that no standard allows. */
const ODD_HEAD = /^((?:[\w-]+\.)?)([^\s:;"=][^:;"]{0,80})((?:;(?:"[^"]*"|[^":;])*)*):(?!\/\/)/;
const PARAM = /;((?:"[^"]*"|[^";])*)/g;
const BARE_ENCODINGS = new Set(["QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"]);
const asIs: Decode = (text) => text;

/**
 * Reads one line of a card; null for one that is no entry. After an entry that may go on without a sign, names that no
 * standard allows are its text, but for those of a product's own fields.
 */
export function readProperty(
  { line, text, isOld }: ContentLine,
  fallback: CsvEncoding,
  mayGoOn: boolean,
): Property | null {
  const match = HEAD.exec(text) ?? ODD_HEAD.exec(text);
  const [head = "", group = "", name = "", written = ""] = match ?? [];
  if (match === null || (mayGoOn && !HEAD.test(text) && !/^X-/i.test(name))) return null;
  const { params, types } = paramsOf(written);
  const encoding = params.get("ENCODING")?.toUpperCase() ?? "";
  const isQuoted = encoding === "QUOTED-PRINTABLE";
  const isBase64 = encoding === "BASE64" || encoding === "B";
  const value = isBase64 ? fromBase64(text.slice(head.length)) : text.slice(head.length);
  const bytes = isQuoted ? fromQuotedPrintable(value) : value;
  const decode = decoderOf(bytes, params.get("CHARSET"), fallback);
  const isBroken = decode === null || bytes.includes("\0");
  const whole = isBroken ? lossyText(bytes) : decode(bytes);
  return {
    line,
    name: lossyText(name).trim().toUpperCase(),
    group: group.slice(0, -1).toLowerCase(),
    types,
    params,
    value: isQuoted && !isBroken ? value : whole,
    isOld: isOld || isBase64,
    isBroken,
    isQuoted,
    read: isQuoted && decode ? (part) => decode(fromQuotedPrintable(part)) : asIs,
  };
}

/** An entry whose value is text as it stands. */
export const plainProperty = (name: string, value: string, line: number): Property => ({
  line,
  name,
  group: "",
  types: [],
  params: new Map(),
  value,
  isOld: true,
  isBroken: false,
  isQuoted: false,
  read: asIs,
});

function paramsOf(written: string): Pick<Property, "params" | "types"> {
  const params = new Map<string, string>();
  const types: string[] = [];
  for (const [, param = ""] of written.matchAll(PARAM)) {
    const at = param.indexOf("=");
    const [name, value] = at < 0 ? ["", param] : [param.slice(0, at).trim().toUpperCase(), param.slice(at + 1)];
    const plain = lossyText(value.replaceAll('"', "").trim());
    if (name === "TYPE" || (name === "" && !BARE_ENCODINGS.has(plain.toUpperCase())))
      types.push(
        ...plain
          .toLowerCase()
          .split(",")
          .map((type) => type.trim())
          .filter(Boolean),
      );
    else params.set(name || "ENCODING", plain);
  }
  // Version 4 numbers what is preferred, where version 3 names a type.
  if (params.has("PREF") && !types.includes("pref")) types.push("pref");
  return { params, types };
}

const fromQuotedPrintable = (text: string) =>
  text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const fromBase64 = (text: string) => Buffer.from(text, "base64").toString("latin1");

// Version 2.1 has no escape for a line break: "C:\notes" is a path.
const unescaped = (text: string, isOld: boolean) =>
  isOld
    ? text.replace(/\\([,;:])/g, "$1")
    : text.replace(/\\([\\,;:nN])/g, (_, sign: string) => (sign === "n" || sign === "N" ? "\n" : sign));

const cleaned = (text: string, { isOld, read }: Property) =>
  unescaped(read(text), isOld).replace(/\r\n?/g, "\n").trim();

/** A value as one text. */
export const textOf = (one: Property): string => cleaned(one.value, one);

/** The parts of a value between semicolons or commas that are not escaped. */
export const partsOf = (one: Property, separator: ";" | ","): string[] =>
  split(one, separator).map((part) => cleaned(part, one));

/** The parts of a name; where several values stand in one part, they are divided by blanks. */
export const namePartsOf = (one: Property): string[] =>
  split(one, ";").map((part) => cleaned(one.isOld ? part : part.replace(/(?<!\\),(?=\S)/g, " "), one));

/** Divided before anything is decoded: an encoded semicolon is part of a value. */
function split({ value, isOld }: Property, separator: ";" | ","): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < value.length; at += 1) {
    const sign = value.charAt(at);
    if (sign === "\\" && (!isOld || value.charAt(at + 1) === separator)) at += 1;
    else if (sign === separator) {
      parts.push(value.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, value.slice(from)];
}
