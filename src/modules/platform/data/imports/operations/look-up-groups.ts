import "server-only";
import { unwrapped } from "@/lib/coerce/spreadsheet-cell";
import { groupBy } from "@/lib/group-by";
import type { ImportOptions } from "@/lib/import-rows";
import { referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import type { FilePlan, PlannedColumn } from "./plan-file";

/** Values whose records are looked up together, and the options of the file for it. */
interface LookUpGroup<V> {
  options: ImportOptions;
  values: V[];
}

/**
 * Groups the values of a column by the record that another column names, where the catalogue says so; `textOf` is the
 * other column's text. Values are left out where it names no single record: that is a problem of the other column.
 */
export async function lookUpGroups<V>(
  ctx: Ctx,
  plan: FilePlan,
  column: PlannedColumn,
  values: readonly V[],
  textOf: (value: V) => string,
): Promise<LookUpGroup<V>[]> {
  const { within, spec } = column;
  if (!within || !spec.within) return [{ options: plan.options, values: [...values] }];
  const ids = await recordsOfTexts(ctx, plan, within, new Set(values.map(textOf)));
  const known = values.filter((value) => ids.has(textOf(value)));
  const { answer } = spec.within;
  const own = plan.options.answers[answer] ?? null;
  return [...groupBy(known, (value) => ids.get(textOf(value)) ?? own)].map(([id, ofGroup]) => ({
    options: { ...plan.options, answers: { ...plan.options.answers, [answer]: id } },
    values: ofGroup,
  }));
}

/** The record that each text of a column names; null where it names none and needs none. */
async function recordsOfTexts(ctx: Ctx, plan: FilePlan, column: PlannedColumn, texts: ReadonlySet<string>) {
  const read = [...texts].map((text) => ({ text, cell: column.read(unwrapped(text)) }));
  const keys = read.flatMap(({ cell }) => (cell.kind === "name" ? [cell.key] : []));
  const found = (keys.length > 0 && (await referenceTo(column.spec.to ?? "")?.find(ctx, keys, plan.options))) || [];
  const byKey = groupBy(found, ({ key }) => key);
  const ids = new Map<string, string | null>();
  for (const { text, cell } of read) {
    if (cell.kind === "value") ids.set(text, String(cell.value));
    if (cell.kind === "empty") ids.set(text, null);
    if (cell.kind !== "name") continue;
    const [record, ...others] = byKey.get(cell.key) ?? [];
    if (record && others.length === 0) ids.set(text, record.id);
    if (!record && column.missing === "empty") ids.set(text, null);
  }
  return ids;
}
