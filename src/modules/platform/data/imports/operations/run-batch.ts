import "server-only";
import type { TouchedRecord } from "@/lib/import-rows";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { insertOf } from "@/server/db/row-sets";
import { tenantDb, tenantRows, tenantSql } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { asBatch, noteGrowth } from "@/server/import-lock";
import { whileSending } from "@/server/while-sending";
import { writeEvents } from "@/server/write-events";
import { importEvents } from "../events";
import { endRun, type Work, workOn } from "./import-work";
import { letGo, stepDone } from "./lease";
import type { FilePlan } from "./plan-file";
import { completeOptions, planImport, requireFields } from "./plan-import";
import { type ImportRun, sumTotals, totalsOf } from "./present-import";
import { readSlice, type Slice, type SliceRead, type SliceResult } from "./read-slice";
import { keepProblems, withSlice } from "./row-problems";
import { writeSlice } from "./write-slice";

/**
 * Writes one numbered batch of an import in one transaction, with everything that it does marked as done in the same:
 * a process that dies leaves it as if never begun, and a second call finds nothing to do. Knows no caller.
 */
export async function runBatch(tenantId: string, importId: string, number: number): Promise<boolean> {
  const work = await workOn(tenantId, importId, "running");
  if (!work) return false;
  return await inTransaction(work.ctx, async (ctx) => {
    const batch = await claim(ctx, importId, number);
    if (!batch) return false;
    await asBatch(ctx);
    await perform(ctx, work, batch);
    return true;
  });
}

/** The number of the batch that is next, or null when none is left or another process has it. */
export async function nextBatch(tenantId: string, importId: string): Promise<number | null> {
  const { db } = tenantDb(tenantId);
  const row = await db.importBatch.findFirst({
    where: { importId, status: "waiting" },
    orderBy: { number: "asc" },
    select: { number: true },
  });
  return row?.number ?? null;
}

interface Claimed extends Batch {
  /** Of the whole import before this batch. */
  totals: unknown;
}

/** Takes a waiting batch when all before it are done: files and phases build on each other. Halves share a number. */
async function claim(ctx: Ctx, importId: string, number: number): Promise<Claimed | undefined> {
  const [batch] = await tenantRows<Claimed>(ctx)`
    select b.id, b.file_id as "fileId", b.phase, b.from_line as "fromLine", b.to_line as "toLine",
           b.number, b.row_count as "rowCount", i.totals
    from import_batches b join imports i on i.tenant_id = b.tenant_id and i.id = b.import_id
    where b.tenant_id = ${ctx.tenant.id}::uuid and b.import_id = ${importId}::uuid and b.number = ${number}
      and b.status = 'waiting'
      and not exists (select 1 from import_batches e where e.tenant_id = b.tenant_id and e.import_id = b.import_id
                      and (e.number, e.from_line) < (b.number, b.from_line) and e.status = 'waiting')
    for update of b skip locked`;
  return batch;
}

async function perform(ctx: Ctx, { ctx: outside, run }: Work, batch: Claimed): Promise<void> {
  const { plan, read } = (await takePrefetched(run.id, batch)) ?? (await readNow(ctx, run, batch));
  let { totals } = batch;
  if (plan) {
    // It may have been read ahead, before a field was deleted.
    requireFields(ctx, [plan.file]);
    const result = await writeSlice(ctx, { importId: run.id, plan, dry: false }, batch, read);
    if (batch.phase === "make") await completeOptions(ctx, plan);
    // The database has the longest statements before it: the next rows are understood meanwhile.
    prefetchRows(outside, run.id, batch, plan);
    const telling = writeEvents(ctx);
    const records = await whileSending(telling, () => ledgerOf(ctx, run.id, plan.file.id, result.touched));
    await telling;
    for (const lines of records) await tenantSql(ctx.tenant.id, ctx.db, lines);
    await keepProblems(ctx, plan.file.id, result.problems);
    await noteGrowth(ctx);
    totals = withBatch(batch, plan.file.id, result);
  }
  await tenantRows(ctx)`
    with batch as (
      update import_batches set status = 'done', finished_at = now()
      where tenant_id = ${ctx.tenant.id}::uuid and id = ${batch.id}::uuid
    )
    update imports set totals = ${JSON.stringify(totals)}::jsonb, ${stepDone(plan ? batch.rowCount : 0)}
    where tenant_id = ${ctx.tenant.id}::uuid and id = ${run.id}::uuid returning 1 as done`;
}

async function readNow(ctx: Ctx, run: ImportRun, batch: Batch) {
  const plans = await planImport(ctx, run.id, run.createdById);
  const plan = plans.find((one) => one.file.id === batch.fileId);
  return plan ? { plan, read: await readSlice(ctx, plan, batch) } : { plan: null, read: null };
}

/**
 * The statements of the ledger that a revert reads; a record that the import touches twice keeps how it was before the
 * first time. A record that was just made has no line yet, and looking for one would cost a quarter of the rows per second.
 */
function ledgerOf(ctx: Ctx, importId: string, fileId: string, touched: readonly TouchedRecord[]): Prisma.Sql[] {
  const columns = [
    { column: "import_id", type: "uuid" as const, value: () => importId },
    { column: "file_id", type: "uuid" as const, value: () => fileId },
    { column: "entity", type: "text" as const, value: (row: TouchedRecord) => row.entity },
    { column: "record_id", type: "uuid" as const, value: (row: TouchedRecord) => row.id },
    { column: "line", type: "int" as const, value: (row: TouchedRecord) => row.line },
    { column: "action", type: "text" as const, value: (row: TouchedRecord) => row.action },
    { column: "version", type: "int" as const, value: (row: TouchedRecord) => row.version },
    { column: "label", type: "text" as const, value: (row: TouchedRecord) => row.label },
    { column: "before", type: "jsonb" as const, value: (row: TouchedRecord) => row.before },
  ];
  const known = Prisma.sql`on conflict (tenant_id, import_id, entity, record_id) do update set version = excluded.version`;
  const lines = (action: TouchedRecord["action"], onConflict: Prisma.Sql) => {
    const rows = touched.filter((row) => row.action === action);
    return rows.length > 0 ? [insertOf<TouchedRecord>(ctx, "import_records", columns, rows, onConflict)] : [];
  };
  return [...lines("created", Prisma.empty), ...lines("updated", known)];
}

/** The counts of the import with those of the batch. */
const withBatch = (batch: Claimed, fileId: string, result: SliceResult) =>
  totalsOf(batch.totals).map((file) => (file.fileId === fileId ? withSlice(file, result) : file));

/** Ends a run whose batches are all done: counts errors and says so in one event. */
export async function finishRun(tenantId: string, importId: string): Promise<void> {
  const work = await workOn(tenantId, importId, "running");
  if (!work) return;
  await inTransaction(work.ctx, async (ctx) => {
    const totals = await endRun(ctx, { id: importId, status: "running" }, { ...letGo, status: "done" });
    if (totals) emit(ctx, importEvents.finished, { id: importId, data: sumTotals(totals) });
  });
}

/** A numbered slice of a running import. */
export interface Batch extends Slice {
  id: string;
  fileId: string;
  number: number;
  rowCount: number;
}

interface Ahead {
  batch: { id: string; toLine: number };
  plan: FilePlan;
  read: SliceRead;
}

// By import. From the start of its run on, its rows and decisions are closed.
const ahead = new Map<string, Promise<Ahead | null>>();
const maxImports = 4;

/** Starts to read the next batch of the same file and phase while what this one did is being told. */
export function prefetchRows(ctx: Ctx, importId: string, batch: Batch, plan: FilePlan): void {
  // The records that are made may complete the plan.
  if (batch.phase === "make") return;
  for (const [oldest] of ahead) if (ahead.size >= maxImports) ahead.delete(oldest);
  // A slice that could not be read ahead is read in its turn, and fails there.
  ahead.set(
    importId,
    next(ctx, importId, batch, plan).catch(() => null),
  );
}

async function next(ctx: Ctx, importId: string, batch: Batch, plan: FilePlan): Promise<Ahead | null> {
  const { fileId, phase, number, toLine } = batch;
  const found = await ctx.db.importBatch.findFirst({
    where: { importId, fileId, phase, number: { gte: number }, fromLine: { gt: toLine }, status: "waiting" },
    orderBy: [{ number: "asc" }, { fromLine: "asc" }],
    select: { id: true, fromLine: true, toLine: true },
  });
  return found && { batch: found, plan, read: await readSlice(ctx, plan, { ...found, phase }) };
}

/** The slice that was read ahead for a batch, once; null when there is none, or when the batch was halved since. */
export async function takePrefetched(importId: string, { id, toLine }: Batch): Promise<Ahead | null> {
  const found = await ahead.get(importId);
  ahead.delete(importId);
  return found?.batch.id === id && found.batch.toLine === toLine ? found : null;
}
