import "server-only";
import type { z } from "zod";
import { foldKey } from "@/lib/text";
import { catalog, referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { platform } from "../../module";
import { importableColumns } from "../rules";
import { analysis, type fileAnalysis, importIdInput } from "../schema";
import { importScope } from "../scope";
import { analyseColumn, type ColumnAnalysis, plainColumn } from "./analyse-column";
import { distinctValues } from "./distinct-values";
import type { FilePlan } from "./plan-file";
import { planFile } from "./plan-file";
import { type FileRow, filesOf, importSelect } from "./present-import";

export const analyseImport = platform.operation({
  kind: "query",
  permission: "record:import",
  uses: [{ scope: importScope, ids: (input) => [input.id] }],
  input: importIdInput,
  output: analysis,
  rest: { method: "GET", path: "/imports/{id}/analysis" },
  describe:
    "What the columns of each file hold: how many values are found, and which need a decision, with what they may mean.",
  async run(ctx, { id }) {
    const run = await ctx.db.import.findFirst({ where: { id }, select: importSelect });
    const files = await filesOf(ctx, id);
    const plans = files.map((file) => planFile(ctx, file, run?.createdById ?? ""));
    const coming = await comingNames(ctx, plans);
    const result: z.input<typeof analysis> = [];
    for (const [index, file] of files.entries())
      result.push(await analyseFile(ctx, file, plans[index] ?? null, coming));
    return result;
  },
});

/** Names of records that the files of an import will make, by object and folded name. */
type ComingNames = ReadonlyMap<string, ReadonlyMap<string, string>>;

async function comingNames(ctx: Ctx, plans: readonly (FilePlan | null)[]): Promise<ComingNames> {
  const names = new Map<string, Map<string, string>>();
  for (const plan of plans) {
    if (!plan) continue;
    const { entity } = plan.importer.catalog;
    const known = names.get(entity) ?? new Map<string, string>();
    names.set(entity, known);
    for (const column of plan.columns.filter((one) => plan.importer.names.includes(one.field))) {
      for (const { text } of await distinctValues(ctx, plan.file.id, column.column, 20_000)) {
        const cell = column.read(text);
        const name = cell.kind === "name" ? cell.text : cell.kind === "value" ? String(cell.value) : "";
        if (name !== "") known.set(foldKey(name), name);
      }
    }
  }
  return names;
}

async function analyseFile(
  ctx: Ctx,
  file: FileRow,
  plan: FilePlan | null,
  coming: ComingNames,
): Promise<z.input<typeof fileAnalysis>> {
  const planned = new Map(plan?.columns.map((column) => [column.column, column]));
  const checks: ColumnAnalysis[] = [];
  for (const [index, header] of file.columns.entries()) {
    const column = planned.get(index);
    checks.push(
      column && plan
        ? await analyseColumn(ctx, plan, column, coming.get(column.spec.to ?? "") ?? new Map())
        : await plainColumn(ctx, file.id, index, header),
    );
  }
  return {
    fileId: file.id,
    columns: checks.map((one) => one.check),
    values: checks.flatMap((one) => one.values),
    blockers: blockersOf(ctx, file, plan),
    asksOwner:
      plan !== null &&
      plan.importer.catalog.columns.owner?.to === "member" &&
      !plan.columns.some((column) => column.field === "owner"),
  };
}

function blockersOf(ctx: Ctx, file: FileRow, plan: FilePlan | null): string[] {
  if (!plan) return [`Say what ${file.name} holds.`];
  const mapped = new Set(plan.columns.map((column) => column.field));
  const lacking = importableColumns(plan.importer.catalog).filter(
    ([field, column]) => column.required && !mapped.has(field),
  );
  const blockers = lacking.map(([, column]) => `Choose the column that holds the field ${column.label}.`);
  if (mapped.size === 0) blockers.push("Match at least one column to a field.");
  if (!ctx.can(plan.importer.upsert.permission))
    blockers.push(`Your role may not import ${plan.importer.catalog.label.many}. Ask an owner or admin.`);
  const label = (entity: string) =>
    catalog().importers.find((one) => one.catalog.entity === entity)?.catalog.label.many;
  for (const column of plan.columns)
    if (column.spec.to && !referenceTo(column.spec.to)) blockers.push(`${label(column.spec.to)} cannot be looked up.`);
  return blockers;
}
