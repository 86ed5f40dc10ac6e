import "server-only";
import type { ImportRow, MatchedRow } from "@/lib/import-rows";
import { referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { withinOf } from "../rules";
import type { Choice } from "../schema";
import { addCounts, writeRows } from "./call-in-parts";
import { givenNumbers } from "./given-numbers";
import { lookUpGroups } from "./look-up-names";
import { type FilePlan, isMadeFirst, nameKey, type PlannedColumn } from "./plan-file";
import { problemOf, type Slice, type SliceRead, type SliceResult } from "./read-slice";
import { atColumn, createRecordsByName, resolveNames, valueIn, valuesNamed, type Writing } from "./resolve-names";

/** The result of a slice before its first row. */
export const emptyResult = (): SliceResult => ({
  problems: [],
  skipped: 0,
  counts: {},
  touched: [],
  changed: [],
  merged: [],
  namesakes: [],
  asked: {},
});

/**
 * Writes a slice of a file's rows in the running transaction, with the rights of `ctx`. The
 * preview runs the same and rolls back. A fixed number of statements, whatever the number of rows.
 */
export async function writeSlice(ctx: Ctx, writing: Writing, { phase }: Slice, read: SliceRead): Promise<SliceResult> {
  const { importId, plan, dry } = writing;
  if (phase === "make") return await makeRecords(ctx, writing);
  if (phase === "finish") return await finish(ctx, writing);
  const result = { ...emptyResult(), problems: [...read.problems], skipped: read.skipped };
  const { rows, skipped } = await resolveNames(ctx, writing, read.rows, result);
  const operation = phase === "links" ? plan.importer.link : plan.importer.upsert;
  const call = { importId, options: plan.options, rows, dry };
  const written = operation ? await writeRows(ctx, operation, call, result) : undefined;
  const { problems, records, skipped: existing } = written ?? { problems: [], records: [], skipped: [] };
  const byLine = new Map(problems.length > 0 ? rows.map((row) => [row.line, row.values]) : []);
  for (const { line, ...problem } of problems)
    result.problems.push({ line, problem: atColumn(plan, problem, valueIn(byLine.get(line) ?? {})) });
  if (phase === "links") {
    // The first phase has reported all other problems of a row.
    const links = new Set(plan.columns.flatMap(({ ownRecords, field }) => (ownRecords === "links" ? [field] : [])));
    const out = new Set(existing);
    result.problems = result.problems
      .filter(({ line, problem }) => problem.field !== null && links.has(problem.field) && !out.has(line))
      .map(({ line, problem }) => ({ line, problem: { ...problem, goesIn: true } }));
    result.skipped = 0;
  } else {
    result.skipped += existing.length;
    addMergedRows(plan, { read, records, skipped: new Set([...skipped, ...existing]) }, result);
  }
  return result;
}

interface Written {
  read: SliceRead;
  records: readonly MatchedRow[];
  skipped: ReadonlySet<number>;
}

/** The result of rows that were merged into a later one: merged or left out with it, or left out with its problem. */
function addMergedRows(plan: FilePlan, { read, records, skipped }: Written, result: SliceResult): void {
  result.merged.push(...records.filter(({ line, into }) => line !== into));
  const joined = read.rows.filter((row) => row.before.length > 0);
  if (joined.length === 0) return;
  const wrong = new Set(result.problems.map(({ line }) => line));
  const recordOf = new Map(records.map((row) => [row.line, row]));
  let merged = 0;
  for (const { line: last, before } of joined) {
    if (skipped.has(last)) result.skipped += before.length;
    else if (!wrong.has(last)) {
      merged += before.length;
      const record = recordOf.get(last);
      if (record) result.merged.push(...before.map((line) => ({ ...record, line })));
    } else {
      const problem = problemOf(undefined, "", {
        reason: `This row is merged with row ${last}, which has a problem.`,
      });
      result.problems.push(...before.map((line) => ({ line, problem })));
    }
  }
  addCounts(result.counts, { [plan.importer.catalog.entity]: { created: 0, updated: 0, unchanged: 0, merged } });
}

async function finish(ctx: Ctx, { importId, plan, dry }: Writing): Promise<SliceResult> {
  const result = emptyResult();
  const { finish: operation } = plan.importer;
  if (!operation || !ctx.can(operation.permission)) return result;
  const { counts, touched, asked = {} } = await operation(ctx, { importId, options: plan.options, rows: [], dry });
  return { ...result, counts, touched, asked };
}

/** Columns of a plan with values that become records before the rows: of several types, in an order. */
export function madeColumns(plan: FilePlan): PlannedColumn[] {
  return plan.columns.filter(
    (column) => isMadeFirst(column) && Object.values(column.choices).some((choice) => choice.do === "create"),
  );
}

// Objects stored as JSON keep no order of their own.
const placeOf = (choice: Choice) => (choice.do === "create" ? choice.place : undefined) ?? Number.MAX_SAFE_INTEGER;
const inTheirOrder = (choices: readonly Choice[]) => choices.toSorted((a, b) => placeOf(a) - placeOf(b));

function rowOf(choice: Choice, entity: string | undefined, given: { value: number } | undefined): ImportRow[] {
  if (choice.do !== "create") return [];
  const field = referenceTo(entity)?.types?.given?.field;
  // Values of a person count, also where they are none.
  const { name, type, values = given && field ? { [field]: given.value } : {}, before } = choice;
  const place = before === undefined ? {} : { before: before ?? "" };
  return [{ line: 0, values: { ...values, ...place, ...valuesNamed(entity, name), ...(type ? { type } : {}) } }];
}

async function makeRecords(ctx: Ctx, writing: Writing): Promise<SliceResult> {
  const { plan } = writing;
  const result = emptyResult();
  for (const column of madeColumns(plan)) {
    const find = await givenNumbers(ctx, plan, column);
    const chosen = Object.entries(column.choices).filter(([key]) => column.within || withinOf(key) === "");
    for (const { options, values } of await lookUpGroups(ctx, plan, column, chosen, ([key]) => withinOf(key))) {
      const made = inTheirOrder(values.map(([, choice]) => choice));
      const keyed = (choice: Choice) => (choice.do === "create" ? nameKey(column.spec.to, choice.name) : "");
      const given = await find(
        options,
        values.map(([key]) => withinOf(key)),
        made.map(keyed),
      );
      const rows = made.flatMap((choice) => rowOf(choice, column.spec.to, given.get(keyed(choice))));
      // A record that could not be made is a problem of the rows that name it.
      await createRecordsByName(
        ctx,
        { ...writing, plan: { ...plan, options } },
        { entity: column.spec.to },
        rows,
        result,
      );
    }
  }
  return result;
}
