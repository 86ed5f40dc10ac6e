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
  for (let at = 0; at < staged.length; at += turnRows) {
    for (const row of readRows(staged.slice(at, at + turnRows), columns, read)) {
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
}

// As JSON, which the engine reads; the driver would go through an array's text character by character.
async function stagedRows(data: TenantData, fileId: string, slice: Slice): Promise<StagedRow[]> {
  return await tenantSql<StagedRow>(
    data.tenant.id,
    data.db,
    Prisma.sql`
      select line, to_json(cells) as cells, edits from import_rows
      where tenant_id = ${data.tenant.id}::uuid and file_id = ${fileId}::uuid
        and line between ${slice.fromLine} and ${slice.toLine} and not skipped and issue is null
      order by line`,
  );
}

interface ReadRow {
  line: number;
  values: Record<string, ImportValue>;
  names: { column: PlannedColumn; text: string; key: string }[];
  cellOf(column: number): string;
}

function readRows(staged: readonly StagedRow[], columns: readonly PlannedColumn[], result: SliceRead): ReadRow[] {
  return staged.flatMap((row) => {
    const cellOf = (column: number) => row.edits?.[column] ?? row.cells[column] ?? "";
    const read: ReadRow = { line: row.line, values: {}, names: [], cellOf };
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
