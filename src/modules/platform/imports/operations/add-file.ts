import "server-only";
import { createHash } from "node:crypto";
import { env } from "@/env";
import { CsvRefusal, CsvTooLarge } from "@/lib/csv/csv-refusal";
import type { CsvFormat } from "@/lib/csv/detect-csv";
import { limitBytes, openCsv, parseCsv } from "@/lib/csv/parse-csv";
import { foldKey } from "@/lib/text";
import { catalog } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { AppError, invalid, TooLarge } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { platform } from "../../module";
import { importEvents } from "../events";
import { defaultOptions, guessObject, suggestMapping } from "../rules";
import { addFileInput, type Choices, type ColumnMapping, type FileOptions, fileInput } from "../schema";
import { importScope } from "../scope";
import { detectStyles } from "./distinct-values";
import { editDraft, requireOpen } from "./edit-draft";
import { stageRows } from "./stage-rows";

const mostFiles = 20;
const sampleSize = 200;

export const addImportFile = platform.operation({
  kind: "mutation",
  permission: "record:import",
  external: true,
  on: { scope: importScope, ids: (input) => [input.id] },
  input: addFileInput,
  output: fileInput,
  describe:
    "Reads a CSV file into an import: format, object and columns are detected. VALIDATION with row and column when it cannot be read; then nothing of it stays.",
  async run(ctx, input) {
    const content = input.content;
    if (!isStream(content)) throw invalid("content", "Send the file itself.");
    const before = await requireOpen(ctx, input.id);
    if (before.files >= mostFiles) throw invalid("content", `An import takes ${mostFiles} files at most.`);
    const file = await ctx.db.importFile.create({
      data: { ...emptyFile, importId: input.id, name: input.name, position: before.nextPosition },
      select: { id: true },
    });
    try {
      const read = await readFile(ctx, file.id, content);
      await inTransaction(ctx, async (inner) => {
        await inner.db.importFile.update({
          where: { id: file.id },
          data: { ...read.stored, ...(await matched(inner, file.id, input.name, read)), status: "ready" },
        });
        await editDraft(inner, input.id);
        emit(inner, importEvents.fileAdded, {
          id: input.id,
          data: { name: input.name, rows: read.stored.rowCount },
        });
      });
      return { id: input.id, fileId: file.id };
    } catch (error) {
      await ctx.db.importFile.deleteMany({ where: { id: file.id } });
      throw error instanceof CsvRefusal ? refusal(input.name, error) : error;
    }
  },
});

const emptyFile = {
  status: "reading",
  sizeBytes: 0n,
  sha256: "",
  encoding: "",
  delimiter: "",
  headerKey: "",
  columns: [],
  mapping: [],
  options: { ...defaultOptions },
  choices: {},
};

function isStream(content: unknown): content is AsyncIterable<Uint8Array> {
  return typeof content === "object" && content !== null && Symbol.asyncIterator in content;
}

function refusal(name: string, error: CsvRefusal): AppError {
  const [message, fields] = [`${name}: ${error.message}`, [{ path: "content", message: error.reason }]];
  if (error instanceof CsvTooLarge) return new TooLarge(message, { fields });
  return new AppError("VALIDATION", message, { fields, row: error.row, column: error.column });
}

interface ReadFile {
  stored: {
    sizeBytes: bigint;
    sha256: string;
    encoding: string;
    delimiter: string;
    headerRow: number | null;
    headerKey: string;
    columns: string[];
    rowCount: number;
  };
  sample: string[][];
}

/** Parses and stages a file; the next chunk is parsed while the last one is written. Throws CsvRefusal. */
async function readFile(ctx: Ctx, fileId: string, content: AsyncIterable<Uint8Array>): Promise<ReadFile> {
  const hash = createHash("sha256");
  let size = 0;
  async function* counted() {
    for await (const chunk of content) {
      hash.update(chunk);
      size += chunk.byteLength;
      yield chunk;
    }
  }
  const { format, stream } = await openCsv(limitBytes(counted(), env.IMPORT_MAX_BYTES));
  const sample: string[][] = [];
  let rowCount = 0;
  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const chunk of parseCsv(stream, { format, maxBytes: env.IMPORT_MAX_BYTES })) {
      const rows = chunk.filter((row) => row.line > (format.headerRow ?? 0));
      rowCount += rows.length;
      if (sample.length < sampleSize)
        sample.push(...rows.slice(0, sampleSize - sample.length).map((row) => row.values));
      await writing;
      writing = stageRows(ctx, fileId, format.columns.length, rows);
      writing.catch(() => undefined);
    }
  } finally {
    // Nothing may be written after the caller took the file away again.
    await writing.catch(() => undefined);
  }
  await writing;
  if (rowCount === 0) throw new CsvRefusal("The file has a header, but no row below it.");
  return {
    stored: {
      sizeBytes: BigInt(size),
      sha256: hash.digest("hex"),
      encoding: format.encoding,
      delimiter: format.delimiter,
      headerRow: format.headerRow,
      headerKey: headerKey(format),
      columns: format.columns,
      rowCount,
    },
    sample,
  };
}

function headerKey(format: CsvFormat): string {
  return createHash("sha256")
    .update(JSON.stringify(format.columns.map(foldKey)))
    .digest("hex");
}

interface Matched {
  entity: string | null;
  mapping: ColumnMapping[];
  options: FileOptions;
  choices: Choices;
}

/** The mapping of the last finished import of the same columns, else a suggestion by names and values. */
async function matched(ctx: Ctx, fileId: string, name: string, { stored, sample }: ReadFile): Promise<Matched> {
  const earlier = await ctx.db.importFile.findFirst({
    where: { headerKey: stored.headerKey, status: "ready", import: { status: "done" }, NOT: { entity: null } },
    orderBy: { id: "desc" },
    select: { entity: true, mapping: true, options: true, choices: true },
  });
  if (earlier) {
    return {
      entity: earlier.entity,
      mapping: await detectStyles(ctx, fileId, earlier.entity, earlier.mapping as ColumnMapping[]),
      options: { ...(earlier.options as FileOptions), startStageId: null },
      choices: earlier.choices as Choices,
    };
  }
  const catalogs = catalog().importers.map((importer) => importer.catalog);
  const entity = guessObject(catalogs, name, stored.columns, sample);
  const found = catalogs.find((one) => one.entity === entity);
  return {
    entity,
    mapping: found
      ? await detectStyles(ctx, fileId, entity, suggestMapping(found, stored.columns, sample))
      : unmapped(stored.columns),
    options: defaultOptions,
    choices: {},
  };
}

const unmapped = (columns: readonly string[]) => columns.map((_, column) => ({ column, field: null }));
