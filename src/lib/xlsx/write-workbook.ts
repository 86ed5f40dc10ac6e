import { PassThrough, pipeline, Readable } from "node:stream";
import { type CellValue, writeXlsxStream } from "hucre/xlsx";
import { ZipFile } from "yazl";
import { coverTitle } from "./sheet-limits";
import { damaged, zipEntries } from "./zip-entries";

type Rows = AsyncIterable<CellValue[]> | Iterable<CellValue[]>;

interface WrittenWorkbook {
  /** Of every sheet but the cover; the format is that of its numbers and dates. */
  columns: readonly { header: string; format?: string }[];
  sheets: readonly { name: string; rows: Rows }[];
  /** The last sheet, below its title: it says what the others hold. */
  cover: { name: string; rows: Rows };
}

const maxNameLength = 31;
/** Sheets repeat the same marks: a higher level takes much longer and packs them little smaller. */
const compressionLevel = 2;

/**
 * A workbook with several sheets as a stream of bytes, in memory that does not grow with its rows. The library streams one
 * sheet: each sheet is taken from a stream of its own, and the other parts from a workbook with as many short sheets.
 */
export async function writeWorkbook({ columns, sheets, cover }: WrittenWorkbook): Promise<Readable> {
  const given = columns.map(({ header, format }) => ({ header, ...(format ? { numFmt: format } : {}) }));
  const parts = [
    ...sheets.map(
      ({ rows }) =>
        () =>
          sheetPart(writeXlsxStream(rows, { name: "Sheet", columns: given, compress: false })),
    ),
    () => sheetPart(writeXlsxStream(titled(cover.rows), { name: "Sheet", compress: false })),
  ];
  const names = sheetNames([...sheets.map(({ name }) => name), cover.name]);
  const frame = writeXlsxStream(
    parts.map(() => [""]),
    { name: "Sheet", columns: given, maxRowsPerSheet: 2 },
  );
  const [zip, output] = [new ZipFile(), new PassThrough()];
  const fail = (error: unknown) => output.destroy(error as Error);
  zip.on("error", fail);
  for (const [path, text] of await textsOf(frame)) {
    const part = parts[Number(/^xl\/worksheets\/sheet(\d+)\.xml$/.exec(path)?.[1] ?? 0) - 1];
    if (part)
      zip.addReadStreamLazy(path, { compressionLevel }, (done) => done(null, Readable.from(part()).on("error", fail)));
    else zip.addBuffer(Buffer.from(path === "xl/workbook.xml" ? named(text, names) : text), path);
  }
  zip.end();
  // Ends with the reader, or with the archive.
  pipeline(zip.outputStream, output, () => undefined);
  return output;
}

async function* titled(rows: Rows): AsyncGenerator<CellValue[]> {
  yield [coverTitle, "An import leaves this sheet out."];
  yield* rows;
}

/** The parts of a short workbook. */
async function textsOf(stream: ReadableStream<Uint8Array>): Promise<[string, string][]> {
  const bytes = Buffer.from(await new Response(stream).arrayBuffer());
  const entries = await zipEntries({ size: bytes.length, read: async (at, length) => bytes.subarray(at, at + length) });
  return await Promise.all(
    [...entries].map(async ([path, entry]): Promise<[string, string]> => {
      const blocks: Uint8Array[] = [];
      for await (const block of entry.unpacked()) blocks.push(block);
      return [path, Buffer.concat(blocks).toString("utf8")];
    }),
  );
}

/** The end of a sheet; texts cannot contain it, because their signs are escaped. */
const end = Buffer.from("</sheetData></worksheet>");
/** The bytes of the head of a part before its name and its further facts, whose lengths stand at its end. */
const headBytes = 30;

/** The first part of an archive whose parts are not packed: the sheet. */
async function* sheetPart(archive: ReadableStream<Uint8Array>): AsyncGenerator<Buffer, void, undefined> {
  let kept = Buffer.alloc(0);
  let isBelowHead = false;
  for await (const block of archive) {
    kept = Buffer.concat([kept, block]);
    if (!isBelowHead) {
      const length = kept.length < headBytes ? null : headBytes + kept.readUInt16LE(26) + kept.readUInt16LE(28);
      if (length === null || kept.length < length) continue;
      isBelowHead = true;
      kept = kept.subarray(length);
    }
    const at = kept.indexOf(end);
    if (at >= 0) {
      yield kept.subarray(0, at + end.length);
      return;
    }
    const whole = kept.length - end.length;
    if (whole <= 0) continue;
    yield kept.subarray(0, whole);
    kept = kept.subarray(whole);
  }
  throw damaged();
}

/** Names as the format allows them: short, without its own signs, each once. */
function sheetNames(wanted: readonly string[]): string[] {
  // Excel keeps this name for itself, and reports a file with such a sheet as damaged.
  const taken = new Set<string>(["history"]);
  return wanted.map((name) => {
    const plain =
      name
        .replace(/[\\/?*:[\]\p{Cc}]/gu, " ")
        .replace(/^'+|'+$/g, "")
        .trim() || "Sheet";
    let [given, place] = [cut(plain, maxNameLength), 2];
    for (; taken.has(given.toLowerCase()); place += 1)
      given = `${cut(plain, maxNameLength - ` ${place}`.length)} ${place}`;
    taken.add(given.toLowerCase());
    return given;
  });
}

/** The first characters of a text, without half of one. */
const cut = (text: string, length: number) => text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** The list of sheets with these names. */
function named(workbook: string, names: readonly string[]): string {
  let place = 0;
  return workbook.replace(/<sheet name="[^"]*"/g, () => {
    const name = (names[place++] ?? "").replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
    return `<sheet name="${name}"`;
  });
}
