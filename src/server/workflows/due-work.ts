import "server-only";
import { platformQuery } from "../db/client.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantDb, tenantSql } from "../db/tenant-db.ts";

/** In the place of a job: every job of the workspace is asked. */
export const everyJob = "*";

interface DueRow {
  tenant_id: string;
  job: string;
}

/** The jobs that are to be asked by now, by workspace: those that wait longest, at most `most` rows. */
export async function workToAsk(now: Date, most: number): Promise<Map<string, string[]>> {
  const rows = await platformQuery<DueRow>(
    "clock-due",
    "select tenant_id, job from due_work where at <= $1 order by at limit $2",
    [now, most],
  );
  const found = new Map<string, string[]>();
  for (const { tenant_id: id, job } of rows) found.set(id, [...(found.get(id) ?? []), job]);
  return found;
}

// Each statement locks its rows in the order of their jobs, so that no two wait for each other.
const instant = (at: Date) => Prisma.sql`${at.toISOString()}::timestamptz`;

/** Takes the rows that are still due until `until`, so that one process asks. Returns their jobs. */
export async function claimWork(tenantId: string, jobs: readonly string[], now: Date, until: Date): Promise<string[]> {
  const rows = await tenantSql<{ job: string }>(
    tenantId,
    tenantDb(tenantId).db,
    Prisma.sql`
      with held as (
        select job from due_work
        where tenant_id = ${tenantId}::uuid and job = any(${[...jobs]}::text[]) and at <= ${instant(now)}
        order by job for update
      )
      update due_work d set at = ${instant(until)} from held
      where d.tenant_id = ${tenantId}::uuid and d.job = held.job and d.at <= ${instant(now)} returning d.job`,
  );
  return rows.map(({ job }) => job);
}

/** Lets the clock ask jobs of a workspace at that time; a job that is to be asked earlier keeps its time. */
export async function askAt(tenantId: string, jobs: readonly string[], at: Date): Promise<void> {
  await tenantSql(
    tenantId,
    tenantDb(tenantId).db,
    Prisma.sql`
      insert into due_work (tenant_id, job, at)
      select t.id, job, ${instant(at)} from tenants t, unnest(${[...new Set(jobs)]}::text[]) job
      where t.id = ${tenantId}::uuid order by job
      on conflict (tenant_id, job) do update set at = excluded.at where due_work.at > excluded.at
      returning 1 as set`,
  );
}

/**
 * Writes when jobs are asked next, null for those that wait for an event. A row that changed since it was claimed until
 * `claimed` stays: something happened meanwhile, and the job is asked again. After the claim nothing is written.
 */
export async function setNext(tenantId: string, next: ReadonlyMap<string, Date | null>, claimed: Date): Promise<void> {
  if (claimed.getTime() <= Date.now()) return;
  const { db } = tenantDb(tenantId);
  const asked = [...next].flatMap(([job, at]) => (at ? [{ job, at: at.toISOString() }] : []));
  const idle = [...next].flatMap(([job, at]) => (at ? [] : [job]));
  if (asked.length > 0)
    await tenantSql(
      tenantId,
      db,
      Prisma.sql`
        insert into due_work (tenant_id, job, at)
        select ${tenantId}::uuid, job, at
        from unnest(${asked.map(({ job }) => job)}::text[], ${asked.map(({ at }) => at)}::timestamptz[]) n (job, at) order by job
        on conflict (tenant_id, job) do update set at = excluded.at
          where due_work.at = ${instant(claimed)} or due_work.at > excluded.at
        returning 1 as set`,
    );
  if (idle.length > 0)
    await tenantSql(
      tenantId,
      db,
      Prisma.sql`
        with held as (
          select job from due_work
          where tenant_id = ${tenantId}::uuid and job = any(${idle}::text[]) and at = ${instant(claimed)}
          order by job for update
        )
        delete from due_work d using held
        where d.tenant_id = ${tenantId}::uuid and d.job = held.job and d.at = ${instant(claimed)} returning 1 as gone`,
    );
}
