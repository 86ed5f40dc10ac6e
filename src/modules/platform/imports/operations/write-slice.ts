import "server-only";
import {
  addConcerned,
  type ByQuestion,
  type ForeseenChange,
  type ImportOutcome,
  type ImportRow,
  type MeantRow,
  maxBatchRows,
  type ObjectCounts,
  soundRows,
  type TouchedRecord,
} from "@/lib/import-rows";
import { foldKey, quoteValue } from "@/lib/text";
import { type ImportOperation, referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import type { Choice, Problem } from "../schema";
import { addCounts, callInParts } from "./call-in-parts";
import type { FilePlan, PlannedColumn } from "./plan-file";
import { isLink, problemOf, type ReadRow, type RowProblem, type Slice, type SliceRead } from "./read-slice";
import { keysOfIds } from "./record-ids";

export interface SliceResult {
  problems: RowProblem[];
  /** Rows that a decision about a value leaves out. */
  skipped: number;
  counts: Record<string, ObjectCounts>;
  touched: TouchedRecord[];
  /** Of a preview: the records that it changes, and the rows that it merges with others. */
  changed: ForeseenChange[];
  merged: MeantRow[];
  asked: ByQuestion;
}

const nothing = (): SliceResult => ({
  problems: [],
  skipped: 0,
  counts: {},
  touched: [],
  changed: [],
  merged: [],
  asked: {},
});

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
  if (slice.phase === "finish") return await finish(ctx, importId, plan, dry);
  const result = { ...nothing(), problems: [...read.problems], skipped: read.skipped };
  const rows = await resolveNames(ctx, plan, read.rows, result);
  const operation = slice.phase === "links" ? plan.importer.link : plan.importer.upsert;
  const meant = operation ? await call(ctx, operation, { importId, plan, rows, dry }, result) : [];
  if (slice.phase === "links") {
    // The first phase has reported all other problems of a row.
    const links = new Set(plan.columns.filter((column) => isLink(plan, column)).map((column) => column.field));
    result.problems = result.problems
      .filter(({ problem }) => problem.field !== null && links.has(problem.field))
      .map(({ line, problem }) => ({ line, problem: { ...problem, goesIn: true } }));
    result.skipped = 0;
  } else tellRowsBefore(plan, read, meant, result);
  return result;
}

/** The result of rows that were merged into a later one: merged with it, or left out with its problem. */
function tellRowsBefore(plan: FilePlan, read: SliceRead, meant: readonly MeantRow[], result: SliceResult): void {
  result.merged.push(...meant.filter(({ line, into }) => line !== into));
  const joined = read.rows.filter((row) => row.before.length > 0);
  if (joined.length === 0) return;
  const wrong = new Set(result.problems.map(({ line }) => line));
  const recordOf = new Map(meant.map((row) => [row.line, row]));
  let merged = 0;
  for (const { line: last, before } of joined) {
    if (!wrong.has(last)) {
      merged += before.length;
      const record = recordOf.get(last);
      if (record) result.merged.push(...before.map((line) => ({ ...record, line })));
    } else {
      const reason = `This row is merged with row ${last}, which has a problem.`;
      const problem: Problem = { column: null, header: null, field: null, value: "", reason, suggestion: null };
      result.problems.push(...before.map((line) => ({ line, problem })));
    }
  }
  addCounts(result.counts, { [plan.importer.catalog.entity]: { created: 0, updated: 0, unchanged: 0, merged } });
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
  for (const [entity, keys] of keysByEntity) found.set(entity, await recordsOf(ctx, plan, entity, keys));
  const named = await namedByIds(ctx, plan, rows, found);
  return rows.flatMap((row) => {
    if (row.sound && row.names.length === 0) return [{ line: row.line, values: row.values }];
    const values = { ...row.values };
    let { sound } = row;
    for (const { column, text, key } of row.names) {
      const byId = named.get(column.spec.to ?? "")?.get(text);
      if (takesText(plan, column)) {
        values[column.field] = byId?.name ?? text;
        continue;
      }
      const ids = found.get(column.spec.to ?? "")?.get(key) ?? byId?.ids ?? [];
      const [id] = ids;
      if (id !== undefined && ids.length === 1) values[column.field] = id;
      else {
        const wrong = ids.length === 0 ? unknownReason(column, text) : ambiguousReason(column, text, ids.length);
        const one = plan.importer.catalog.label.one;
        const reason = isLink(plan, column) && row.sound ? `${wrong} The ${one} stays without it.` : wrong;
        result.problems.push({ line: row.line, problem: problemOf(column, row.cellOf(column.column), { reason }) });
        // The row goes in without its link; everything else it must have.
        if (!isLink(plan, column)) sound = false;
      }
    }
    if (sound) return [{ line: row.line, values }];
    result.problems.push(...alsoWrong(plan, row, values, result));
    return [];
  });
}

async function recordsOf(ctx: Ctx, plan: FilePlan, entity: string, keys: Iterable<string>) {
  const records = (await referenceTo(entity)?.find(ctx, [...keys], plan.options)) ?? [];
  const byKey = new Map<string, string[]>();
  for (const { key, id } of records) byKey.set(key, [...(byKey.get(key) ?? []), id]);
  return byKey;
}

type NamedById = Map<string, { name: string | undefined; ids: string[] }>;

/** Records that have one of these texts as their external id, by the text. */
async function byExternalId(ctx: Ctx, entity: string, texts: ReadonlySet<string>): Promise<NamedById> {
  const of: NamedById = new Map();
  if (texts.size === 0) return of;
  for (const { key, id, label } of (await referenceTo(entity)?.findByExternalId?.(ctx, [...texts])) ?? [])
    of.set(key, { name: label, ids: [...(of.get(key)?.ids ?? []), id] });
  return of;
}

/**
 * Records that cells name by an id of elsewhere, by the text; asked only where no name is found. Where no record keeps the
 * id, another file of the import may have it: of rows that became one record, the last one's id is kept.
 */
async function namedByIds(
  ctx: Ctx,
  plan: FilePlan,
  rows: readonly ReadRow[],
  found: ReadonlyMap<string, ReadonlyMap<string, string[]>>,
): Promise<Map<string, NamedById>> {
  const named = new Map<string, NamedById>();
  const textsOf = (entity: string) =>
    new Set(
      rows.flatMap(({ names }) =>
        names.flatMap(({ column, key, text }) =>
          column.spec.to === entity && !found.get(entity)?.has(key) && !named.get(entity)?.has(text) ? [text] : [],
        ),
      ),
    );
  for (const entity of found.keys()) named.set(entity, await byExternalId(ctx, entity, textsOf(entity)));
  for (const source of plan.recordIds) {
    const { entity, naturalKeys } = source.plan.importer.catalog;
    const texts = textsOf(entity);
    if (texts.size === 0) continue;
    const told = await keysOfIds(ctx, source, [...texts]);
    const keys = [...told.values()].flatMap((said) => Object.values(said).map(foldKey));
    const records = await recordsOf(ctx, plan, entity, keys);
    const of = named.get(entity) ?? new Map();
    for (const [text, said] of told) {
      const best = naturalKeys.flat().flatMap((field) => {
        const ids = records.get(foldKey(said[field] ?? ""));
        return ids ? [ids] : [];
      });
      of.set(text, { name: said.name, ids: best[0] ?? [] });
    }
    named.set(entity, of);
  }
  return named;
}

/** Problems that the object itself finds in a row with others, so that all of them are shown at once. */
function alsoWrong(plan: FilePlan, { line }: ReadRow, values: ImportRow["values"], result: SliceResult): RowProblem[] {
  const told = new Set(result.problems.flatMap((one) => (one.line === line ? [one.problem.field] : [])));
  return soundRows([{ line, values }], plan.importer.read)
    .problems.filter(({ field }) => !told.has(field))
    .map((problem) => ({ line, problem: tellProblem(plan, values, problem) }));
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
  return `${count} ${labelOf(column)} are called ${quoteValue(text)}. Choose one of them.`;
}

interface Call {
  importId: string;
  plan: FilePlan;
  rows: ImportRow[];
  dry: boolean;
}

/** Writes rows by an operation of their object; in a preview the record of each row comes back. */
async function call(
  ctx: Ctx,
  operation: ImportOperation,
  { importId, plan, rows, dry }: Call,
  result: SliceResult,
): Promise<readonly MeantRow[]> {
  if (rows.length === 0) return [];
  const outcome = await callInParts(ctx, rows, (part) =>
    operation(ctx, { importId, options: plan.options, rows: part, dry }),
  );
  const byLine = new Map(outcome.problems.length > 0 ? rows.map((row) => [row.line, row.values]) : []);
  for (const problem of outcome.problems)
    result.problems.push({ line: problem.line, problem: tellProblem(plan, byLine.get(problem.line) ?? {}, problem) });
  result.touched.push(...outcome.touched);
  result.changed.push(...(outcome.foreseen?.changed ?? []));
  addCounts(result.counts, outcome.counts);
  addConcerned(result.asked, outcome.asked ?? {});
  return outcome.foreseen?.rows ?? [];
}

/** A problem that the object found, at the column that fills the field. */
function tellProblem(
  plan: FilePlan,
  values: ImportRow["values"],
  { field, reason }: ImportOutcome["problems"][number],
) {
  const column = plan.columns.find((one) => one.field === field);
  const value = String(values[field ?? ""] ?? "");
  return column
    ? problemOf(column, column.spec.kind === "reference" ? "" : value, { reason })
    : { column: null, header: null, field, value, reason, suggestion: null };
}

async function finish(ctx: Ctx, importId: string, { importer, options }: FilePlan, dry: boolean): Promise<SliceResult> {
  const result = nothing();
  if (!importer.finish || !ctx.can(importer.finish.permission)) return result;
  const { counts, touched, asked = {} } = await importer.finish(ctx, { importId, options, rows: [], dry });
  return { ...result, counts, touched, asked };
}

/** Columns of a plan with values that become records of their own. */
export function madeColumns(plan: FilePlan): PlannedColumn[] {
  return plan.columns.filter(
    (column) => column.spec.to && Object.values(column.choices).some((choice) => choice.do === "create"),
  );
}

// Objects stored as JSON keep no order of their own.
const placeOf = (choice: Choice) => (choice.do === "create" ? choice.place : undefined) ?? Number.MAX_SAFE_INTEGER;
const inTheirOrder = (choices: readonly Choice[]) => choices.toSorted((a, b) => placeOf(a) - placeOf(b));

async function makeRecords(ctx: Ctx, importId: string, plan: FilePlan, dry: boolean): Promise<SliceResult> {
  const result = nothing();
  for (const column of madeColumns(plan)) {
    const rows = inTheirOrder(Object.values(column.choices)).flatMap((choice): ImportRow[] =>
      choice.do === "create"
        ? [{ line: 0, values: { ...choice.values, name: choice.name, ...(choice.type ? { type: choice.type } : {}) } }]
        : [],
    );
    const make = referenceTo(column.spec.to ?? "")?.make;
    if (make) {
      for (let at = 0; at < rows.length; at += maxBatchRows)
        await call(ctx, make, { importId, plan, rows: rows.slice(at, at + maxBatchRows), dry }, result);
    }
  }
  // A record that could not be made is a problem of the rows that name it.
  return { ...result, problems: [] };
}
