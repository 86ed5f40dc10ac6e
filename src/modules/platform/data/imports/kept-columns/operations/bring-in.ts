import "server-only";
import type { ImportRow } from "@/lib/import-rows";
import { importerFor } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { tenantRows } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { asBatch } from "@/server/import-lock";
import { memberCtx, systemCtx } from "@/server/member-ctx";
import { importEvents } from "../../events";
import { fileOf } from "../../operations/change-file";
import { lockImport } from "../../operations/import-state";
import { idsOf, lookUpNames } from "../../operations/look-up-names";
import { type FilePlan, lostColumns, lostReason, planFile } from "../../operations/plan-file";
import { problemOf, type ReadRow, type RowProblem, readSlice } from "../../operations/read-slice";
import { ambiguousReason, unknownReason } from "../../operations/write-slice";
import { isRevertible } from "../../rules";
import type { ImportStatus } from "../../schema";
import type { BroughtColumns } from "../schema";
import { broughtOf, keepBrought } from "./brought";

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
  const before = system && (await broughtOf(system, fileId)).find(({ id }) => id === part);
  if (!system || before?.status !== "waiting") return false;
  const ctx = await memberCtx(tenantId, {
    memberId: before.askedById,
    keyId: before.askedKeyId,
    requestId: before.requestId,
    batchId: importId,
  });
  const own = ctx && ctx !== "suspended" && ctx.can("record:import") ? ctx : null;
  return await inTransaction(own ?? system, async (inner) => {
    const status = await lockImport(inner, importId);
    const all = await broughtOf(inner, fileId);
    const now = all.find(({ id }) => id === part);
    if (now?.status !== "waiting") return false;
    const failure = own
      ? await whyNot(inner, { importId, fileId, status })
      : "The member who started this is no longer allowed to import.";
    const next = failure === null ? await bringIn(inner, { importId, fileId }, now) : failed(now, failure);
    await keepBrought(
      inner,
      fileId,
      all.map((one) => (one.id === part ? next : one)),
    );
    if (next.status === "failed") await setFree(inner, { importId, fileId }, now);
    if (next.status !== "waiting")
      emit(inner, importEvents.columnsBrought, { id: importId, data: { fileId, part, written: next.written } });
    return next.status === "waiting";
  });
}

const failed = (now: BroughtColumns, failure: string): BroughtColumns => ({ ...now, status: "failed", failure });

/** Columns that could not be brought in can be chosen again. */
async function setFree(ctx: Ctx, { importId, fileId }: Place, { columns }: BroughtColumns): Promise<void> {
  const { mapping } = await fileOf(ctx, importId, fileId);
  const asked = new Set(columns.map(({ column }) => column));
  const free = mapping.map((one) => (asked.has(one.column) ? { column: one.column, field: null } : one));
  await ctx.db.importFile.update({ where: { id: fileId }, data: { mapping: free }, select: { id: true } });
}

type Place = Pick<Part, "importId" | "fileId">;

async function whyNot(ctx: Ctx, { importId, fileId, status }: Place & { status: ImportStatus }) {
  if (!isRevertible(status)) return "The import was reverted.";
  const [lost] = lostColumns(ctx, await fileOf(ctx, importId, fileId));
  return lost === undefined ? null : lostReason(lost);
}

async function bringIn(ctx: Ctx, { importId, fileId }: Place, now: BroughtColumns): Promise<BroughtColumns> {
  await asBatch(ctx);
  const file = await fileOf(ctx, importId, fileId);
  const options = { ...file.options, constants: {}, withoutKey: null };
  const plan = planFile(ctx, { ...file, mapping: now.columns, options }, "");
  const fill = file.entity === null ? undefined : importerFor(ctx, file.entity)?.fill;
  if (!plan || !fill) return failed(now, "Kept columns cannot be imported for this object.");
  const records = await nextRecords(ctx, { importId, fileId, entity: file.entity ?? "" }, now.after);
  const last = records.at(-1);
  if (!last) return { ...now, status: "done" };
  const lines = records.map(({ line }) => line);
  const slice = { phase: "rows" as const, fromLine: Math.min(...lines), toLine: Math.max(...lines) };
  const read = await readSlice(ctx, plan, slice);
  const idOf = new Map(records.map(({ line, id }) => [line, id]));
  const unread = read.problems.filter(({ line }) => idOf.has(line));
  const { rows, problems } = await named(ctx, plan, read.rows);
  const given = rows.flatMap(({ line, before, values }) => {
    // Rows of one key became one record.
    const id = [line, ...before].map((one) => idOf.get(one)).find(Boolean);
    return id && Object.keys(values).length > 0 ? [{ line, id, values }] : [];
  });
  const outcome = await fill(ctx, { rows: given });
  await noteFilled(ctx, importId, file.entity ?? "", outcome.filled);
  const told = outcome.problems.map(({ line, field, reason }): RowProblem => {
    const column = plan.columns.find((one) => one.field === field);
    const row = read.rows.find((one) => one.line === line);
    const text = column && row ? row.cellOf(column.column) : "";
    return column
      ? { line, problem: problemOf(column, text, { reason }) }
      : { line, problem: { column: null, header: null, field, value: text, reason, suggestion: null } };
  });
  const found = [...unread, ...problems.filter(({ line }) => idOf.has(line)), ...told];
  return {
    ...now,
    after: { line: last.line, recordId: last.id },
    done: now.done + records.length,
    written: now.written + outcome.filled.reduce((sum, { values }) => sum + values, 0),
    had: now.had + outcome.had,
    gone: now.gone + outcome.gone,
    refused: now.refused + found.length,
    problems: [...now.problems, ...found].slice(0, maxProblems),
    status: records.length < batchRecords ? "done" : "waiting",
  };
}

/** The next records that rows of the file became, in the order of their rows. */
async function nextRecords(
  ctx: Ctx,
  { importId, fileId, entity }: Place & { entity: string },
  after: BroughtColumns["after"],
): Promise<{ id: string; line: number }[]> {
  return await tenantRows<{ id: string; line: number }>(ctx)`
    select record_id as id, line from import_records
    where tenant_id = ${ctx.tenant.id}::uuid and import_id = ${importId}::uuid and file_id = ${fileId}::uuid
      and entity = ${entity} and reverted is null
      and (line, record_id) > (${after?.line ?? -1}::int, ${after?.recordId ?? firstId}::uuid)
    order by line, record_id limit ${batchRecords}`;
}

const firstId = "00000000-0000-0000-0000-000000000000";

/** Rows with the records that their cells name; a value that names none is left, and said. */
async function named(ctx: Ctx, plan: FilePlan, read: readonly ReadRow[]) {
  const found = await lookUpNames(ctx, plan, read);
  const problems: RowProblem[] = [];
  const rows = read.map((row): ImportRow & Pick<ReadRow, "before"> => {
    const values = { ...row.values };
    for (const name of row.names) {
      const ids = idsOf(found, name);
      const [id] = ids;
      const { column, text } = name;
      if (id !== undefined && ids.length === 1) values[column.field] = id;
      else {
        const reason = ids.length > 0 ? ambiguousReason(column, text, ids.length) : unknownReason(column, text);
        problems.push({ line: row.line, problem: problemOf(column, row.cellOf(column.column), { reason }) });
      }
    }
    return { line: row.line, before: row.before, values };
  });
  return { rows, problems };
}

type Filled = Awaited<ReturnType<NonNullable<NonNullable<ReturnType<typeof importerFor>>["fill"]>>>["filled"];

/** A revert takes these values back too, but for records that somebody had changed since the run. */
async function noteFilled(ctx: Ctx, importId: string, entity: string, filled: Filled): Promise<void> {
  if (filled.length === 0) return;
  await tenantRows(ctx)`
    update import_records r set version = f.version, before = f.before::jsonb || r.before
    from unnest(${filled.map(({ id }) => id)}::uuid[], ${filled.map(({ version }) => version)}::int[],
      ${filled.map(({ before }) => JSON.stringify(before))}::text[]) as f(id, version, before)
    where r.tenant_id = ${ctx.tenant.id}::uuid and r.import_id = ${importId}::uuid and r.entity = ${entity}
      and r.record_id = f.id and r.version = f.version - 1 returning 1 as done`;
}
