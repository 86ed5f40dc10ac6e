import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import { joinedValues } from "@/lib/cell-values";
import { knownChoices } from "@/lib/coerce/coerce-choices";
import { entriesIn } from "@/lib/coerce/coerce-entries";
import { isPlaceholder } from "@/lib/coerce/coerced";
import { isEntriesField } from "@/lib/fields/entries";
import { typedValue, typeNamed, withType } from "@/lib/fields/entry-types";
import type {
  ByQuestion,
  ForeseenChange,
  ImportValue,
  MatchedRow,
  NamesakeRow,
  ObjectCounts,
  TouchedRecord,
} from "@/lib/import-rows";
import type { TenantData } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import type { Problem } from "../schema";
import { importableRows } from "./distinct-values";
import { type CellOf, international, isPhones, type NationalReading } from "./national-numbers";
import { type CellReading, type FilePlan, isMadeFirst, type PlannedColumn } from "./plan-file";
import { keysToFill } from "./row-needs";

/**
 * make: records that values become · rows: the rows themselves · links: what points to rows of the same file · finish:
 * what remains to be done when all rows of an object are in
 */
export const phases = ["make", "rows", "links", "finish"] as const;
export type Phase = (typeof phases)[number];

export interface Slice {
  phase: Phase;
  fromLine: number;
  toLine: number;
}

export interface RowProblem {
  line: number;
  problem: Problem;
}

/** Rows of a slice as they stand in the file, with what can be said of them alone. */
export interface SliceRead {
  rows: ReadRow[];
  problems: RowProblem[];
  /** Rows that a decision about a value leaves out. */
  skipped: number;
}

/** The outcome of the rows of a slice. */
export interface SliceResult extends Omit<SliceRead, "rows"> {
  counts: Record<string, ObjectCounts>;
  touched: TouchedRecord[];
  /** Of a preview: the records that it changes, and the rows that it merges with others. */
  changed: ForeseenChange[];
  merged: MatchedRow[];
  /** Of a preview: rows that create records of names which others have too. */
  namesakes: NamesakeRow[];
  asked: ByQuestion;
}

const turnRows = 50;

/**
 * Reads the cells of a slice; asks nothing but the file's own rows, so that it can be done ahead: in turns, between which
 * the database gets its next statement.
 */
export async function readSlice(data: TenantData, plan: FilePlan, slice: Slice): Promise<SliceRead> {
  const read: SliceRead = { rows: [], problems: [], skipped: 0 };
  if (slice.phase === "make" || slice.phase === "finish") return read;
  const needs = {
    columns: plan.columns,
    national: plan.national,
    linksWait: slice.phase === "rows",
    keys: plan.file.options.withoutKey === "skip" ? keysToFill(plan) : [],
    about: plan.file.mixed ? identifying(plan) : [],
  };
  const staged = await stagedRows(data, plan.file.id, slice);
  const before = await rowsBefore(data, plan.file.id, staged);
  for (let at = 0; at < staged.length; at += turnRows) {
    for (const one of staged.slice(at, at + turnRows)) {
      const ofKey = readRows([...linesBefore(one).flatMap((line) => before.get(line) ?? []), one], needs, read);
      const row = together(
        ofKey.filter(({ sound }) => sound),
        plan.columns,
      );
      for (const found of [...ofKey.filter(({ sound }) => !sound), ...(row ? [row] : [])]) {
        if (slice.phase === "links" && !hasLink(plan.columns, found)) continue;
        read.rows.push(found);
        // A row that names other records is complete only when they have been looked up.
        if (found.sound && found.names.length === 0) plan.importer.read(found.values);
      }
    }
    await nextTurn();
  }
  return read;
}

/** The fields by which a row of several objects shows that it holds one of this file's. */
function identifying({ importer, columns }: FilePlan): string[] {
  const { catalog, composed } = importer;
  const references = new Set(columns.flatMap(({ field, spec }) => (spec.kind === "reference" ? [field] : [])));
  const names = ["name", ...(composed?.of ?? []), ...catalog.naturalKeys.flat()];
  return names.filter((field) => !references.has(field));
}

const hasLink = (columns: readonly PlannedColumn[], { names, values }: ReadRow): boolean =>
  columns.some(
    (column) =>
      column.ownRecords === "links" &&
      (values[column.field] !== undefined || names.some((name) => name.column.field === column.field)),
  );

interface StagedRow {
  line: number;
  cells: string[];
  edits: Record<string, string> | null;
  sameKey: number[] | null;
}

/** The texts of a row as people have corrected them, by column. */
export const cellsOf =
  ({ edits, cells }: StagedRow): CellOf =>
  (column) =>
    edits?.[column] ?? cells[column] ?? "";

/** The rows of a slice that go in with it: where rows have one key, the last of them. */
async function stagedRows(data: TenantData, fileId: string, { fromLine, toLine }: Slice): Promise<StagedRow[]> {
  const its = Prisma.sql`
    line between ${fromLine} and ${toLine}
    and (same_key is null or same_key = '{}' or line = same_key[cardinality(same_key)])`;
  return await rowsWhere(data, fileId, its);
}

/** The rows that go in with later ones of their key, wherever in the file they stand. */
async function rowsBefore(
  data: TenantData,
  fileId: string,
  rows: readonly StagedRow[],
): Promise<Map<number, StagedRow>> {
  const lines = rows.flatMap(linesBefore);
  if (lines.length === 0) return new Map();
  const found = await rowsWhere(data, fileId, Prisma.sql`line = any(${lines}::int[])`);
  return new Map(found.map((row) => [row.line, row]));
}

const linesBefore = ({ line, sameKey }: StagedRow): number[] => sameKey?.filter((one) => one < line) ?? [];

// As JSON, which the engine reads; the driver would go through an array's text character by character.
export async function rowsWhere(data: TenantData, fileId: string, where: Prisma.Sql): Promise<StagedRow[]> {
  return await tenantRows<StagedRow>(data)`
    select line, to_json(cells) as cells, edits, same_key as "sameKey" from import_rows
    where ${importableRows(data, fileId)} and ${where} order by line`;
}

export interface ReadRow {
  line: number;
  /** False when a cell of it cannot be read: it stays out, and is only asked what else is wrong with it. */
  sound: boolean;
  /** Lines of the rows of the same key before it whose cells it holds too. */
  before: readonly number[];
  values: Record<string, ImportValue>;
  /** `isNew` where a person wants a record made of it that is not there; `also` is what the row says of this record. */
  names: { column: PlannedColumn; text: string; key: string; isNew: boolean; also?: string }[];
  /** The fields that its empty cells clear in a record that existed before. */
  clears: readonly string[];
  cellOf(column: number): string;
}

/** Rows of one key as one: of each field what the last row says that says something. Only what none says is cleared. */
function together(rows: readonly ReadRow[], columns: readonly PlannedColumn[]): ReadRow | undefined {
  const [first, ...later] = rows;
  const last = later.at(-1);
  if (!first || !last) return first;
  // To a field that takes several records, each row adds its own.
  const adding = columns.filter(isAdding);
  const isAdded = (field: string) => adding.some((column) => column.field === field);
  let { values, names } = first;
  for (const row of later) {
    const named = row.names.map(({ column }) => column.field);
    const filled = new Set([...Object.keys(row.values), ...named].filter((field) => !isAdded(field)));
    const others = Object.entries(values).filter(([field]) => !filled.has(field));
    const sums = adding.flatMap(({ field, spec }) => {
      const [before, more] = [values[field], row.values[field]];
      return more === undefined ? [] : [[field, withRecord(before, { spec }, more)] as const];
    });
    values = { ...Object.fromEntries(others), ...row.values, ...Object.fromEntries(sums) };
    names = [...names.filter(({ column }) => !filled.has(column.field)), ...row.names];
  }
  const cellOf = (column: number) => rows.findLast((row) => row.cellOf(column).trim() !== "")?.cellOf(column) ?? "";
  const clears = first.clears.filter((field) => later.every((row) => row.clears.includes(field)));
  const before = rows.slice(0, -1).map(({ line }) => line);
  return { line: last.line, sound: true, before, values, names, clears, cellOf };
}

interface Needs extends Pick<FilePlan, "national"> {
  columns: readonly PlannedColumn[];
  /** Links are read when all rows are in; until then they only tell which rows a decision leaves out. */
  linksWait: boolean;
  /** A row stays out where it fills none of these keys. */
  keys: readonly (readonly string[])[];
  /** Of a file of several objects: a row stays out where it fills none of these fields. */
  about: readonly string[];
}

function readRows(
  staged: readonly StagedRow[],
  { columns, national, linksWait, keys, about }: Needs,
  result: SliceRead,
): ReadRow[] {
  return staged.flatMap((row) => {
    const problems: RowProblem[] = [];
    const filled = new Set<string>();
    const cellOf = cellsOf(row);
    const clears: string[] = [];
    const read: ReadRow = { line: row.line, sound: true, before: [], values: {}, names: [], clears, cellOf };
    for (const column of columns) {
      for (const text of textsIn(column, cellOf(column.column))) {
        const [currency, within] = [currencyOf(column, cellOf), textWithin(column, cellOf)];
        const cell = asRuled(column, text, column.read(text, currency, within));
        if (cell.kind === "skip" || (column.spec.leavesOut && cell.kind === "value" && cell.value === true)) {
          result.skipped += 1;
          return [];
        }
        if (column.spec.leavesOut && cell.kind !== "problem") continue;
        // A cell that a decision or an option makes empty says nothing about the record.
        if (
          column.clears.length > 0 &&
          cell.kind === "empty" &&
          column.meaning(text).trim() === "" &&
          !isReadAlone(row)
        )
          clears.push(...column.clears);
        if (linksWait && column.ownRecords === "links") continue;
        if (cell.kind !== "empty") filled.add(column.field);
        const taken = national && isPhones(column) ? withCountry(national, column, cell, cellOf) : cell;
        const problem = take(read, column, text, withColumnType(column, taken, cellOf));
        if (problem) problems.push({ line: row.line, problem });
      }
    }
    // Of several columns of one field, all must be empty.
    read.clears = clears.filter((field) => !filled.has(field));
    giveToEach(read, columns);
    const lacksKey = keys.length > 0 && !keys.some((fields) => fields.every((field) => filled.has(field)));
    if (lacksKey || (about.length > 0 && !about.some((field) => filled.has(field)))) {
      result.skipped += 1;
      return [];
    }
    result.problems.push(...problems);
    return [read];
  });
}

/** A cell of telephone numbers, its national ones with the country that somebody chose for them. */
function withCountry(national: NationalReading, column: PlannedColumn, cell: CellReading, cellOf: CellOf): CellReading {
  if (cell.kind !== "value") return cell;
  return { kind: "value", value: international(national, column, { text: String(cell.value), cellOf }) };
}

/** Whether so many rows have the key of this one that they are not read together: one of the others may fill a cell. */
const isReadAlone = ({ sameKey }: StagedRow): boolean => sameKey?.length === 0;

/** Puts values that belong to each record of another field with the records that the row names there. */
function giveToEach(read: ReadRow, columns: readonly PlannedColumn[]): void {
  for (const { field, spec } of columns) {
    const { ofEach } = spec;
    const value = read.values[field];
    if (ofEach === undefined || value === undefined) continue;
    delete read.values[field];
    const given = read.values[ofEach];
    if (given !== undefined) read.values[ofEach] = String(given).replaceAll(/[^;]+/g, (id) => `${id}:${value}`);
    for (const name of read.names) if (name.column.field === ofEach) name.also = String(value);
  }
}

/** The texts of a cell that each name a record; most columns have one. */
export function textsIn({ spec, meaning }: Pick<PlannedColumn, "spec" | "meaning">, text: string): string[] {
  if (!spec.several) return [text];
  // Codes end with a semicolon too.
  const parts = entriesIn(meaning(text));
  return parts.length > 0 ? parts : [""];
}

/** A value that is not among the choices of its list, as the answer for all of these says; of several values, only those. */
function asRuled({ spec, missing, read }: PlannedColumn, text: string, cell: CellReading): CellReading {
  if (cell.kind !== "problem" || !spec.options || missing === null) return cell;
  if (missing === "skip") return { kind: "skip" };
  const known = spec.kind === "choices" ? knownChoices(text, spec.options) : "";
  return known === "" ? { kind: "empty" } : read(known);
}

/** The values of a cell with the type that another column of the row says; a word that is no type means another one. */
function withColumnType(
  { spec, types, meaning }: PlannedColumn,
  cell: CellReading,
  cellOf: ReadRow["cellOf"],
): CellReading {
  const word = types === null ? "" : meaning(cellOf(types)).trim();
  if (word === "" || isPlaceholder(word) || cell.kind !== "value" || !isEntriesField(spec)) return cell;
  const type = typeNamed(spec.kind, word) ?? "other";
  const texts = entriesIn(String(cell.value)).map((text) => {
    const one = typedValue(spec.kind, text);
    return withType({ ...one, type: one.type ?? type });
  });
  return { ...cell, value: joinedValues(texts) };
}

/** Adds a cell to its row; returns why the row stays out. */
function take(read: ReadRow, column: PlannedColumn, text: string, cell: CellReading): Problem | null {
  if (cell.kind === "value") Object.assign(read.values, valuesOf(column, cell, read.values));
  else if (cell.kind === "name") {
    const isNew = (cell.isNew === true && !isMadeFirst(column)) || column.missing === "create";
    read.names.push({ column, text: cell.text, key: cell.key, isNew });
  }
  const isMissing = cell.kind === "empty" && column.spec.required;
  if (!isMissing && cell.kind !== "problem") return null;
  read.sound = false;
  if (cell.kind === "problem") return problemOf(column, text, cell);
  return problemOf(column, "", { reason: `The field ${column.spec.label} is empty, but each row needs a value.` });
}

/**
 * The value of a field with one more record: several are one text, with semicolons between their ids, each with what its
 * row says of it behind a colon.
 */
export function withRecord(
  before: ImportValue | undefined,
  { spec }: Pick<PlannedColumn, "spec">,
  id: ImportValue,
): ImportValue {
  if (before === undefined || !isAdding({ spec })) return id;
  if (spec.several) return `${before};${id}`;
  return joinedValues([...new Set([before, id].flatMap((cell) => entriesIn(String(cell))))]);
}

/** Whether each cell adds its own to a field: records of which a field takes several, addresses and telephone numbers. */
const isAdding = ({ spec }: Pick<PlannedColumn, "spec">): boolean => spec.several === true || isEntriesField(spec);

/** The text of a row by which the records of a column are looked up apart. */
export const textWithin = ({ within }: PlannedColumn, cellOf: (column: number) => string): string =>
  within ? cellOf(within.column) : "";

/** The currency that a row says its amounts are in. */
function currencyOf({ currencyColumn }: PlannedColumn, cellOf: (column: number) => string): string | undefined {
  const cell = currencyColumn?.read(cellOf(currencyColumn.column));
  return cell?.kind === "value" ? String(cell.value) : undefined;
}

// A currency comes and goes with its amount: rows of one key may each say another one.
function valuesOf(
  { field, spec }: PlannedColumn,
  { value, currency }: Extract<CellReading, { kind: "value" }>,
  before: ReadRow["values"],
) {
  if (spec.kind === "currency") return {};
  return {
    [field]: withRecord(before[field], { spec }, value),
    ...(spec.currencyIn && currency ? { [spec.currencyIn]: currency } : {}),
  };
}

/** A problem of a cell; without a column that of a whole row, or of a field that no column fills. */
export const problemOf = (
  column: PlannedColumn | undefined,
  value: string,
  { reason, suggestion = null, field = null }: Pick<Problem, "reason"> & Partial<Problem>,
): Problem => ({
  column: column && column.column >= 0 ? column.column : null,
  header: column?.header ?? null,
  field: column?.field ?? field,
  value,
  reason,
  suggestion,
});
