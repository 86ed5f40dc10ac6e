import { crc32, deflateRawSync } from "node:zlib";
import type { ByteSource } from "@/lib/xlsx/zip-entries";

/** A zip archive of these parts, packed as workbooks are. */
export function zipOf(parts: Readonly<Record<string, string | Buffer>>): Buffer {
  const [files, directory]: [Buffer[], Buffer[]] = [[], []];
  const nothing = deflateRawSync("");
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const bytes = Buffer.from(text as string);
    const packed = bytes.length === 0 ? nothing : deflateRawSync(bytes);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    files.push(Buffer.from("PK\u0003\u0004"), facts, Buffer.from(name), packed);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\u0001\u0002\u0014\u0000"), facts, place, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const end = Buffer.alloc(18);
  const count = Object.keys(parts).length;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, ...directory, Buffer.from("PK\u0005\u0006"), end]);
}

interface SheetParts {
  name?: string;
  hidden?: boolean;
  /** The content of `sheetData`. */
  rows: string;
  /** The content after it, such as merged cells. */
  after?: string;
}
interface WorkbookParts {
  from1904?: boolean;
  /** Number formats of styles 1, 2, 3: codes, or numbers of built-in ones. */
  formats?: readonly (string | number)[];
  strings?: readonly string[];
  /** Stands before the tags of the first sheet, such as a document type. */
  prolog?: string;
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const relations = (list: readonly { id: string; kind: string; target: string }[]) =>
  `${declaration}<Relationships>${list
    .map(({ id, kind, target }) => `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`)
    .join("")}</Relationships>`;

/** A workbook with these tags in its sheets: what spreadsheet programs write, and what they never would. */
export function workbookOf(
  sheets: readonly SheetParts[],
  { from1904 = false, formats = [], strings = [], prolog = "" }: WorkbookParts = {},
): Buffer {
  const codes = formats.map((format, index) => ({ format, id: typeof format === "number" ? format : 164 + index }));
  return zipOf({
    "[Content_Types].xml": `${declaration}<Types/>`,
    "_rels/.rels": relations([{ id: "rId1", kind: "officeDocument", target: "xl/workbook.xml" }]),
    "xl/workbook.xml": `${declaration}<workbook xmlns:r="${office}"><workbookPr${from1904 ? ' date1904="1"' : ""}/><sheets>${sheets
      .map(
        ({ name, hidden }, index) =>
          `<sheet name="${name ?? `Sheet${index + 1}`}" sheetId="${index + 1}"${hidden ? ' state="hidden"' : ""} r:id="rId${index + 1}"/>`,
      )
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations([
      ...sheets.map((_, index) => ({
        id: `rId${index + 1}`,
        kind: "worksheet",
        target: `worksheets/sheet${index + 1}.xml`,
      })),
      { id: "styles", kind: "styles", target: "styles.xml" },
      { id: "strings", kind: "sharedStrings", target: "/xl/sharedStrings.xml" },
    ]),
    "xl/styles.xml": `${declaration}<styleSheet><numFmts>${codes
      .map(({ format, id }) => (typeof format === "string" ? `<numFmt numFmtId="${id}" formatCode="${format}"/>` : ""))
      .join(
        "",
      )}</numFmts><cellXfs><xf numFmtId="0"/>${codes.map(({ id }) => `<xf numFmtId="${id}"/>`).join("")}</cellXfs></styleSheet>`,
    ...Object.fromEntries(
      sheets.map(({ rows, after = "" }, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `${declaration}${index === 0 ? prolog : ""}<worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`,
      ]),
    ),
    "xl/sharedStrings.xml": `${declaration}<sst>${strings.map((text) => `<si>${text}</si>`).join("")}</sst>`,
  });
}

/** A row of cells that hold texts, as tags. */
export function textRow(line: number, texts: readonly string[]): string {
  const cells = texts.map((text, column) =>
    text === ""
      ? ""
      : `<c r="${String.fromCharCode(65 + column)}${line}" t="inlineStr"><is><t>${text.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</t></is></c>`,
  );
  return `<row r="${line}">${cells.join("")}</row>`;
}

/** Bytes in memory, to be read in any order. */
export function sourceOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (at, length) => bytes.subarray(at, at + length) };
}
