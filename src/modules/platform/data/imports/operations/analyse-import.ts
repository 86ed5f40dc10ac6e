import "server-only";
import type { z } from "zod";
import { entriesIn } from "@/lib/coerce/coerce-entries";
import { isCustomName } from "@/lib/fields/custom";
import { foldKey } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { importIdInput } from "../schema";
import { analysis, type fileAnalysis } from "../values/schema";
import { analyseColumn, type ColumnAnalysis, listed, plainColumn } from "./analyse-column";
import { blockersOf } from "./blockers";
import { distinctRows, distinctValues } from "./distinct-values";
import { readsImport } from "./operation-heads";
import { otherObject } from "./other-object";
import { type CellReading, type FilePlan, type PlannedColumn, planFile } from "./plan-file";
import { type FileRow, filesOf, importSelect } from "./present-import";
import { impossibleRows, rowsWithoutKey } from "./row-needs";

export const analyseImport = platform.operation({
  ...readsImport,
  input: importIdInput,
  output: analysis,
  rest: { method: "GET", path: "/imports/{id}/analysis" },
  describe: "Lists the columns of each file: how many values are found, and which need a decision, with suggestions.",
  async run(ctx, { id }) {
    const run = await ctx.db.import.findFirst({ where: { id }, select: importSelect });
    const files = await filesOf(ctx, id);
    const plans = files.map((file) => planFile(ctx, file, run?.createdById ?? ""));
    const coming = await comingNames(ctx, plans);
    const result: z.input<typeof analysis> = [];
    for (const [index, file] of files.entries())
      result.push(await analyseFile(ctx, { file, plan: plans[index] ?? null, parts: partsOf(file, plans) }, coming));
    return result;
  },
});

const maxNames = 200_000;

/** Names of records that the files of an import will make, by object and folded name. */
type ComingNames = ReadonlyMap<string, ReadonlyMap<string, string>>;

export async function comingNames(ctx: Ctx, plans: readonly (FilePlan | null)[]): Promise<ComingNames> {
  const names = new Map<string, Map<string, string>>();
  for (const plan of plans) {
    if (!plan) continue;
    const { entity } = plan.importer.catalog;
    const known = names.get(entity) ?? new Map<string, string>();
    names.set(entity, known);
    for (const name of await composedNames(ctx, plan)) known.set(foldKey(name), name);
    for (const column of plan.columns.filter((one) => plan.importer.names.includes(one.field))) {
      for (const { text } of await distinctValues(ctx, plan.file.id, column.column, maxNames)) {
        const whole = nameIn(column.read(text));
        for (const name of [...(whole === "" ? [] : [whole]), ...entriesIn(whole)]) known.set(foldKey(name), name);
      }
    }
  }
  return names;
}

/** The names that several columns of a file make together: first and last names. */
async function composedNames(ctx: Ctx, { file, importer: { composed }, columns }: FilePlan): Promise<string[]> {
  const parts = columns.filter(({ field, column }) => column >= 0 && composed?.of.includes(field));
  if (!composed || parts.length === 0) return [];
  const places = parts.map(({ column }) => column);
  const rows = await distinctRows(ctx, file.id, places, maxNames);
  return rows.flatMap((texts) => {
    const said = parts.map((part, place) => [part.field, nameIn(part.read(texts[place] ?? ""))] as const);
    return composed.name(Object.fromEntries(said)) || [];
  });
}

function nameIn(cell: CellReading): string {
  if (cell.kind === "name") return cell.text;
  return cell.kind === "value" ? String(cell.value) : "";
}

/** The names that a column may use before their records exist: not those of its own file, where it is a custom field. */
export const comingFor = (plan: FilePlan, { spec, field }: PlannedColumn, coming: ComingNames) =>
  (spec.to === plan.importer.catalog.entity && isCustomName(field) ? undefined : coming.get(spec.to ?? "")) ??
  new Map<string, string>();

/** The other objects of the rows of a file. */
const partsOf = ({ id, mixed, position }: FileRow, plans: readonly (FilePlan | null)[]): FilePlan[] =>
  plans.flatMap((plan) => (mixed && plan && plan.file.position === position && plan.file.id !== id ? [plan] : []));

interface Analysed {
  file: FileRow;
  plan: FilePlan | null;
  parts: readonly FilePlan[];
}

async function analyseFile(
  ctx: Ctx,
  { file, plan, parts }: Analysed,
  coming: ComingNames,
): Promise<z.input<typeof fileAnalysis>> {
  const planned = new Map(plan?.columns.map((column) => [column.column, column]));
  const elsewhere = (index: number) =>
    parts.flatMap(({ columns, importer }) =>
      columns.some(({ column }) => column === index) ? [importer.catalog.label.many] : [],
    );
  const checks: ColumnAnalysis[] = [];
  const lists: Awaited<ReturnType<typeof listed>>[] = [];
  for (const [index, header] of file.columns.entries()) {
    const column = planned.get(index);
    const check =
      column && plan
        ? await analyseColumn(ctx, plan, column, comingFor(plan, column, coming))
        : await plainColumn(ctx, file.id, { column: index, header, elsewhere: elsewhere(index) });
    checks.push(check);
    lists.push(await listed(ctx, check));
  }
  const impossible = plan ? await impossibleRows(ctx, plan) : [];
  const none = impossible.filter(({ all }) => all);
  return {
    fileId: file.id,
    columns: checks.map(({ check }) => check),
    values: lists.flatMap(({ values }) => values),
    unlisted: lists.flatMap(({ unlisted }) => unlisted),
    withoutKey: plan && (await rowsWithoutKey(ctx, plan)),
    missing: checks.flatMap(({ missing }) => missing ?? []),
    needsObject: file.needsObject,
    impossible,
    otherObject: none.length > 0 ? await otherObject(ctx, file) : null,
    blockers: blockersOf(ctx, file, plan, none),
    asksOwner:
      plan !== null &&
      plan.importer.catalog.columns.owner?.to === "member" &&
      !plan.columns.some((column) => column.field === "owner"),
  };
}
