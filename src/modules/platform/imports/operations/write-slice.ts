import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import {
  type ImportRow,
  type ImportValue,
  mostBatchRows,
  type ObjectCounts,
  type TouchedRecord,
} from "@/lib/import-rows";
import { quoteValue } from "@/lib/text";
import { type ImportOperation, referenceTo } from "@/server/catalog";
import type { Ctx, TenantData } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { Choice, Problem } from "../schema";
import { addCounts, callInParts } from "./call-in-parts";
import type { FilePlan, PlannedColumn } from "./plan-file";

/** make: records that values become · rows: the rows themselves · links: what points to rows of the same file */
export const phases = ["make", "rows", "links"] as const;
export type Phase = (typeof phases)[number];

export interface Slice {
  phase: Phase;
  fromLine: number;
  toLine: number;
}

export interface SliceResult {
  problems: { line: number; problem: Problem }[];
  /** Rows that a decision about a value leaves out. */
  skipped: number;
  counts: Record<string, ObjectCounts>;
  touched: TouchedRecord[];
}

/** Rows of a slice as they stand in the file, with what can be said of them alone. */
export interface SliceRead {
  rows: ReadRow[];
  problems: SliceResult["problems"];
  skipped: number;
}

const turnRows = 50;

/**
 * Reads the cells of a slice; asks nothing but the file's own rows, so that it can be done ahead: in turns, between which
 * the database gets its next statement.
 */
export async function readSlice(data: TenantData, plan: FilePlan, slice: Slice): Promise<SliceRead> {
  const read: SliceRead = { rows: [], problems: [], skipped: 0 };
  if (slice.phase === "make") return read;
  const columns = plan.columns.filter((column) => !isLink(plan, column) || slice.phase === "links");
  const { readAhead } = plan.importer;
  const staged = await stagedRows(data, plan.file.id, slice);
  const before = await rowsBefore(data, plan.file.id, staged);
  for (let at = 0; at < staged.length; at += turnRows) {
    for (const one of staged.slice(at, at + turnRows)) {
      const row = together(
        readRows([...linesBefore(one).flatMap((line) => before.get(line) ?? []), one], columns, read),
      );
      if (!row) continue;
      if (slice.phase === "links" && !hasLink(plan, row)) continue;
      read.rows.push(row);
      // A row that names other records is complete only when they have been looked up.
      if (row.names.length === 0) readAhead?.(row.values);
    }
    await nextTurn();
  }
  return read;
}

/**
 * Writes a slice of a file's rows in the running transaction, with the rights of `ctx`. The
 * preview runs the same and rolls back. A fixed number of statements, whatever the number of rows.
 */
export async function writeSlice(
  ctx: Ctx,
  importId: string,
  plan: FilePlan,
  slice: Slice,
  read: SliceRead,
  dry: boolean,
): Promise<SliceResult> {
  if (slice.phase === "make") return await makeRecords(ctx, importId, plan, dry);
  const result: SliceResult = { problems: [...read.problems], skipped: read.skipped, counts: {}, touched: [] };
  const rows = await resolveNames(ctx, plan, read.rows, result);
  const operation = slice.phase === "links" ? plan.importer.link : plan.importer.upsert;
  if (operation) await call(ctx, operation, { importId, plan, rows, dry }, result);
  tellRowsBefore(plan, read, result);
  if (slice.phase === "links") {
    // Whatever else is wrong with a row, the first phase has said.
    const links = new Set(plan.columns.filter((column) => isLink(plan, column)).map((column) => column.field));
    result.problems = result.problems
      .filter(({ problem }) => problem.field !== null && links.has(problem.field))
      .map(({ line, problem }) => ({ line, problem: { ...problem, goesIn: true } }));
    result.skipped = 0;
  }
  return result;
}

/** A column that points to rows of its own file waits until all of them are in. */
export function isLink(plan: FilePlan, column: PlannedColumn): boolean {
  return plan.importer.link !== undefined && column.spec.to === plan.importer.catalog.entity;
}

const hasLink = (plan: FilePlan, row: ReadRow) =>
  row.names.some(({ column }) => isLink(plan, column)) || linked(plan, row);
const linked = (plan: FilePlan, row: ReadRow) =>
  plan.columns.some((column) => isLink(plan, column) && row.values[column.field] !== undefined);

interface StagedRow {
  line: number;
  cells: string[];
  edits: Record<string, string> | null;
  sameKey: number[] | null;
}

/** The rows of a slice that go in with it: where rows have one key, the last of them. */
async function stagedRows(data: TenantData, fileId: string, { fromLine, toLine }: Slice): Promise<StagedRow[]> {
  const its = Prisma.sql`
    line between ${fromLine} and ${toLine} and (same_key is null or line = same_key[cardinality(same_key)])`;
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
async function rowsWhere(data: TenantData, fileId: string, where: Prisma.Sql): Promise<StagedRow[]> {
  return await tenantSql<StagedRow>(
    data.tenant.id,
    data.db,
    Prisma.sql`
      select line, to_json(cells) as cells, edits, same_key as "sameKey" from import_rows
      where tenant_id = ${data.tenant.id}::uuid and file_id = ${fileId}::uuid
        and ${where} and not skipped and issue is null
      order by line`,
  );
}

interface ReadRow {
  line: number;
  /** Lines of the rows of the same key before it whose cells it holds too. */
  before: readonly number[];
  values: Record<string, ImportValue>;
  names: { column: PlannedColumn; text: string; key: string }[];
  cellOf(column: number): string;
}

/** Rows of one key as one: of each field what the last row says that says something. */
function together(rows: readonly ReadRow[]): ReadRow | undefined {
  const [first, ...later] = rows;
  const last = later.at(-1);
  if (!first || !last) return first;
  let { values, names } = first;
  for (const row of later) {
    const said = new Set([...Object.keys(row.values), ...row.names.map(({ column }) => column.field)]);
    const unsaid = Object.entries(values).filter(([field]) => !said.has(field));
    values = { ...Object.fromEntries(unsaid), ...row.values };
    names = [...names.filter(({ column }) => !said.has(column.field)), ...row.names];
  }
  const cellOf = (column: number) => rows.findLast((row) => row.cellOf(column).trim() !== "")?.cellOf(column) ?? "";
  return { line: last.line, before: rows.slice(0, -1).map(({ line }) => line), values, names, cellOf };
}

/** What became of rows that went in with a later one: nothing of their own, or they stay out with it. */
function tellRowsBefore(plan: FilePlan, read: SliceRead, result: SliceResult): void {
  const joined = read.rows.filter((row) => row.before.length > 0);
  if (joined.length === 0) return;
  const wrong = new Set(result.problems.map(({ line }) => line));
  let unchanged = 0;
  for (const { line: last, before } of joined) {
    if (!wrong.has(last)) unchanged += before.length;
    else {
      const reason = `This row goes in together with row ${last}, which has a problem.`;
      const problem: Problem = { column: null, header: null, field: null, value: "", reason, suggestion: null };
      result.problems.push(...before.map((line) => ({ line, problem })));
    }
  }
  addCounts(result.counts, { [plan.importer.catalog.entity]: { created: 0, updated: 0, unchanged } });
}

function readRows(staged: readonly StagedRow[], columns: readonly PlannedColumn[], result: SliceRead): ReadRow[] {
  return staged.flatMap((row) => {
    const cellOf = (column: number) => row.edits?.[column] ?? row.cells[column] ?? "";
    const read: ReadRow = { line: row.line, before: [], values: {}, names: [], cellOf };
    let sound = true;
    for (const column of columns) {
      const cell = column.read(cellOf(column.column));
      if (cell.kind === "skip") {
        result.skipped += 1;
        return [];
      }
      if (cell.kind === "empty" && column.spec.required) {
        sound = false;
        const reason = `The field ${column.spec.label} is empty, and each row needs one.`;
        result.problems.push({ line: row.line, problem: problemOf(column, "", { reason }) });
      } else if (cell.kind === "value") read.values[column.field] = cell.value;
      else if (cell.kind === "name") read.names.push({ column, text: cell.text, key: cell.key });
      else if (cell.kind === "problem") {
        sound = false;
        result.problems.push({ line: row.line, problem: problemOf(column, cellOf(column.column), cell) });
      }
    }
    return sound ? [read] : [];
  });
}

function problemOf(
  column: PlannedColumn,
  value: string,
  { reason, suggestion = null }: { reason: string; suggestion?: string | null },
): Problem {
  return { column: column.column, header: column.header, field: column.field, value, reason, suggestion };
}

/** Fills in the records that cells name: one look-up for each object, whatever the number of rows. */
async function resolveNames(
  ctx: Ctx,
  plan: FilePlan,
  rows: readonly ReadRow[],
  result: SliceResult,
): Promise<ImportRow[]> {
  const keysByEntity = new Map<string, Set<string>>();
  for (const { names } of rows) {
    for (const { column, key } of names) {
      if (takesText(plan, column)) continue;
      const entity = column.spec.to ?? "";
      keysByEntity.set(entity, (keysByEntity.get(entity) ?? new Set()).add(key));
    }
  }
  const found = new Map<string, Map<string, string[]>>();
  for (const [entity, keys] of keysByEntity) {
    const records = (await referenceTo(entity)?.find(ctx, [...keys], plan.options)) ?? [];
    const byKey = new Map<string, string[]>();
    for (const { key, id } of records) byKey.set(key, [...(byKey.get(key) ?? []), id]);
    found.set(entity, byKey);
  }
  return rows.flatMap((row) => {
    if (row.names.length === 0) return [{ line: row.line, values: row.values }];
    const values = { ...row.values };
    let sound = true;
    for (const { column, text, key } of row.names) {
      if (takesText(plan, column)) {
        values[column.field] = text;
        continue;
      }
      const ids = found.get(column.spec.to ?? "")?.get(key) ?? [];
      const [id] = ids;
      if (id !== undefined && ids.length === 1) values[column.field] = id;
      else {
        const wrong = ids.length === 0 ? unknownReason(column, text) : ambiguousReason(column, text, ids.length);
        const one = plan.importer.catalog.label.one;
        const reason = isLink(plan, column) ? `${wrong} The ${one} stays without it.` : wrong;
        result.problems.push({ line: row.line, problem: problemOf(column, row.cellOf(column.column), { reason }) });
        // The row goes in without its link; everything else it must have.
        if (!isLink(plan, column)) sound = false;
      }
    }
    return sound ? [{ line: row.line, values }] : [];
  });
}

/** A column that points to the file's own object, which the rows themselves make: managers of a team file. */
export function takesText(plan: FilePlan, column: PlannedColumn): boolean {
  return column.spec.to === plan.importer.catalog.entity && plan.importer.link === undefined;
}

const labelOf = (column: PlannedColumn) => referenceTo(column.spec.to ?? "")?.label.many ?? "records";

export function unknownReason(column: PlannedColumn, text: string): string {
  return `${quoteValue(text)} is not among your ${labelOf(column)}.`;
}

export function ambiguousReason(column: PlannedColumn, text: string, count: number): string {
  return `${count} ${labelOf(column)} are called ${quoteValue(text)}. Say which one is meant.`;
}

interface Call {
  importId: string;
  plan: FilePlan;
  rows: ImportRow[];
  dry: boolean;
}

async function call(ctx: Ctx, operation: ImportOperation, { importId, plan, rows, dry }: Call, result: SliceResult) {
  if (rows.length === 0) return;
  const outcome = await callInParts(ctx, rows, (part) =>
    operation(ctx, { importId, options: plan.options, rows: part, dry }),
  );
  const columns = new Map(plan.columns.map((column) => [column.field, column]));
  const byLine =
    outcome.problems.length > 0 ? new Map(rows.map((row) => [row.line, row])) : new Map<number, ImportRow>();
  for (const { line, field, reason } of outcome.problems) {
    const column = field === null ? undefined : columns.get(field);
    const value = String(byLine.get(line)?.values[field ?? ""] ?? "");
    const problem: Problem = column
      ? problemOf(column, column.spec.kind === "reference" ? "" : value, { reason })
      : { column: null, header: null, field, value, reason, suggestion: null };
    result.problems.push({ line, problem });
  }
  result.touched.push(...outcome.touched);
  addCounts(result.counts, outcome.counts);
}

/** Columns of a plan with values that become records of their own. */
export function madeColumns(plan: FilePlan): PlannedColumn[] {
  return plan.columns.filter(
    (column) => column.spec.to && Object.values(column.choices).some((choice) => choice.do === "create"),
  );
}

// What is stored as JSON keeps no order of its own.
const placeOf = (choice: Choice) => (choice.do === "create" ? choice.place : undefined) ?? Number.MAX_SAFE_INTEGER;
const inTheirOrder = (choices: readonly Choice[]) => choices.toSorted((a, b) => placeOf(a) - placeOf(b));

async function makeRecords(ctx: Ctx, importId: string, plan: FilePlan, dry: boolean): Promise<SliceResult> {
  const result: SliceResult = { problems: [], skipped: 0, counts: {}, touched: [] };
  for (const column of madeColumns(plan)) {
    const rows = inTheirOrder(Object.values(column.choices)).flatMap((choice): ImportRow[] =>
      choice.do === "create"
        ? [{ line: 0, values: { name: choice.name, ...(choice.type ? { type: choice.type } : {}) } }]
        : [],
    );
    const make = referenceTo(column.spec.to ?? "")?.make;
    if (make) {
      for (let at = 0; at < rows.length; at += mostBatchRows)
        await call(ctx, make, { importId, plan, rows: rows.slice(at, at + mostBatchRows), dry }, result);
    }
  }
  // What could not be made is told at the rows that name it.
  return { ...result, problems: [] };
}
