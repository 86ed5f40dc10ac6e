import "server-only";
import { maxBatchRows } from "@/lib/import-rows";
import { importerIn } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import { AppError } from "@/server/errors";
import { storedOptions } from "../rules";
import { cellText, distinctValues } from "./distinct-values";
import { lookUpGroups, recordIdsOf, recordsOf } from "./look-up-names";
import { type CellReading, columnsWithMissingField, type FilePlan, missingFieldMessage, planFile } from "./plan-file";
import { type FileRow, filesOf } from "./present-import";
import type { Slice } from "./read-slice";
import { madeColumns } from "./write-slice";

export interface PlannedSlice extends Slice {
  plan: FilePlan;
  rows: number;
}

/** Plans of the files of an import that hold something, in dependency order. */
export async function planImport(ctx: Ctx, importId: string, creatorId: string): Promise<FilePlan[]> {
  const files = await filesOf(ctx, importId);
  requireFields(ctx, files);
  const plans = files.flatMap((file) => planFile(ctx, file, creatorId) ?? []);
  const recordIds = recordIdsOf(plans);
  return plans.map((plan) => {
    const isLastOfType = plans.findLast(({ file }) => file.entity === plan.file.entity) === plan;
    return { ...plan, recordIds, isLastOfType };
  });
}

/** CONFLICT where a file fills a field, or brings an object, that is gone: its rows would go in without what they say. */
export function requireFields(ctx: Ctx, files: readonly FileRow[]): void {
  for (const file of files) {
    if (file.entity !== null && !importerIn(ctx, file.entity))
      throw new AppError(
        "CONFLICT",
        `${file.name}: the module of these records is switched off. Switch it on in the settings, or leave the file out.`,
        { fileId: file.id },
      );
    const [lost] = columnsWithMissingField(ctx, file);
    if (lost !== undefined)
      throw new AppError("CONFLICT", `${file.name}: ${missingFieldMessage(lost)}`, { fileId: file.id });
  }
}

const lacksAnswer = ({ importer: { prepare }, options }: FilePlan) =>
  prepare !== undefined && (options.answers[prepare.answer] ?? null) === null;

/** Keeps with a file the answer that its importer takes from its rows. */
export async function completeOptions(ctx: Ctx, plan: FilePlan): Promise<void> {
  const { prepare } = plan.importer;
  if (!prepare || !lacksAnswer(plan)) return;
  const [field, where] = [prepare.field, prepare.where].map((name) =>
    plan.columns.find((column) => column.field === name),
  );
  const found = field && where ? await recordsNamed(ctx, plan, field, where) : [];
  const { answers } = plan.options;
  const more = { [prepare.answer]: await prepare.find(ctx, answers, found) };
  const options = storedOptions({ ...plan.file.options, answers: { ...answers, ...more } });
  await ctx.db.importFile.update({ where: { id: plan.file.id }, data: { options }, select: { id: true } });
}

type Column = FilePlan["columns"][number];

async function recordsNamed(ctx: Ctx, plan: FilePlan, field: Column, where: Column) {
  const isFilled = Prisma.sql`${cellText(where.column)} <> ''`;
  const counts = await distinctValues(ctx, plan.file.id, field.column, 200, field.within?.column, isFilled);
  const named: { id: string; rows: number }[] = [];
  for (const { options, values } of await lookUpGroups(ctx, plan, field, counts, ({ within }) => within)) {
    const read = values.map(({ text, within, rows }) => ({ cell: field.read(text, undefined, within), rows }));
    const keys = read.flatMap(({ cell }) => (cell.kind === "name" ? [cell.key] : []));
    const records = await recordsOf(ctx, { options }, field.spec.to, keys);
    for (const { cell, rows } of read) {
      const id = cell.kind === "name" ? records.get(cell.key)?.at(-1)?.id : writtenValue(cell);
      if (id !== undefined) named.push({ id, rows });
    }
  }
  return named;
}

function writtenValue(cell: CellReading): string | undefined {
  return cell.kind === "value" ? String(cell.value) : undefined;
}

// Cells that the database keeps compressed may be a hundred times longer.
const cellBytes = Prisma.sql`
  case when pg_column_compression(cells) is null then pg_column_size(cells) else octet_length(cells::text) end`;

/** The slices of a file in the order of their work: so many rows each, or some megabytes where rows are long. */
export async function slicesOf(ctx: Ctx, plan: FilePlan): Promise<PlannedSlice[]> {
  const bounds = await tenantRows<{ fromLine: number; toLine: number; rows: number }>(ctx)`
    select min(line)::int as "fromLine", max(line)::int as "toLine", count(*)::int as rows
    from (select line, (row_number() over lines - 1) / ${maxBatchRows}::int as part, sum(${cellBytes}) over lines / 4000000 as block
          from import_rows where tenant_id = ${ctx.tenant.id}::uuid and file_id = ${plan.file.id}::uuid
          window lines as (order by line)) r
    group by part, block order by part, block`;
  const make: PlannedSlice[] =
    madeColumns(plan).length > 0 || lacksAnswer(plan) ? [{ plan, phase: "make", fromLine: 0, toLine: 0, rows: 0 }] : [];
  const rows = bounds.map((bound): PlannedSlice => ({ ...bound, plan, phase: "rows" }));
  const links = plan.columns.some(({ ownRecords }) => ownRecords === "links")
    ? bounds.map((bound): PlannedSlice => ({ ...bound, plan, phase: "links", rows: 0 }))
    : [];
  const finish: PlannedSlice[] =
    plan.isLastOfType && plan.importer.finish ? [{ plan, phase: "finish", fromLine: 0, toLine: 0, rows: 0 }] : [];
  return [...make, ...rows, ...links, ...finish];
}
