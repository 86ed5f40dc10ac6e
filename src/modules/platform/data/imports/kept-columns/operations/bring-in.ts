import "server-only";
import { type FilledRecord, importerFor } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { asBatch } from "@/server/import-lock";
import { systemCtx } from "@/server/member-ctx";
import { firstId } from "@/server/unknown-id";
import { importEvents } from "../../events";
import { lockImport } from "../../operations/import-state";
import { importerCtx } from "../../operations/import-work";
import {
  columnsWithMissingField,
  type FilePlan,
  missingFieldMessage,
  type PlannedColumn,
  planFile,
} from "../../operations/plan-file";
import { type FileRow, filesOf } from "../../operations/present-import";
import { type RowProblem, readSlice } from "../../operations/read-slice";
import { atColumn, resolveNames } from "../../operations/resolve-names";
import { emptyResult } from "../../operations/write-slice";
import { isRevertible } from "../../rules";
import type { ColumnMapping, ImportStatus } from "../../schema";
import type { BroughtColumns } from "../schema";

const batchRecords = 1_000;
const maxProblems = 20;

interface Part {
  tenantId: string;
  importId: string;
  fileId: string;
  part: string;
}

/**
 * Brings in the values of the next records, in one transaction that also notes how far it is. Whether there are more: a
 * step that is repeated goes on where the last commit was.
 */
export async function bringInNext({ tenantId, importId, fileId, part }: Part): Promise<boolean> {
  const system = await systemCtx(tenantId, "import", "Kept columns of an import are imported.");
  const fileIn = async (of: Ctx) => (await filesOf(of, importId)).find(({ id }) => id === fileId);
  const before = system && (await fileIn(system))?.brought.find(({ id }) => id === part);
  if (!system || before?.status !== "waiting") return false;
  const ctx = await importerCtx(tenantId, importId, before);
  const member = ctx && ctx !== "suspended" && ctx.can("record:import") ? ctx : null;
  return await inTransaction(member ?? system, async (inner) => {
    const status = await lockImport(inner, importId);
    const file = await fileIn(inner);
    const now = file?.brought.find(({ id }) => id === part);
    if (!file || now?.status !== "waiting") return false;
    const failure = member
      ? failureOf(inner, file, status)
      : "The member who started this is no longer allowed to import.";
    const next = failure === null ? await bringIn(inner, file, now) : { ...now, status: "failed" as const, failure };
    const brought = file.brought.map((one) => (one.id === part ? next : one));
    // Columns that could not be brought in can be chosen again.
    const isFree = ({ column }: ColumnMapping) =>
      next.status === "failed" && now.columns.some((one) => one.column === column);
    const mapping = file.mapping.map((one) => (isFree(one) ? { column: one.column, field: null } : one));
    await saveLaterColumns(inner, { ...file, brought, mapping });
    if (next.status !== "waiting")
      emit(inner, importEvents.columnsBrought, { id: importId, data: { fileId, part, written: next.written } });
    return next.status === "waiting";
  });
}

/** Why nothing can be brought in any more; null where it can. */
function failureOf(ctx: Ctx, file: FileRow, status: ImportStatus): string | null {
  if (!isRevertible(status)) return "The import was reverted.";
  const [lost] = columnsWithMissingField(ctx, file);
  if (lost !== undefined) return missingFieldMessage(lost);
  return importerFor(ctx, file.entity)?.fill ? null : "Kept columns cannot be imported for this type of record.";
}

/** The plan of these columns alone. Their records exist: none are made, and no row is left out for one that is missing. */
function planOf(ctx: Ctx, file: FileRow, { columns: mapping }: BroughtColumns): FilePlan | null {
  const options = { ...file.options, constants: {}, withoutKey: null };
  const plan = planFile(ctx, { ...file, mapping, options }, "", file.mapping);
  const columns = plan?.columns.map((one) => (one.spec.options ? one : { ...one, missing: null }));
  return plan && { ...plan, columns: columns ?? [], fillsEmpty: true };
}

async function bringIn(ctx: Ctx, file: FileRow, now: BroughtColumns): Promise<BroughtColumns> {
  await asBatch(ctx);
  const { importId, entity } = file;
  const plan = planOf(ctx, file, now);
  if (!plan?.importer.fill) return now;
  const records = await nextRecords(ctx, file, now.after);
  const last = records.at(-1);
  if (!last) return { ...now, status: "done" };
  const lines = records.map(({ line }) => line);
  const slice = { phase: "rows" as const, fromLine: Math.min(...lines), toLine: Math.max(...lines) };
  const read = await readSlice(ctx, plan, slice);
  const recordAt = new Map(records.map(({ line, id }) => [line, id]));
  const result = { ...emptyResult(), problems: read.problems };
  const { rows } = await resolveNames(ctx, { importId, plan, dry: false }, read.rows, result);
  const readAt = new Map(read.rows.map((row) => [row.line, row]));
  const given = rows.flatMap(({ line, values }) => {
    // Rows of one key became one record.
    const id = [line, ...(readAt.get(line)?.before ?? [])].map((one) => recordAt.get(one)).find(Boolean);
    return id && Object.keys(values).length > 0 ? [{ line, id, values }] : [];
  });
  const outcome = await plan.importer.fill(ctx, { rows: given });
  await noteFilled(ctx, importId, entity ?? "", outcome.filled);
  const refused = outcome.problems.map(({ line, ...problem }): RowProblem => {
    const textOf = (_: string | null, column?: PlannedColumn) =>
      (column && readAt.get(line)?.cellOf(column.column)) ?? "";
    return { line, problem: atColumn(plan, problem, textOf) };
  });
  const problems = [...result.problems.filter(({ line }) => recordAt.has(line)), ...refused];
  return {
    ...now,
    after: { line: last.line, recordId: last.id },
    done: now.done + records.length,
    written: now.written + outcome.filled.reduce((sum, { values }) => sum + values, 0),
    had: now.had + outcome.had,
    gone: now.gone + outcome.missing,
    refused: now.refused + problems.length,
    problems: [...now.problems, ...problems].slice(0, maxProblems),
    status: records.length < batchRecords ? "done" : "waiting",
  };
}

/** The next records that rows of the file became, in the order of their rows. */
async function nextRecords(
  ctx: Ctx,
  { importId, id: fileId, entity }: FileRow,
  after: BroughtColumns["after"],
): Promise<{ id: string; line: number }[]> {
  return await tenantRows<{ id: string; line: number }>(ctx)`
    select record_id as id, line from import_records
    where tenant_id = ${ctx.tenant.id}::uuid and import_id = ${importId}::uuid and file_id = ${fileId}::uuid
      and entity = ${entity} and reverted is null
      and (line, record_id) > (${after?.line ?? -1}::int, ${after?.recordId ?? firstId}::uuid)
    order by line, record_id limit ${batchRecords}`;
}

/** A revert takes these values back too, but for records that somebody had changed since the run. */
async function noteFilled(ctx: Ctx, importId: string, entity: string, filled: readonly FilledRecord[]): Promise<void> {
  if (filled.length === 0) return;
  await tenantRows(ctx)`
    update import_records r set version = f.version, before = f.before::jsonb || r.before
    from unnest(${filled.map(({ id }) => id)}::uuid[], ${filled.map(({ version }) => version)}::int[],
      ${filled.map(({ before }) => JSON.stringify(before))}::text[]) as f(id, version, before)
    where r.tenant_id = ${ctx.tenant.id}::uuid and r.import_id = ${importId}::uuid and r.entity = ${entity}
      and r.record_id = f.id and r.version = f.version - 1 returning 1 as done`;
}

/** Saves the state of columns that are brought in after the run, and which columns are matched. */
export async function saveLaterColumns(ctx: Ctx, { id, mapping, brought }: FileRow): Promise<void> {
  const data = { mapping, brought: brought as unknown as Prisma.InputJsonValue };
  await ctx.db.importFile.update({ where: { id }, data, select: { id: true } });
}
