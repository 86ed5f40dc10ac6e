import { z } from "zod";
import { isCustomName } from "./fields/custom";
import { id, version } from "./zod";

/** The value of a cell: money in minor units, days as `YYYY-MM-DD`, references as ids or, when named so, as text. */
export const importValue = z.union([z.string(), z.number(), z.boolean()]);
export type ImportValue = z.infer<typeof importValue>;

type ImportValues = Record<string, ImportValue>;

const valueTypes = new Set(["string", "number", "boolean"]);

// Checked by hand and without a copy: an import checks a hundred thousand rows, and each domain parses them with its
// own schema.
function isValues(values: unknown): boolean {
  if (typeof values !== "object" || values === null || Array.isArray(values)) return false;
  for (const key in values) if (!valueTypes.has(typeof (values as Record<string, unknown>)[key])) return false;
  return true;
}

/** A row of a file as an entity's importer gets it: only non-empty cells, by field. */
const importRow = z.object({
  line: z.int(),
  values: z.custom<ImportValues>(isValues, "These are not the cells of a row."),
  /** The empty cells that clear their field in a record that existed before; any other empty cell keeps the value. */
  clears: z.custom<readonly string[]>(Array.isArray).exactOptional(),
});
export type ImportRow = z.infer<typeof importRow>;

/** Answers to the questions that only files of one object raise, by question: each importer knows its own. */
export const importAnswers = z.record(z.string().max(100), z.string().max(300).nullable());
export type ImportAnswers = z.infer<typeof importAnswers>;

/** The outcome of a row whose record existed before the import: it changes that, stays out, or makes another one. */
export const ifExists = z.enum(["update", "skip", "create"]);
export type IfExists = z.infer<typeof ifExists>;

/** The outcome of an empty cell for a record that existed before: its value stays, or goes. */
export const emptyCells = z.enum(["keep", "clear"]);

/** The folded names of which rows and records without other signs are one, or all names. */
export const joinedNames = z.union([z.literal("all"), z.array(z.string().max(300)).max(1000)]);

/** A person's choices for a whole file. */
export const importOptions = z.object({
  /** Owner of new records whose row names none; null for no owner. */
  ownerId: id.nullable(),
  /** The natural key by which alone records are recognised, as `keyName` calls it; null for all of them, best first. */
  recogniseBy: z.string().max(100).nullable().optional(),
  /** Without it they are updated. */
  ifExists: ifExists.optional(),
  /** Without it namesakes stay apart. */
  joinedNames: joinedNames.optional(),
  answers: importAnswers,
});
export type ImportOptions = z.infer<typeof importOptions>;

/** How options name a natural key. */
export const keyName = (fields: readonly string[]): string => fields.join("+");

/**
 * The natural keys by which the records of a file are recognised, best first: the chosen one, or all but the unique fields
 * that a workspace has added.
 */
export function chosenKeys<K extends readonly string[]>(
  keys: readonly K[],
  { recogniseBy = null }: Pick<ImportOptions, "recogniseBy">,
): readonly K[] {
  return keys.filter((fields) => (recogniseBy === null ? !fields.some(isCustomName) : keyName(fields) === recogniseBy));
}

/** Rows of one transaction: enough to share its fixed cost, few enough that nobody waits long for a record in it. */
export const maxBatchRows = 2000;

/** Input of every `upsert…` operation: rows of one file, in the transaction of their batch. */
export const importCallInput = z.object({
  importId: id,
  options: importOptions,
  rows: z.array(importRow).max(maxBatchRows),
  /** True in a preview: everything is done and then rolled back. */
  dry: z.boolean(),
});
export type ImportCall = z.infer<typeof importCallInput>;

export const rowProblem = z.object({ line: z.int(), field: z.string().nullable(), reason: z.string() });

/** A record that a batch created or changed; `before` holds its earlier stored columns, for revert. */
export interface TouchedRecord {
  entity: string;
  id: string;
  line: number;
  action: "created" | "updated";
  version: number;
  label: string;
  before: Record<string, unknown> | null;
}

/** A record that a preview would change, with the changed columns as events hold them. */
export interface ForeseenChange {
  entity: string;
  id: string;
  line: number;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

/** The record that a row matches; `into` is the last line of its batch that matches it. */
export interface MatchedRow {
  line: number;
  into: number;
  /** Null for a record that the import itself makes. */
  id: string | null;
  label: string;
}

/** A row that makes a record of a name which others have too; nothing says that they are the same. */
export interface NamesakeRow {
  line: number;
  name: string;
  /** Some of the other records that existed before. */
  ids: readonly string[];
  /** The lines of some that the import itself makes; 0 where its line is not known. */
  lines: readonly number[];
}

/** The result of a preview besides its counts. */
export interface Foreseen {
  changed: ForeseenChange[];
  rows: MatchedRow[];
  namesakes: NamesakeRow[];
}

/** `merged` are rows that match the record of another row of their file. */
export const objectCounts = z.object({ created: z.int(), updated: z.int(), unchanged: z.int(), merged: z.int() });
export type ObjectCounts = z.infer<typeof objectCounts>;

/** The records that the answer to a question of a file concerns, with the names of the first ones. */
export const concerned = z.object({ count: z.int(), examples: z.array(z.string()) }).meta({ id: "ConcernedRecords" });
export type Concerned = z.infer<typeof concerned>;
export type ByQuestion = Record<string, Concerned>;

const maxExamples = 6;

/** Adds the records that questions concern to those that are known. */
export function addConcerned(sum: ByQuestion, more: Readonly<ByQuestion>): void {
  for (const [question, { count, examples }] of Object.entries(more)) {
    const now = sum[question] ?? { count: 0, examples: [] };
    sum[question] = { count: now.count + count, examples: [...now.examples, ...examples].slice(0, maxExamples) };
  }
}

export const importCallOutput = z.object({
  problems: z.array(rowProblem),
  // Built by the domain for each of a thousand rows: they never leave the server.
  touched: z.custom<TouchedRecord[]>(Array.isArray),
  /** By entity; one row of a sales team file can create members and teams. */
  counts: z.record(z.string(), objectCounts),
  /** Only of a preview. */
  foreseen: z.custom<Foreseen>((given) => typeof given === "object").optional(),
  /** By question of the file: counted whatever its answer is. */
  asked: z.record(z.string(), concerned).exactOptional(),
  /** The lines of rows that stay out because their records existed before. */
  skipped: z.custom<number[]>(Array.isArray).optional(),
});
export type ImportOutcome = z.infer<typeof importCallOutput>;

/** Records of one entity to revert, at the version that the import left. */
export const revertCallInput = z.object({
  importId: id,
  entity: z.string(),
  records: z
    .array(
      z.object({
        id,
        action: z.enum(["created", "updated"]),
        version,
        before: z.record(z.string(), z.unknown()).nullable(),
      }),
    )
    .max(maxBatchRows),
});
/** Why the revert skips a record that somebody deleted. */
export const deletedSince = "It has since been deleted.";
export const revertCallOutput = z.array(
  z.object({ id, outcome: z.enum(["deleted", "restored", "kept"]), reason: z.string().nullable() }),
);
export type RevertOutcome = z.infer<typeof revertCallOutput>;

/**
 * Parses rows with a domain's own schema, each once: rows are parsed ahead while the database writes earlier ones,
 * and fetched when their turn comes.
 */
export function rowReader<S extends z.ZodType>(schema: S) {
  const known = new WeakMap<ImportRow["values"], z.ZodSafeParseResult<z.output<S>>>();
  return (values: ImportRow["values"]): z.ZodSafeParseResult<z.output<S>> => {
    const read = known.get(values) ?? schema.safeParse(values);
    known.set(values, read);
    return read;
  };
}

/** The rows that a domain can read, and the first error of each field of the others. */
export function soundRows<Row>(
  given: readonly ImportRow[],
  read: (values: ImportRow["values"]) => z.ZodSafeParseResult<Row>,
): { rows: { line: number; row: Row }[]; problems: ImportOutcome["problems"] } {
  const rows: { line: number; row: Row }[] = [];
  const problems: ImportOutcome["problems"] = [];
  for (const { line, values } of given) {
    const found = read(values);
    if (found.success) rows.push({ line, row: found.data });
    else {
      const byField = new Map(found.error.issues.toReversed().map((issue) => [String(issue.path[0] ?? "name"), issue]));
      for (const [field, { message }] of byField) problems.push({ line, field, reason: message });
    }
  }
  return { rows, problems };
}
