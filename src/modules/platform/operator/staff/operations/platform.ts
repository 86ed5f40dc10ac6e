import "server-only";
import { z } from "zod";
import { isoOf } from "@/server/columns";
import { platformQuery } from "@/server/db/client";
import { AppError } from "@/server/errors";
import { staffOperation } from "@/server/operation";
import { outboxLag } from "@/server/outbox/claim";
import { cursorAt, cursorBehind, pageFrom, placeAt, readPageCursor } from "@/server/page-cursor";
import { readiness } from "@/server/readiness";
import { jobs } from "@/server/workflows/job";
import { replayIn } from "../../jobs/operations/outbox-state";
import {
  health,
  outboxLanes,
  parkedInput,
  parkedPage,
  platformJobs,
  platformJobsInput,
  replayInput,
  replayOutput,
} from "../schema";
import { deletionLateSql } from "./standing-sql";
import { actIn } from "./workspace-ctx";

interface JobRow {
  id: string;
  job: string;
  status: "running" | "failed";
  reason: string | null;
  at: Date;
  finished_at: Date | null;
  workspace_id: string;
  workspace: string;
}

const importWork: Readonly<Record<string, string>> = { checking: "Checks an import", reverting: "Reverts an import" };
const labelOf = (job: string) =>
  jobs().find(({ id }) => id === job)?.label ?? (job.startsWith("import:") ? "Runs an import" : job);

export const listPlatformJobs = staffOperation({
  kind: "query",
  role: "support",
  input: platformJobsInput,
  output: platformJobs,
  describe:
    "Jobs of all workspaces that are running, or that failed and were not retried, newest first, with the reason.",
  async run(_ctx, { show = "running", cursor, limit = 50 }) {
    const end = readPageCursor(cursor);
    const rows = await platformQuery<JobRow>(
      "staff-jobs",
      `with line as (
         select id, tenant_id, job, status, reason, started_at as at, finished_at from job_runs
         where status in ('running', 'failed') and status = $1 and (status = 'running' or retried_at is null)
         union all
         select id, tenant_id, 'import:' || status, case status when 'failed' then 'failed' else 'running' end,
                case status when 'failed' then failure end, updated_at, null
         from imports where case status when 'failed' then 'failed' else 'running' end = $1
       )
       select l.*, t.id as workspace_id, t.name as workspace from line l join tenants t on t.id = l.tenant_id
       where $2::timestamptz is null or (l.at, l.id) < ($2, $3::uuid)
       order by l.at desc, l.id desc limit $4`,
      [show, end?.at ?? null, end?.id ?? null, limit + 1],
    );
    const page = pageFrom(rows, limit, cursorBehind);
    return {
      ...page,
      rows: page.rows.map(({ job, finished_at, workspace_id, workspace, ...row }) => ({
        id: row.id,
        label: importWork[job.slice("import:".length)] ?? labelOf(job),
        status: row.status,
        reason: row.reason,
        at: row.at.toISOString(),
        finishedAt: isoOf(finished_at),
        workspace: { id: workspace_id, name: workspace },
      })),
    };
  },
});

export const getOutboxLag = staffOperation({
  kind: "query",
  role: "support",
  input: z.object({}),
  output: outboxLanes,
  describe: "The waiting and parked events of each consumer, and the age of the oldest waiting one in seconds.",
  run: () => outboxLag(),
});

/** Its key, its event and its consumer. */
const parkedPlace = z.tuple([z.string(), z.uuid(), z.string()]);

interface ParkedRow {
  event_id: string;
  consumer: string;
  name: string;
  reason: string | null;
  parked_at: Date;
  key: string;
  workspace_id: string;
  workspace: string;
}

export const listParked = staffOperation({
  kind: "query",
  role: "support",
  input: parkedInput,
  output: parkedPage,
  describe:
    "Events whose delivery failed too often and was stopped, for one workspace or all, newest first, with the reason.",
  async run(_ctx, { workspaceId, cursor, limit = 50 }) {
    const after = cursor === undefined ? [null, null, null] : placeAt(cursor, parkedPlace);
    const stamp = `to_char(d.parked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS') collate "C"`;
    const rows = await platformQuery<ParkedRow>(
      "staff-parked",
      `select d.event_id, d.consumer, e.name, d.reason, d.parked_at, ${stamp} as key, t.id as workspace_id,
              t.name as workspace
       from event_deliveries d join events e on e.tenant_id = d.tenant_id and e.id = d.event_id
       join tenants t on t.id = d.tenant_id
       where d.delivered_at is null and d.parked_at is not null and ($1::uuid is null or d.tenant_id = $1)
         and ($2::text is null or (${stamp}, d.event_id, d.consumer) < ($2 collate "C", $3::uuid, $4))
       order by ${stamp} desc, d.event_id desc, d.consumer desc limit $5`,
      [workspaceId ?? null, ...after, limit + 1],
    );
    const page = pageFrom(rows, limit, (row) => cursorAt([row.key, row.event_id, row.consumer]));
    return {
      ...page,
      rows: page.rows.map((row) => ({
        eventId: row.event_id,
        consumer: row.consumer,
        name: row.name,
        reason: row.reason ?? "",
        parkedAt: row.parked_at.toISOString(),
        workspace: { id: row.workspace_id, name: row.workspace },
      })),
    };
  },
});

export const replayEvents = staffOperation({
  kind: "mutation",
  role: "operator",
  input: replayInput,
  output: replayOutput,
  describe: "Retries the delivery of a workspace's parked events: one, or all. NOT_FOUND when the event is not parked.",
  async run(staff, { id, eventId }) {
    return await actIn(staff, id, async (inner) => {
      const result = await replayIn(inner, { eventId });
      if (result.replayed === 0) throw new AppError("CONFLICT", "No events are parked any more. Reload the page.");
      const data = eventId === undefined ? result : { ...result, eventId };
      return { act: { name: "events.replayed", data }, result };
    });
  },
});

export const getHealth = staffOperation({
  kind: "query",
  role: "support",
  input: z.object({}),
  output: health,
  describe:
    "Each service that the platform depends on: whether it responds, in how many milliseconds, and how to fix it; and deletions of workspaces that are overdue by a day.",
  async run() {
    const checks = await readiness();
    return { ...checks, lateDeletions: checks.ready ? await lateDeletions() : [] };
  },
});

async function lateDeletions(): Promise<{ id: string; name: string; dueAt: string }[]> {
  const rows = await platformQuery<{ id: string; name: string; deletion_due_at: Date }>(
    "staff-late-deletions",
    `select t.id, t.name, t.deletion_due_at from tenants t where ${deletionLateSql}
     order by t.deletion_due_at, t.id limit 20`,
    [],
  );
  return rows.map(({ deletion_due_at, ...row }) => ({ ...row, dueAt: deletion_due_at.toISOString() }));
}
