import { z } from "zod";
import { csvDelimiters, csvEncodings } from "@/lib/csv/csv-format";
import {
  concerned,
  emptyCells,
  type ImportAnswers,
  ifExists,
  importAnswers,
  joinedNames,
  objectCounts,
} from "@/lib/import-rows";
import { id, instant, integer, queryText, version } from "@/lib/zod";

/**
 * draft: files come in and are matched · checking: the dry run works · ready: counts are there · running ·
 * done · cancelled: stopped, what was written stays · reverting · reverted · failed
 */
export const importStatuses = [
  "draft",
  "checking",
  "ready",
  "running",
  "done",
  "cancelled",
  "reverting",
  "reverted",
  "failed",
] as const;
export type ImportStatus = (typeof importStatuses)[number];

/** How a column writes dates; serial: as a spreadsheet counts days. */
export const dateOrders = ["ymd", "dmy", "mdy", "serial"] as const;
/** How one column of a file is read. */
export const columnMapping = z
  .object({
    /** Place in the file, from 0. */
    column: z.int().min(0).max(511),
    /** Field of the object; null keeps the column with the import's rows only. */
    field: z.string().max(100).nullable(),
    /** The value of one unit: 1,000,000 of an amount "in millions", 100 of a percentage that is written as 0.35. */
    multiplier: z.int().min(1).max(1_000_000_000).exactOptional(),
    dateOrder: z.enum(dateOrders).exactOptional(),
    decimal: z.enum([".", ","]).exactOptional(),
    zeroIsEmpty: z.boolean().exactOptional(),
    /** False where the other column with the types of its values, "E-mail 1 - Label", is left out. */
    typed: z.boolean().exactOptional(),
  })
  .meta({ id: "ColumnMapping" });
export type ColumnMapping = z.infer<typeof columnMapping>;

export const fileOwner = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("me") }),
    z.object({ kind: z.literal("member"), memberId: id }),
    z.object({ kind: z.literal("nobody") }),
  ])
  .meta({ id: "FileOwner" });
/** The value of a field in all rows of a file: a text as cells have it, or a record. */
export const constant = z
  .discriminatedUnion("do", [
    z.object({ do: z.literal("replace"), text: z.string().max(2000) }),
    z.object({ do: z.literal("use"), id, label: z.string().max(300) }),
  ])
  .meta({ id: "Constant" });
export type Constant = z.infer<typeof constant>;
/** The answer for all values of a field that name no record: make records of them, leave the cells empty, skip the rows. */
export const missingRule = z.enum(["create", "empty", "skip"]);
export type MissingRule = z.infer<typeof missingRule>;
/**
 * How telephone numbers without a country code are read: as numbers of the workspace's country, of the country that their
 * row names, or not at all.
 */
export const nationalNumbers = z.enum(["workspaceCountry", "rowCountry", "asWritten"]);
export type NationalNumbers = z.infer<typeof nationalNumbers>;
export const fileOptions = z
  .object({
    /** Owner of new records where no column names one. */
    owner: fileOwner,
    /** The natural key by which alone records are recognised: `domain`; null tries all, best first. */
    recogniseBy: z.string().max(100).nullable(),
    /** Answers to the questions that only files of this object raise. */
    answers: importAnswers,
    /** By field: the value of all rows, where no column fills it. */
    constants: z.record(z.string().max(100), constant),
    /** By field: what becomes of values that name no record. A decision about a single value overrides it. */
    missing: z.record(z.string().max(100), missingRule),
    /** Rows whose keys are all empty become new records, or stay out; null where nobody has said it: they become new ones. */
    withoutKey: z.enum(["create", "skip"]).nullable(),
    /** The outcome of rows whose records existed before the import: they change those, stay out, or make others. */
    ifExists,
    /** One answer for all files of the import; null where nobody has said it: the numbers stay as written. */
    nationalNumbers: nationalNumbers.nullable(),
    /** The outcome of empty cells in rows that change records which existed before: a value stays, or is cleared. */
    emptyCells,
    /** Names of which all rows and records are one, or `all`; others are kept apart where no address or number agrees. */
    joinedNames,
  })
  .meta({ id: "FileOptions" });
export type FileOptions = z.infer<typeof fileOptions>;

const valueText = z.string().max(2000);
/** The decision about one value of a column, for all its rows. */
export const choice = z
  .discriminatedUnion("do", [
    z.object({ do: z.literal("replace"), text: valueText }),
    z.object({ do: z.literal("use"), id, label: z.string().max(300) }),
    /**
     * Makes a record of this name, and of a type where records have types: at a place among the new ones and before one that
     * exists (null: behind all of them), else where its name says; with values its object takes, else with those that are given.
     */
    z.object({
      do: z.literal("create"),
      name: z.string().max(300),
      type: z.string().max(50).exactOptional(),
      place: z.int().min(0).max(1_000_000).exactOptional(),
      before: id.nullable().exactOptional(),
      values: z.record(z.string().max(50), z.union([z.string().max(300), z.number()])).exactOptional(),
    }),
    z.object({ do: z.literal("empty") }),
    z.object({ do: z.literal("skip") }),
  ])
  .meta({ id: "ValueChoice" });
export type Choice = z.infer<typeof choice>;
/** By field, then by folded text of the value. */
export const choices = z.record(z.string(), z.record(z.string(), choice));
export type Choices = z.infer<typeof choices>;

/** Counts of one object of one file, as the preview promises and the report states them. */
export const objectTotals = objectCounts.extend({
  entity: z.string(),
  label: z.string(),
  /** A part of another record, such as its history: sums of records leave it out. */
  isPart: z.literal(true).exactOptional(),
});
export const fileTotals = z
  .object({
    fileId: id,
    objects: z.array(objectTotals),
    rows: z.int(),
    /** Rows that go in, whatever becomes of their records. */
    good: z.int(),
    skipped: z.int(),
    errors: z.int(),
    /** Of a preview: rows that create a record of a name which other records have too. */
    namesakes: z.int().exactOptional(),
    /** By question of the file that only its rows raise: the records that the answer concerns, whatever it is. */
    asked: z.record(z.string(), concerned),
    /** By which rule rows were recognised: "Accounts by name". */
    rule: z.string(),
  })
  .meta({ id: "FileTotals" });
export type FileTotals = z.infer<typeof fileTotals>;
export const totals = z.array(fileTotals);

export const importFile = z
  .object({
    id,
    position: z.int(),
    name: z.string(),
    entity: z.string().nullable(),
    /** Its name for people: with the object, where its rows hold several. */
    title: z.string(),
    sizeBytes: z.int(),
    encoding: z.string(),
    delimiter: z.string(),
    headerRow: z.int().nullable(),
    /** Of a workbook: the sheet that was read, and all that have rows. */
    sheet: z.string().nullable(),
    sheets: z.array(z.object({ name: z.string(), hidden: z.boolean() })),
    /** Columns, from 0, whose empty cells took the text of the row above. */
    fillDown: z.array(z.int()),
    rowCount: z.int(),
    columns: z.array(z.string()),
    mapping: z.array(columnMapping),
    options: fileOptions,
    choices,
    /** The same bytes were imported before: when and by which import. */
    seenBefore: z.object({ importId: id, at: instant }).nullable(),
    /** The mapping was taken over from an import of the same columns on this day. */
    remembered: instant.nullable(),
  })
  .meta({ id: "ImportFile" });
export type ImportFile = z.infer<typeof importFile>;

export const importSummary = z
  .object({
    id,
    status: z.enum(importStatuses),
    createdBy: z.object({ id, name: z.string() }),
    /** Files of one position are the objects of the rows of one upload. */
    files: z.array(importFile.pick({ name: true, entity: true, rowCount: true, position: true })),
    created: z.int(),
    updated: z.int(),
    errors: z.int(),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    revertedAt: instant.nullable(),
    version,
    /** Its maker, or who may edit everything: others of the team only see it. */
    mayEdit: z.boolean(),
    mayChange: z.boolean(),
    mayRevert: z.boolean(),
  })
  .meta({ id: "ImportSummary" });
export type ImportSummary = z.infer<typeof importSummary>;

export const progress = z.object({
  done: z.int(),
  total: z.int(),
  /** Rows a second; null before there is something to measure. */
  rate: z.number().nullable(),
  secondsLeft: z.number().nullable(),
});

export const importDetail = importSummary
  .omit({ files: true })
  .extend({
    files: z.array(importFile),
    /** True when the last check saw the present decisions: its counts hold. */
    checked: z.boolean(),
    preview: totals.nullable(),
    totals,
    progress,
    failure: z.string().nullable(),
    /** Its run failed and can go on. A failed revert is started again as a revert. */
    mayRetry: z.boolean(),
  })
  .meta({ id: "Import" });
export type ImportDetail = z.infer<typeof importDetail>;

export const importIdInput = z.object({ id });
export const createImportInput = z.object({});
/** How a person says that a file is written; what is left out is detected. */
export const chosenFormat = z.object({
  encoding: z.enum(csvEncodings).optional(),
  delimiter: z.enum(csvDelimiters).optional(),
  /** Line of the header, from 1; null for a file without one. */
  headerRow: z.int().min(1).max(1_048_576).nullable().optional(),
  /** Of a workbook: its sheet, by name. */
  sheet: z.string().max(100).optional(),
  /** Columns, from 0, whose empty cells take the text of the row above. */
  fillDown: z.array(z.int().min(0).max(511)).max(512).optional(),
});
export const addFileInput = z.object({
  id,
  name: z.string().trim().min(1).max(255),
  /** The file's bytes, as an async iterable of Uint8Array. */
  content: z.unknown().optional(),
  format: chosenFormat.optional(),
  /** The file of this import that the same bytes, read in another way, take the place of. */
  replaces: id.optional(),
});
/** The same as the address of an upload says it. */
export const uploadQuery = z.object({
  name: addFileInput.shape.name,
  encoding: chosenFormat.shape.encoding,
  delimiter: chosenFormat.shape.delimiter,
  header: z.string().optional().describe("The line of the header, from 1, or `none`."),
  sheet: chosenFormat.shape.sheet.describe(
    "The sheet of a workbook to read; by default the first visible one with rows.",
  ),
  fillDown: z
    .string()
    .max(2100)
    .regex(/^\d{1,3}(,\d{1,3})*$/, "must be numbers of columns, from 0, as 0,2")
    .optional()
    .describe("Columns, from 0, whose empty cells take the text of the row above: `0,2`."),
  replaces: addFileInput.shape.replaces,
});
export const fileInput = z.object({ id, fileId: id });
/**
 * The uploaded file. A file with several kinds of record is split into one import file per kind: `fileIds` lists them,
 * the file's own first.
 */
export const addFileOutput = fileInput.extend({ fileIds: z.array(id) });
export const fileInfo = importFile.pick({ id: true, name: true, columns: true, rowCount: true });
/** `within` is the row's text of the column by which the records of the field are looked up apart: of a stage, its pipeline. */
const valuePlace = z.object({ field: z.string().max(100), within: valueText.optional() });
export const updateFileInput = fileInput.extend({
  /** The object, which confirms it; another one than before: columns are matched anew. */
  entity: z.string().max(50).nullable().optional(),
  mapping: z.array(columnMapping).max(512).optional(),
  options: fileOptions.partial().optional(),
  /** Sets or, with null, takes back decisions about values. */
  choices: z
    .array(valuePlace.extend({ text: valueText, choice: choice.nullable() }))
    .max(1000)
    .optional(),
});
export const fixRowInput = fileInput.extend({
  line: integer.min(1),
  /** The new text of a cell; null gives the file's own text back. */
  cells: z
    .array(z.object({ column: z.int().min(0).max(511), text: valueText.nullable() }))
    .max(512)
    .optional(),
  skip: z.boolean().optional(),
});

/** One value of a column that needs a decision, got one, or is ambiguous. */
export const valueGroup = z
  .object({
    field: z.string(),
    column: z.int(),
    text: z.string(),
    /** The text of the column by which its records are looked up apart; empty where there is none. */
    within: z.string(),
    rows: z.int(),
    firstLine: z.int(),
    /** unknown: nothing of this name · ambiguous: several · near: text that resembles a usual value · fine: as chosen */
    state: z.enum(["unknown", "ambiguous", "near", "invalid", "chosen"]),
    reason: z.string(),
    /** `sure` where nobody has to look at it: of a record the only one that differs in capitals, spaces or signs alone. */
    suggestions: z.array(z.object({ label: z.string(), id: id.nullable(), why: z.string(), sure: z.boolean() })),
    mayCreate: z.boolean(),
    /** Where records have types: the one that the name suggests. */
    type: z.string().nullable(),
    /** Where records have types: the probable place among the new ones, from 0. */
    place: z.int().nullable(),
    /** Where records have types: the number that rows of the file, or records elsewhere, give a new one, and where it is from. */
    given: z.object({ value: z.number(), from: z.string() }).nullable(),
    choice: choice.nullable(),
    /** The choice is the one for all values of the field that name no record. */
    byRule: z.boolean(),
  })
  .meta({ id: "ValueGroup" });
export type ValueGroup = z.infer<typeof valueGroup>;

/** The props of a question that only files of one object raise. */
export interface FileQuestion {
  file: ImportFile;
  values: readonly ValueGroup[];
  /** Keeps answers, or decisions about values, with the file. */
  save(change: Pick<z.input<typeof updateFileInput>, "choices"> & { answers?: ImportAnswers }): void;
}

/** The same of questions that rows raise: a preview counts the records that they concern. */
export type PreviewQuestion = Pick<FileQuestion, "file" | "save"> & Pick<FileTotals, "asked">;

export const listImportsInput = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).optional(),
});
export const importPage = z.object({ rows: z.array(importSummary), nextCursor: z.string().nullable() });

export const problem = z
  .object({
    column: z.int().nullable(),
    header: z.string().nullable(),
    field: z.string().nullable(),
    value: z.string(),
    reason: z.string(),
    suggestion: z.string().nullable(),
    /** The row goes in all the same, without this value: an account whose parent is unknown. */
    goesIn: z.boolean().optional(),
  })
  .meta({ id: "ImportProblem" });
export type Problem = z.infer<typeof problem>;
/** Where the page of a record is, within the workspace; null for what has none. */
export const recordPath = z.string().nullable();
export const listProblemsInput = fileInput.extend({
  /** Lines after this one. */
  after: integer.min(0).optional(),
  limit: z.int().min(1).max(200).optional(),
  /** error: not imported as it is · mended: edited by a person · skipped · merged: goes in with another row · namesake: creates a record of a name that others have too */
  show: z.enum(["error", "mended", "skipped", "merged", "namesake"]).optional(),
});
export const problemPage = z.object({
  rows: z.array(
    z.object({
      line: z.int(),
      cells: z.array(z.string()),
      edits: z.record(z.string(), z.string()),
      skipped: z.boolean(),
      problems: z.array(problem),
      /** The line that the row goes in with, and their record; null for a row that goes in alone. */
      merged: z.object({ line: z.int(), label: z.string(), path: recordPath }).nullable(),
      /** The name of the row's new record, and some of the others that have it; null for a name of its own. */
      namesake: z
        .object({
          name: z.string(),
          records: z.array(z.object({ why: z.string(), path: recordPath })),
          /** Lines of rows of the same file that create others; 0 where the line is not known. */
          lines: z.array(z.int()),
        })
        .nullable(),
    }),
  ),
  next: z.int().nullable(),
});

export const cancelImportInput = importIdInput.extend({ written: z.enum(["keep", "revert"]) });
export const candidatesInput = valuePlace.extend({ ...fileInput.shape, q: queryText.optional() });
/** `note` tells records of one name apart. */
export const candidateList = z.array(z.object({ id, label: z.string(), note: z.string() }));
