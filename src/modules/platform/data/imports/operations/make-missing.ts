import "server-only";
import { addConcerned, type ImportRow, maxBatchRows } from "@/lib/import-rows";
import { catalog, referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { noteGrowth } from "@/server/import-lock";
import { addCounts, callInParts } from "./call-in-parts";
import { type FoundRecords, idsOf, recordsOf, takesText } from "./look-up-names";
import type { FilePlan } from "./plan-file";
import type { ReadRow, SliceResult } from "./read-slice";

/** A file that is being written. */
export interface Writing {
  importId: string;
  plan: FilePlan;
  dry: boolean;
}

type Sum = Pick<SliceResult, "touched" | "changed" | "counts" | "asked">;

/** Makes records of one object from their names; why some could not be made, by line. */
export async function makeNamed(
  ctx: Ctx,
  { importId, plan, dry }: Writing,
  entity: string,
  rows: readonly ImportRow[],
  result: Sum,
): Promise<Map<number, string>> {
  const refused = new Map<number, string>();
  const make = referenceTo(entity)?.make;
  // The chosen key is one of the file's own object: these records are known by their names.
  const options = { ...plan.options, recogniseBy: null };
  for (let at = 0; make && at < rows.length; at += maxBatchRows) {
    const part = rows.slice(at, at + maxBatchRows);
    const outcome = await callInParts(ctx, part, (some) => make(ctx, { importId, options, rows: some, dry }));
    for (const { line, reason } of outcome.problems) refused.set(line, reason);
    result.touched.push(...outcome.touched);
    result.changed.push(...(outcome.foreseen?.changed ?? []));
    addCounts(result.counts, outcome.counts);
    addConcerned(result.asked, outcome.asked ?? {});
  }
  return refused;
}

/** Why records could not be made, by object and folded name. */
export type Refused = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Makes the records that sound rows name and that do not exist, for the columns whose missing records a person wants.
 * It adds them to those that were found, a few statements for each object.
 */
export async function makeMissing(
  ctx: Ctx,
  writing: Writing,
  rows: readonly ReadRow[],
  found: FoundRecords,
  result: Sum,
): Promise<Refused> {
  const refused = new Map<string, ReadonlyMap<string, string>>();
  const wanted = new Set(writing.plan.columns.flatMap(({ missing, spec }) => (missing === "create" ? spec.to : [])));
  // In one order, so that two imports do not wait for each other.
  const ordered = catalog().importers.flatMap(({ catalog: { entity } }) => (wanted.has(entity) ? [entity] : []));
  for (const entity of ordered) {
    const missing = [...missingNames(writing.plan, entity, rows, found)];
    if (missing.length === 0) continue;
    const valuesOf = referenceTo(entity)?.valuesOf ?? ((name: string) => ({ name }));
    const named = missing.map(([, { line, text }]): ImportRow => ({ line, values: valuesOf(text) }));
    const byLine = await makeNamed(ctx, writing, entity, named, result);
    refused.set(
      entity,
      new Map(
        missing.flatMap(([key, { line }]) => {
          const reason = byLine.get(line);
          return reason === undefined ? [] : [[key, reason] as const];
        }),
      ),
    );
    const made = await recordsOf(
      ctx,
      writing.plan,
      entity,
      missing.map(([key]) => key),
    );
    const known = found.byKey.get(entity) ?? new Map<string, string[]>();
    for (const [key, ids] of made) known.set(key, ids);
    found.byKey.set(entity, known);
    // Rows that point to them come next, and the database checks each of them.
    await noteGrowth(ctx);
  }
  return refused;
}

/** Names of an object's missing records by folded name, each with the first row that has it. */
function missingNames(plan: FilePlan, entity: string, rows: readonly ReadRow[], found: FoundRecords) {
  const names = new Map<string, { line: number; text: string }>();
  for (const { sound, line, names: cells } of rows) {
    if (!sound) continue;
    for (const cell of cells) {
      const { column, key, text } = cell;
      if (column.missing !== "create" || column.spec.to !== entity || takesText(plan, column)) continue;
      // An id whose row did not go in is no name.
      const isKnown = idsOf(found, cell).length > 0 || found.byId.get(entity)?.has(text);
      if (!isKnown && !names.has(key)) names.set(key, { line, text });
    }
  }
  return names;
}
