import "server-only";
import type { BulkChange, BulkSelection } from "@/lib/bulk-changes";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { insertSet, rowsAsSet } from "@/server/db/row-sets";
import { tenantRows } from "@/server/db/tenant-db";
import { notFound } from "@/server/errors";
import type { Outcome } from "@/server/nouns/change-record";
import type { Chosen } from "@/server/nouns/many";
import { undoUntil } from "./rules";
import type { BulkRun } from "./schema";
import { ownRuns } from "./scope";

const select = {
  id: true,
  noun: true,
  change: true,
  selection: true,
  status: true,
  askedById: true,
  requestId: true,
  total: true,
  done: true,
  changed: true,
  skipped: true,
  failed: true,
  undone: true,
  kept: true,
  cursor: true,
  batchRows: true,
  failure: true,
  createdAt: true,
  finishedAt: true,
} satisfies Prisma.BulkRunSelect;
type Stored = Prisma.BulkRunGetPayload<{ select: typeof select }>;

/** A run with its change and its selection, which were checked when it began. */
export interface Run extends Omit<Stored, "change" | "selection"> {
  change: BulkChange;
  selection: BulkSelection;
}

/** A run as its member reads it. */
export function present(run: Run): BulkRun {
  const { selection: _selection, askedById: _askedById, requestId: _requestId, ...shown } = run;
  const { cursor: _cursor, batchRows: _batchRows, ...rest } = shown;
  return {
    ...rest,
    status: run.status as BulkRun["status"],
    createdAt: run.createdAt.toISOString(),
    finishedAt: isoOf(run.finishedAt),
    undoUntil: isoOf(undoUntil(run)),
  };
}

/** The latest runs of the actor, newest first. */
export async function latestRuns(ctx: Ctx, take: number): Promise<Run[]> {
  const rows = await ctx.db.bulkRun.findMany({
    where: ownRuns(ctx),
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take,
    select,
  });
  return rows as unknown as Run[];
}

/** One run of the actor. NOT_FOUND for another one. */
export async function runOf(ctx: Ctx, id: string): Promise<Run> {
  const row = await ctx.db.bulkRun.findFirst({ where: { AND: [{ id }, ownRuns(ctx)] }, select });
  if (!row) throw notFound("bulk change");
  return row as unknown as Run;
}

/** One run of the actor, which nobody else changes until the transaction ends. NOT_FOUND for another one. */
export async function lockRun(ctx: Ctx, id: string): Promise<Run> {
  await tenantRows(ctx)`
    select id from bulk_runs where tenant_id = ${ctx.tenant.id}::uuid and id = ${id}::uuid for update`;
  return await runOf(ctx, id);
}

/** The columns of a run that its work changes. */
type RunChange = Prisma.BulkRunUpdateManyMutationInput;

/** Stores a change of a run, and returns it as it is then. */
export async function storeRun(ctx: Ctx, id: string, data: RunChange): Promise<Run> {
  const row = await ctx.db.bulkRun.update({ where: { id }, data: { ...data, version: { increment: 1 } }, select });
  return row as unknown as Run;
}

/** Creates a run. */
export async function createRun(ctx: Ctx, data: Prisma.BulkRunUncheckedCreateInput): Promise<Run> {
  return (await ctx.db.bulkRun.create({ data, select })) as unknown as Run;
}

/** Notes the records of a run that are still to be changed. */
export const addRows = (ctx: Ctx, runId: string, chosen: readonly Chosen[]): Promise<void> =>
  insertSet<Chosen>(
    ctx,
    "bulk_run_rows",
    [
      { column: "record_id", type: "uuid", value: ({ id }) => id },
      { column: "run_id", type: "uuid", value: () => runId },
      { column: "version", type: "int", value: ({ version }) => version },
      { column: "state", type: "text", value: () => "waiting" },
    ],
    chosen,
    Prisma.sql`on conflict do nothing`,
  );

interface RunRow extends Chosen {
  before: unknown;
}

/** The next records of a run in this state, by id. */
export async function nextRows(ctx: Ctx, { id, cursor, batchRows }: Run, state: string): Promise<RunRow[]> {
  return await tenantRows<RunRow>(ctx)`
    select record_id as id, version, before from bulk_run_rows
    where tenant_id = ${ctx.tenant.id}::uuid and run_id = ${id}::uuid and state = ${state}
      and (${cursor}::uuid is null or record_id > ${cursor}::uuid)
    order by record_id limit ${batchRows}`;
}

type Result = Pick<Outcome, "id" | "reason"> &
  Partial<Pick<Outcome, "version" | "name" | "before">> & { state: string };

/** Stores what came of records; a version that is not known stays, and so does what an undo needs. */
export async function storeResults(ctx: Ctx, runId: string, results: readonly Result[]): Promise<void> {
  if (results.length === 0) return;
  const set = rowsAsSet<Result>(
    [
      { column: "id", type: "uuid", value: (one) => one.id },
      { column: "state", type: "text", value: (one) => one.state },
      { column: "version", type: "int", value: (one) => one.version ?? null },
      { column: "name", type: "text", value: (one) => one.name ?? null },
      { column: "reason", type: "text", value: (one) => one.reason },
      { column: "before", type: "jsonb", value: (one) => one.before ?? null },
    ],
    results,
  );
  await tenantRows(ctx)`
    update bulk_run_rows b set state = r.state, version = coalesce(r.version, b.version), reason = r.reason,
      name = coalesce(r.name, b.name), before = case when r.state = 'changed' then nullif(r.before, 'null'::jsonb) else b.before end
    from ${set}
    where b.tenant_id = ${ctx.tenant.id}::uuid and b.run_id = ${runId}::uuid and b.record_id = r.id returning 1 as done`;
}
