import "server-only";
import { groupBy } from "@/lib/group-by";
import { foldKey } from "@/lib/text";
import { referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { invalid } from "@/server/errors";
import { distinctValues } from "./distinct-values";
import { type FilePlan, nameKey, type PlannedColumn, planFile } from "./plan-file";
import type { FileRow } from "./present-import";

const most = 5_000;
const mostMade = 50;

/**
 * Creates the records that texts of a column name, each with what the file names in the columns that are about it. Returns the names of those that were not there yet; VALIDATION for a field without such records.
 */
export async function makeRecordsAhead(
  ctx: Ctx,
  file: FileRow,
  field: string,
  texts: readonly string[],
): Promise<string[]> {
  const plan = planFile(ctx, file, "");
  const column = plan?.columns.find((one) => one.field === field);
  const source = referenceTo(column?.spec.to);
  if (!plan || !column || !source?.makeAhead)
    throw invalid(
      "field",
      "New values can be added only to custom fields with options, to tags and to records that are created ahead of the run.",
    );
  const filled = texts.map((text) => column.meaning(text)).filter((text) => text.trim() !== "");
  const byKey = groupBy(filled, (text) => nameKey(column.spec.to, text));
  if (byKey.size > mostMade)
    throw invalid("texts", `At most ${mostMade} records can be created at once. Choose existing ones for the others.`);
  // The first of the texts that differ in case or blanks alone is the name.
  const named = new Map([...byKey].map(([key, [first = ""]]) => [key, first.trim()]));
  const there = await source.find(ctx, [...named.keys()], plan.options);
  for (const { key } of there) named.delete(key);
  const beside = await namedBeside(ctx, plan, column);
  for (const [key, name] of named) await source.makeAhead.make(ctx, name, beside.get(key) ?? new Map());
  return [...named.values()];
}

/** The names in the columns that are about the records of a column, by the key of such a record and by their object. */
async function namedBeside(ctx: Ctx, { file, columns }: FilePlan, column: PlannedColumn) {
  const beside = new Map<string, Map<string, string[]>>();
  for (const one of columns.filter(({ within }) => within === column)) {
    const values = await distinctValues(ctx, file.id, one.column, most, column.column);
    for (const { text, within } of values.toSorted((a, b) => a.line - b.line)) {
      const cell = one.read(text, undefined, within);
      const key = nameKey(column.spec.to, column.meaning(within));
      const entity = one.spec.to ?? "";
      const ofRecord = beside.get(key) ?? new Map<string, string[]>();
      const names = ofRecord.get(entity) ?? [];
      beside.set(key, ofRecord);
      ofRecord.set(entity, names);
      if (cell.kind === "name" && !names.some((name) => foldKey(name) === cell.key)) names.push(cell.text);
    }
  }
  return beside;
}
