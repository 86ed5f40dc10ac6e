import "server-only";
import { addConcerned, type ImportOutcome, type ImportRow, type MatchedRow, soundRows } from "@/lib/import-rows";
import { quoteValue } from "@/lib/text";
import { type ImportOperation, referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { withinOf } from "../rules";
import type { Choice, Problem } from "../schema";
import { addCounts, callInParts } from "./call-in-parts";
import { lookUpGroups } from "./look-up-groups";
import { type FoundRecords, idsOf, lookUpNames, takesText } from "./look-up-names";
import { makeMissing, makeNamed, type Refused, type Writing } from "./make-missing";
import type { FilePlan, PlannedColumn } from "./plan-file";
import {
  isLink,
  problemOf,
  type ReadRow,
  type RowProblem,
  type Slice,
  type SliceRead,
  type SliceResult,
  withRecord,
} from "./read-slice";

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
  const { rows, left } = await resolveNames(ctx, { importId, plan, dry }, read, result);
  const operation = slice.phase === "links" ? plan.importer.link : plan.importer.upsert;
  const meant = operation ? await call(ctx, operation, { importId, plan, rows, dry }, result) : [];
  if (slice.phase === "links") {
    // The first phase has reported all other problems of a row.
    const links = new Set(plan.columns.filter((column) => isLink(plan, column)).map((column) => column.field));
    result.problems = result.problems
      .filter(({ problem }) => problem.field !== null && links.has(problem.field))
      .map(({ line, problem }) => ({ line, problem: { ...problem, goesIn: true } }));
    result.skipped = 0;
  } else tellRowsBefore(plan, { read, meant, left }, result);
  return result;
}

interface Told {
  read: SliceRead;
  meant: readonly MatchedRow[];
  left: ReadonlySet<number>;
}

/** The result of rows that were merged into a later one: merged or left out with it, or left out with its problem. */
function tellRowsBefore(plan: FilePlan, { read, meant, left }: Told, result: SliceResult): void {
  result.merged.push(...meant.filter(({ line, into }) => line !== into));
  const joined = read.rows.filter((row) => row.before.length > 0);
  if (joined.length === 0) return;
  const wrong = new Set(result.problems.map(({ line }) => line));
  const recordOf = new Map(meant.map((row) => [row.line, row]));
  let merged = 0;
  for (const { line: last, before } of joined) {
    if (left.has(last)) result.skipped += before.length;
    else if (!wrong.has(last)) {
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

/** Rows with the records that their cells name, and the lines of rows that a rule leaves out. */
interface Resolved {
  rows: ImportRow[];
  left: ReadonlySet<number>;
}

/** Fills in the records that cells name, and makes the missing ones where a person chose that. */
async function resolveNames(ctx: Ctx, work: Writing, read: SliceRead, result: SliceResult): Promise<Resolved> {
  const { plan } = work;
  const found = await lookUpNames(ctx, plan, read.rows);
  const refused = await makeMissing(ctx, work, read.rows, found, result);
  const left = new Set<number>();
  const rows = read.rows.flatMap((row): ImportRow[] => {
    if (row.sound && row.names.length === 0) return [{ line: row.line, values: row.values }];
    const values = { ...row.values };
    let { sound } = row;
    for (const name of row.names) {
      const { column, text } = name;
      if (takesText(plan, column)) {
        values[column.field] = found.byId.get(column.spec.to ?? "")?.get(text)?.name ?? text;
        continue;
      }
      if (column.within && !found.apart.has(name)) {
        // The problem is that of the other column.
        sound = false;
        continue;
      }
      const ids = idsOf(found, name);
      const [id] = ids;
      const said = name.also === undefined ? id : `${id}:${name.also}`;
      if (said !== undefined && ids.length === 1) values[column.field] = withRecord(values[column.field], column, said);
      else if (ids.length === 0 && column.missing === "empty") continue;
      else if (ids.length === 0 && column.missing === "skip" && !isLink(plan, column)) left.add(row.line);
      else {
        const wrong = ids.length > 0 ? ambiguousReason(column, text, ids.length) : missingReason(name, found, refused);
        const one = plan.importer.catalog.label.one;
        const reason = isLink(plan, column) && row.sound ? `${wrong} The ${one} is imported without it.` : wrong;
        result.problems.push({ line: row.line, problem: problemOf(column, row.cellOf(column.column), { reason }) });
        // The row goes in without its link; everything else it must have.
        if (!isLink(plan, column)) sound = false;
      }
    }
    if (left.has(row.line)) return [];
    if (sound) return [{ line: row.line, values }];
    result.problems.push(...alsoWrong(plan, row, values, result));
    return [];
  });
  result.problems = result.problems.filter(({ line }) => !left.has(line));
  result.skipped += left.size;
  return { rows, left };
}

/** Why a cell names no record, although new ones are made where a person chose that. */
function missingReason({ column, text, key }: ReadRow["names"][number], found: FoundRecords, refused: Refused): string {
  const isId = found.byId.get(column.spec.to ?? "")?.has(text);
  if (column.missing !== "create" || isId) return unknownReason(column, text);
  const reason = refused.get(column.spec.to ?? "")?.get(key);
  return reason
    ? `${quoteValue(text)} cannot be created: ${reason}`
    : `${quoteValue(text)} is archived in your ${labelOf(column)}. Restore it, or choose another record.`;
}

/** Problems that the object itself finds in a row with others, so that all of them are shown at once. */
function alsoWrong(plan: FilePlan, { line }: ReadRow, values: ImportRow["values"], result: SliceResult): RowProblem[] {
  const told = new Set(result.problems.flatMap((one) => (one.line === line ? [one.problem.field] : [])));
  return soundRows([{ line, values }], plan.importer.read)
    .problems.filter(({ field }) => !told.has(field))
    .map((problem) => ({ line, problem: tellProblem(plan, values, problem) }));
}

const labelOf = (column: PlannedColumn) => referenceTo(column.spec.to ?? "")?.label.many ?? "records";

export function unknownReason(column: PlannedColumn, text: string, within = ""): string {
  const place = within === "" ? "" : ` in ${quoteValue(within)}`;
  return `${quoteValue(text)} is not among your ${labelOf(column)}${place}.`;
}

export function ambiguousReason(column: PlannedColumn, text: string, count: number): string {
  return `${count.toLocaleString("en-US")} ${labelOf(column)} are called ${quoteValue(text)}. Choose one of them.`;
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
): Promise<readonly MatchedRow[]> {
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

function rowOf(choice: Choice, entity: string): ImportRow[] {
  if (choice.do !== "create") return [];
  const { name, type, values } = choice;
  const own = referenceTo(entity)?.valuesOf?.(name) ?? { name };
  return [{ line: 0, values: { ...values, ...own, ...(type ? { type } : {}) } }];
}

async function makeRecords(ctx: Ctx, importId: string, plan: FilePlan, dry: boolean): Promise<SliceResult> {
  const result = nothing();
  for (const column of madeColumns(plan)) {
    const chosen = Object.entries(column.choices).filter(([key]) => column.within || withinOf(key) === "");
    for (const { options, values } of await lookUpGroups(ctx, plan, column, chosen, ([key]) => withinOf(key))) {
      const chosenRows = inTheirOrder(values.map(([, choice]) => choice));
      const rows = chosenRows.flatMap((choice) => rowOf(choice, column.spec.to ?? ""));
      // A record that could not be made is a problem of the rows that name it.
      await makeNamed(ctx, { importId, plan: { ...plan, options }, dry }, column.spec.to ?? "", rows, result);
    }
  }
  return result;
}
