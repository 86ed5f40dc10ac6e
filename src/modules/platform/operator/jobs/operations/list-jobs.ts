import "server-only";
import type { z } from "zod";
import { importEvents } from "@/modules/platform/data/imports/events";
import { platform } from "@/modules/platform/module";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { cursorBehind, type PageEnd, pageFrom, readPageCursor } from "@/server/page-cursor";
import { jobs } from "@/server/workflows/job";
import { type JobStatus, type JobsShown, type jobLine, jobPage, listJobsInput } from "../schema";

interface Row {
  kind: "import" | "run";
  id: string;
  work: string;
  status: JobStatus;
  entity: string;
  entity_id: string;
  member_id: string | null;
  member_name: string | null;
  done: number | null;
  total: number | null;
  reason: string | null;
  at: Date;
  finished_at: Date | null;
  retried_at: Date | null;
}

const importWork: Readonly<Record<string, string>> = {
  draft: "Checks an import",
  checking: "Checks an import",
  reverting: "Reverts an import",
  reverted: "Reverts an import",
};

export const listJobs = platform.operation({
  kind: "query",
  permission: "workspace:manage",
  input: listJobsInput,
  output: jobPage,
  rest: { method: "GET", path: "/jobs" },
  describe:
    "The workspace's background work: imports and other deferred work, newest first, with progress and failures.",
  async run(ctx, { show = "all", cursor, limit = 25 }) {
    const rows = await read(ctx, show, readPageCursor(cursor), limit + 1);
    const page = pageFrom(rows, limit, cursorBehind);
    return { ...page, rows: page.rows.map(present) };
  },
});

const wanted: Readonly<Record<JobsShown, Prisma.Sql>> = {
  all: Prisma.sql`true`,
  open: Prisma.sql`status in ('waiting', 'running')`,
  failed: Prisma.sql`status = 'failed'`,
};

/** Imports and e-mails have their own rows: of the runs behind them only failed ones are listed. */
async function read(ctx: Ctx, show: JobsShown, after: PageEnd | null, take: number) {
  const tenantId = ctx.tenant.id;
  const rest = after
    ? Prisma.sql`(at, id) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`
    : Prisma.sql`true`;
  const page = Prisma.sql`where ${wanted[show]} and ${rest} order by at desc, id desc limit ${take}`;
  return await tenantSql<Row>(
    tenantId,
    ctx.db,
    Prisma.sql`
      with imported as (
        select 'import' as kind, i.id,
               case when i.status = 'failed' and exists (
                      select 1 from events e where e.tenant_id = i.tenant_id and e.entity = 'import' and e.entity_id = i.id
                        and e.name = ${importEvents.revertStarted.name})
                    then 'reverting' else i.status end as work,
               case when i.status in ('checking', 'running', 'reverting')
                    then case when i.rows_done > 0 or i.leased_until > now() then 'running' else 'waiting' end
                    when i.status in ('failed', 'draft') then 'failed'
                    when i.status = 'cancelled' then 'cancelled' else 'done' end as status,
               'import' as entity, i.id as entity_id, i.asked_by_id as member_id, i.rows_done as done,
               i.rows_total as total, i.failure as reason, coalesce(i.started_at, i.updated_at) as at,
               coalesce(i.reverted_at, i.finished_at) as finished_at, null::timestamptz as retried_at
        from imports i
        where i.tenant_id = ${tenantId}::uuid and i.status <> 'ready' and (i.status <> 'draft' or i.failure is not null)
      ),
      ran as (
        select 'run' as kind, r.id, r.job as work, r.status, r.entity, r.entity_id, e.actor_member_id as member_id,
               null::int as done, null::int as total, r.reason, r.started_at as at, r.finished_at, r.retried_at
        from job_runs r join events e on e.tenant_id = r.tenant_id and e.id = r.event_id
        where r.tenant_id = ${tenantId}::uuid and (r.entity not in ('import', 'notificationMail') or r.status = 'failed')
      ),
      line as ((select * from imported ${page}) union all (select * from ran ${page}))
      select l.*, m.name as member_name from (select * from line order by at desc, id desc limit ${take}) l
      left join members m on m.tenant_id = ${tenantId}::uuid and m.id = l.member_id
      order by l.at desc, l.id desc`,
  );
}

function present(row: Row): z.input<typeof jobLine> {
  const open = row.status === "waiting" || row.status === "running";
  const job = jobs().find(({ id }) => id === row.work);
  const isRun = row.kind === "run";
  return {
    id: row.id,
    kind: row.kind,
    label: isRun ? (job?.label ?? row.work) : (importWork[row.work] ?? "Runs an import"),
    status: row.status,
    about: { entity: row.entity, id: row.entity_id },
    by: row.member_id ? { id: row.member_id, name: row.member_name ?? "" } : null,
    progress: open && row.total !== null ? { done: row.done ?? 0, total: row.total } : null,
    reason: row.reason,
    at: row.at.toISOString(),
    finishedAt: isoOf(row.finished_at),
    mayCancel: open && row.work !== "reverting",
    mayRetry: isRun
      ? job !== undefined && row.status !== "done" && !open && row.retried_at === null
      : row.status === "failed",
  };
}
