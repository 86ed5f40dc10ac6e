import { sizeText, UnreadableFileError } from "@/lib/csv/unreadable-file-error";
import { type CellFormat, type CellParts, formatOf } from "./cell-text";
import { readTags, withoutEscapes } from "./xml-parts";
import { type ByteSource, damaged, type ZipEntry, zipEntries } from "./zip-entries";

export interface WorkbookSheet {
  name: string;
  hidden: boolean;
  entry: ZipEntry;
}

export interface Workbook {
  sheets: WorkbookSheet[];
  parts: CellParts;
  /** How many bytes its texts may come to. */
  maxBytes: number;
}

/** A workbook unpacks to so many times its size at most, and to so many bytes; so many are always taken. */
const MAX_TIMES = 20;
const MAX_BYTES = 1_000_000_000;
const ALWAYS_BYTES = 100_000_000;
/** The texts that its cells share are all in memory at once. */
const MAX_SHARED_BYTES = 200_000_000;

/** Reads a workbook's sheets and styles without its rows. Throws UnreadableFileError. */
export async function readWorkbook(source: ByteSource): Promise<Workbook> {
  const entries = await zipEntries(source);
  const maxBytes = Math.min(MAX_BYTES, Math.max(ALWAYS_BYTES, source.size * MAX_TIMES));
  const bytes = [...entries.values()].reduce((sum, entry) => sum + entry.bytes, 0);
  const main = await mainPart(entries);
  if (bytes > maxBytes)
    throw new UnreadableFileError(
      `This workbook contains ${sizeText(bytes)} of data; a file of its size can contain at most ${sizeText(maxBytes)}. Save the sheet as CSV, and choose that file.`,
    );
  const related = await relationsOf(entries, main);
  const { named, from1904 } = await readMain(partOf(entries, main));
  const sheets = named.flatMap(({ name, hidden, id }): WorkbookSheet[] => {
    const relation = related.find((one) => one.id === id);
    // Charts and macros are sheets too, without rows.
    return relation?.kind === "worksheet" ? [{ name, hidden, entry: partOf(entries, relation.path) }] : [];
  });
  const [styles, strings] = ["styles", "sharedStrings"].map((kind) => {
    const path = related.find((one) => one.kind === kind)?.path;
    return path === undefined ? undefined : entries.get(path);
  });
  return {
    sheets,
    maxBytes,
    parts: {
      from1904,
      formats: styles ? await readFormats(styles) : [],
      strings: strings ? await readStrings(strings) : [],
    },
  };
}

function partOf(entries: ReadonlyMap<string, ZipEntry>, path: string): ZipEntry {
  const entry = entries.get(path);
  if (!entry) throw damaged();
  return entry;
}

async function mainPart(entries: ReadonlyMap<string, ZipEntry>): Promise<string> {
  const path = (await relationsOf(entries, "")).find(({ kind }) => kind === "officeDocument")?.path ?? "";
  if (path.endsWith(".bin"))
    throw new UnreadableFileError(
      "This is a binary workbook (.xlsb). Open it, save it as .xlsx, and choose that file.",
    );
  if (/^xl\//.test(path) || entries.has("xl/workbook.xml")) return path === "" ? "xl/workbook.xml" : path;
  throw new UnreadableFileError(otherArchive([...entries.keys()]));
}

function otherArchive(names: readonly string[]): string {
  const save = "Open it, save it as .xlsx or “CSV UTF-8”, and choose that file.";
  if (names.includes("[Content_Types].xml")) return `This is an Office document, not a workbook. ${save}`;
  if (names.includes("mimetype")) return `This is an OpenDocument file (.ods). ${save}`;
  return "This file is compressed (zip). Unpack it and choose the file inside.";
}

interface Relation {
  id: string;
  /** The end of its type: worksheet, sharedStrings. */
  kind: string;
  path: string;
}

/** Where the parts are that a part names. Parts outside the file are never read. */
async function relationsOf(entries: ReadonlyMap<string, ZipEntry>, part: string): Promise<Relation[]> {
  const slash = part.lastIndexOf("/");
  const folder = part.slice(0, slash + 1);
  const entry = entries.get(`${folder}_rels/${part.slice(slash + 1)}.rels`);
  const relations: Relation[] = [];
  if (!entry) return relations;
  await readTags(entry.unpacked(), {
    open(name, { Id = "", Type = "", Target = "", TargetMode }) {
      if (name !== "Relationship" || TargetMode === "External") return;
      const path = new URL(Target, `zip:///${folder}`).pathname.slice(1);
      relations.push({ id: Id, kind: Type.slice(Type.lastIndexOf("/") + 1), path: decodeURIComponent(path) });
    },
  });
  return relations;
}

async function readMain(entry: ZipEntry) {
  const named: { name: string; hidden: boolean; id: string }[] = [];
  let from1904 = false;
  await readTags(entry.unpacked(), {
    open(tag, attributes) {
      if (tag === "workbookPr") from1904 = ["1", "true"].includes(attributes.date1904 ?? "");
      if (tag !== "sheet") return;
      const id = Object.entries(attributes).find(([name]) => name.endsWith(":id"))?.[1] ?? "";
      const hidden = (attributes.state ?? "visible") !== "visible";
      named.push({ name: withoutEscapes(attributes.name ?? ""), hidden, id });
    },
  });
  return { named, from1904 };
}

/** How the numbers of each style are shown. */
async function readFormats(entry: ZipEntry): Promise<CellFormat[]> {
  const codes = new Map<string, string>();
  const formats: CellFormat[] = [];
  let inCells = false;
  await readTags(entry.unpacked(), {
    open(name, { numFmtId = "0", formatCode = "" }) {
      if (name === "numFmt") codes.set(numFmtId, formatCode);
      else if (name === "cellXfs") inCells = true;
      else if (name === "xf" && inCells) formats.push(formatOf(codes.get(numFmtId) ?? numFmtId));
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
  });
  return formats;
}

/** The texts that cells share; how a text is pronounced is no part of it. */
async function readStrings(entry: ZipEntry): Promise<string[]> {
  if (entry.bytes > MAX_SHARED_BYTES)
    throw new UnreadableFileError(
      `This workbook contains more than ${sizeText(MAX_SHARED_BYTES)} of text. Save the sheet as CSV, and choose that file.`,
    );
  const strings: string[] = [];
  let [text, reads, phonetic] = ["", false, false];
  await readTags(entry.unpacked(), {
    open(name) {
      if (name === "si") text = "";
      else if (name === "rPh") phonetic = true;
      else if (name === "t") reads = !phonetic;
    },
    text(more) {
      if (reads) text += more;
    },
    close(name) {
      if (name === "t") reads = false;
      else if (name === "rPh") phonetic = false;
      else if (name === "si") strings.push(withoutEscapes(text));
    },
  });
  return strings;
}
