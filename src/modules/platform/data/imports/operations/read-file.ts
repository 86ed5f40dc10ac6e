import "server-only";
import { createHash } from "node:crypto";
import type { ChosenFormat } from "@/lib/csv/csv-format";
import { FOOT_ROWS, footRows, isSumRow } from "@/lib/csv/foot";
import { repeatsHeader } from "@/lib/csv/header";
import type { CsvRow } from "@/lib/csv/record-reader";
import { CsvTooLarge, UnreadableFileError } from "@/lib/csv/unreadable-file-error";
import { seeColumns } from "@/lib/match-columns";
import { foldKey } from "@/lib/text";
import { tenantById } from "@/server/access";
import type { StreamJob } from "@/server/background";
import { importerIn, importerOf, importersIn } from "@/server/catalog";
import type { TenantData } from "@/server/context";
import { tenantDb } from "@/server/db/tenant-db";
import { AppError, notFound, TooLarge } from "@/server/errors";
import { objectsIn } from "../objects/rules";
import { defaultOptions, guessObject, namesAnother, optionsFrom, withSource } from "../rules";
import type { Choices, ColumnMapping, FileOptions } from "../schema";
import { detectStyles } from "./distinct-values";
import { type OpenTable, openTable, type TableFormat } from "./open-table";
import { withoutRowIds } from "./repeated-names";
import { markFoot, stagePart, stageRows } from "./stage-rows";

const sampleSize = 200;

interface FileToRead {
  /** The thread that reads the file looks its workspace up: definitions of fields do not cross threads. */
  tenantId: string;
  fileId: string;
  importId: string;
  position: number;
  name: string;
  /** The format that a person chose; the rest is detected. */
  format: ChosenFormat;
  /** The same bytes as they were read before: their decisions stay where the columns stay. */
  replaced: { parts: Matched[]; headerKey: string; sheet: string | null; mixed: boolean } | null;
}

/** The stored columns of a file that was read, with its suggested mapping, and with the files of its other objects. */
type FileFacts = Stored & Matched & { mixed: boolean };
export interface ReadFacts {
  facts: FileFacts;
  parts: { fileId: string; facts: FileFacts }[];
}

/** Reads a file into rows of text and finds out what its columns are. VALIDATION for a file that cannot be read. */
export const readFileJob: StreamJob<FileToRead, ReadFacts> = {
  name: "readImportFile",
  async run({ tenantId, fileId, importId, position, name, format, replaced }, content) {
    const tenant = await tenantById(tenantId);
    if (!tenant) throw notFound("workspace");
    const data: TenantData = { tenant, db: tenantDb(tenant.id).db };
    try {
      const read = await readRows(data, fileId, content, format);
      const [main, ...others] = await matched(data, { fileId, name, replaced }, read);
      if (!main) throw new Error("A file contains at least one type of record.");
      const mixed = others.length > 0 || (replaced?.mixed === true && replaced.headerKey === read.stored.headerKey);
      const parts: ReadFacts["parts"] = [];
      try {
        for (const other of others) {
          const partId = await stagePart(data, { fileId, importId, position, name });
          parts.push({ fileId: partId, facts: { ...read.stored, ...other, mixed } });
        }
      } catch (error) {
        await data.db.importFile.deleteMany({ where: { id: { in: parts.map((part) => part.fileId) } } });
        throw error;
      }
      return { facts: { ...read.stored, ...main, mixed }, parts };
    } catch (error) {
      throw refused(name, error);
    }
  },
};

/** VALIDATION in place of the error of a file that cannot be read, which loses its class and its place between threads. */
export function refused(name: string, error: unknown): unknown {
  if (!(error instanceof UnreadableFileError)) return error;
  const { reason, row, column } = error;
  const [message, fields] = [`${name}: ${error.message}`, [{ path: "content", message: reason }]];
  if (error instanceof CsvTooLarge) return new TooLarge(message, { fields });
  return new AppError("VALIDATION", message, { fields, row, column });
}

interface Stored extends TableFormat {
  sizeBytes: bigint;
  sha256: string;
  headerKey: string;
  fillDown: number[];
  rowCount: number;
}

interface ReadFile {
  stored: Stored;
  sample: string[][];
}

/** Parses and stages a file; the next chunk is parsed while the last one is written. Throws UnreadableFileError. */
async function readRows(
  data: TenantData,
  fileId: string,
  content: AsyncIterable<Uint8Array>,
  chosen: ChosenFormat,
): Promise<ReadFile> {
  const hash = createHash("sha256");
  let size = 0;
  async function* counted() {
    for await (const chunk of content) {
      hash.update(chunk);
      size += chunk.byteLength;
      yield chunk;
    }
  }
  const table = await openTable(counted(), chosen);
  const { format } = table;
  const fillDown = [...new Set(chosen.fillDown ?? [])].filter((column) => column < format.columns.length);
  const { rowCount, sample } = await stageTable(data, fileId, table, fillDown).finally(() => table.close());
  // Another sheet of a workbook is another file.
  if (format.sheet !== null) hash.update(format.sheet);
  if (rowCount === 0) throw new UnreadableFileError("The file has a header but no rows below it.");
  return {
    stored: {
      ...format,
      sizeBytes: BigInt(size),
      sha256: hash.digest("hex"),
      headerKey: headerKey(format),
      fillDown,
      rowCount,
    },
    sample,
  };
}

async function stageTable(
  data: TenantData,
  fileId: string,
  { format, mayHaveNotes, rows: chunks }: OpenTable,
  fillDown: readonly number[],
): Promise<{ rowCount: number; sample: string[][] }> {
  const sample: string[][] = [];
  const fill = filler(fillDown);
  let rowCount = 0;
  let last: CsvRow[] = [];
  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const chunk of chunks) {
      const rows = chunk.filter((row) => row.line > (format.headerRow ?? 0));
      if (mayHaveNotes) for (const row of rows) row.issue = oddity(row.values, format) ?? row.issue;
      // As they stand in the file: a note below the table has one cell there.
      last = [...last, ...rows.slice(-FOOT_ROWS).map((row) => ({ ...row }))].slice(-FOOT_ROWS);
      for (const row of rows) fill(row);
      rowCount += rows.length;
      if (sample.length < sampleSize)
        sample.push(...rows.slice(0, sampleSize - sample.length).map((row) => row.values));
      await writing;
      writing = stageRows(data, fileId, format.columns.length, rows);
      writing.catch(() => undefined);
    }
  } finally {
    // Nothing may be written after the caller took the file away again.
    await writing.catch(() => undefined);
  }
  await writing;
  if (mayHaveNotes) await markFoot(data, fileId, footRows(last, format.columns.length));
  return { rowCount, sample };
}

/** Gives empty cells of some columns the text of the row above; rows that are no records are passed over. */
function filler(columns: readonly number[]): (row: CsvRow) => void {
  const above = new Map<number, string>();
  return (row) => {
    if (columns.length === 0 || row.issue !== null) return;
    row.values = [...row.values];
    for (const column of columns) {
      const text = row.values[column] ?? "";
      if (text.trim() !== "") above.set(column, text);
      else {
        while (row.values.length < column) row.values.push("");
        row.values[column] = above.get(column) ?? "";
      }
    }
  };
}

/** The kind of a row that is no record. */
function oddity(values: readonly string[], { headerRow, columns }: TableFormat): string | null {
  if (headerRow !== null && repeatsHeader(values, columns)) return "This row repeats the header.";
  return isSumRow(values)
    ? "This row looks like a total of the rows above. If it is a record, fill in another cell of this row in the file."
    : null;
}

function headerKey(format: TableFormat): string {
  return createHash("sha256")
    .update(JSON.stringify(format.columns.map(foldKey)))
    .digest("hex");
}

export interface Matched {
  entity: string | null;
  needsObject: boolean;
  mapping: ColumnMapping[];
  options: FileOptions;
  choices: Choices;
}

/**
 * The objects of a file with their mappings, the main one first: of the last finished import of the same columns, else
 * suggestions by names and values.
 */
async function matched(
  data: TenantData,
  { fileId, name, replaced }: Pick<FileToRead, "fileId" | "name" | "replaced">,
  { stored, sample }: ReadFile,
): Promise<Matched[]> {
  if (replaced && replaced.headerKey === stored.headerKey) return replaced.parts;
  const earlier = await earlierParts(data, fileId, stored.headerKey);
  const catalogs = importersIn(data).map((importer) => importer.catalog);
  // Exports of two objects may have the same columns, and then the name of the file decides.
  if (earlier.length > 0 && !namesAnother(catalogs, name, earlier)) return earlier;
  const columns = seeColumns(stored.columns, sample);
  // Another sheet of a workbook holds something else, whatever was said of the last one.
  const same = replaced?.sheet === stored.sheet ? replaced?.parts[0] : undefined;
  const { entity, needsObject } = same?.entity ? same : guessObject(catalogs, name, columns);
  const objects =
    entity === null ? [{ entity, mapping: unmapped(stored.columns) }] : objectsIn(catalogs, entity, columns);
  const parts: Matched[] = [];
  for (const [place, { entity: of, mapping: given }] of objects.entries()) {
    const one = { fileId, headers: stored.columns, entity: of, mapping: given, isMain: place === 0 };
    const suggested = objects.length > 1 ? await withoutRowIds(data, catalogs, one) : given;
    const mapping = await detectStyles(data, fileId, of, suggested);
    parts.push({
      entity: of,
      // Where headers name several objects, they say what each column is; who becomes a member is confirmed all the same.
      needsObject: objects.length > 1 ? needsConfirmation(data, of) : needsObject,
      mapping,
      options: withSource(same?.options ?? defaultOptions, mapping, stored.columns),
      choices: {},
    });
  }
  return parts;
}

/** Whether a person confirms an object whatever the columns say, and each time. */
const needsConfirmation = (data: TenantData, entity: string | null): boolean =>
  importerIn(data, entity)?.catalog.recognisedBy !== undefined;

/** The objects of the last finished import of the same columns, as people have decided them there. */
async function earlierParts(data: TenantData, fileId: string, headerKey: string): Promise<Matched[]> {
  const where = { headerKey, status: "ready", import: { status: "done" }, NOT: { entity: null } };
  const select = { importId: true, sha256: true, entity: true, mapping: true, options: true, choices: true };
  const last = await data.db.importFile.findFirst({ where, orderBy: { id: "desc" }, select });
  if (!last) return [];
  const { importId, sha256 } = last;
  const files = await data.db.importFile.findMany({
    where: { ...where, importId, sha256 },
    orderBy: { id: "asc" },
    select,
  });
  const byEntity = new Map(files.map((one) => [one.entity, one]));
  const parts: Matched[] = [];
  for (const { entity, mapping, options, choices } of byEntity.values())
    parts.push({
      entity,
      needsObject: needsConfirmation(data, entity),
      mapping: await detectStyles(data, fileId, entity, knownFields(data, { entity, mapping })),
      options: takenOver(entity, optionsFrom(options)),
      choices: choices as Choices,
    });
  return parts;
}

/**
 * A mapping without the custom fields that are gone since. Files that were exported here have one form for people and one
 * for programs: how their values are written is not that of the last file.
 */
function knownFields(data: TenantData, { entity, mapping }: { entity: string | null; mapping: unknown }) {
  const known = importerIn(data, entity)?.catalog.columns ?? {};
  const given = mapping as ColumnMapping[];
  const isOurs = given.some(({ field }) => field !== null && known[field]?.ownId);
  return given.map((one): ColumnMapping => {
    if (one.field !== null && !known[one.field]) return { column: one.column, field: null };
    return isOurs ? { column: one.column, field: one.field } : one;
  });
}

/** Options without the answers that hold for one file or one import, or that an earlier run took from its own rows. */
export function lastingOptions(entity: string | null, options: FileOptions): FileOptions {
  const { prepare, questions } = importerOf(entity) ?? {};
  const given = [prepare?.answer, ...(questions?.once ?? [])];
  const answers = Object.entries(options.answers).filter(([question]) => !given.includes(question));
  return { ...options, answers: Object.fromEntries(answers), nationalNumbers: null, joinedNames: [] };
}

/** The same where nobody is asked: that rows create records once more, or clear fields, is not taken over. */
function takenOver(entity: string | null, options: FileOptions): FileOptions {
  const lasting = { ...lastingOptions(entity, options), emptyCells: "keep" as const };
  return lasting.ifExists === "create" ? { ...lasting, ifExists: "update" } : lasting;
}

const unmapped = (columns: readonly string[]) => columns.map((_, column) => ({ column, field: null }));
