import { randomUUID } from "node:crypto";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { listPipelines } from "@/modules/crm/pipelines/operations";
import type { TestWorkspace } from "./ctx";
import { adminQuery } from "./db";

/** One record of each kind that a large workspace has. */
export interface BulkWorkspace {
  memberId: string;
  accountId: string;
  opportunityId: string;
  /** Open stages, and the won one. */
  stageId: string;
  otherStageId: string;
  wonStageId: string;
}

/**
 * Fills workspaces with `count` accounts and as many opportunities in all, spread evenly; statistics are up to date
 * afterwards.
 */
export async function bulkWorkspace(workspaces: readonly TestWorkspace[], count: number): Promise<BulkWorkspace[]> {
  const filled: BulkWorkspace[] = [];
  for (const workspace of workspaces) filled.push(await fill(workspace, Math.floor(count / workspaces.length)));
  for (const table of ["accounts", "opportunities", "stage_entries", "events", "event_subjects", "stages", "members"])
    await adminQuery(`vacuum analyze ${table}`);
  return filled;
}

async function fill({ tenant, system, join }: TestWorkspace, count: number): Promise<BulkWorkspace> {
  await bootstrapPipelines(system);
  const [pipeline] = await listPipelines(system, {});
  if (!pipeline) throw new Error("No pipeline was made.");
  const members: string[] = [];
  for (let index = 0; index < 20; index++) members.push((await join("member")).id);
  const stages = pipeline.stages.map((stage) => stage.id);
  const types = pipeline.stages.map((stage) => stage.type);
  await adminQuery(
    `insert into accounts (id, tenant_id, name, name_key, industry, employees, annual_revenue_minor, currency, owner_id, updated_at, created_at)
     select gen_random_uuid(), $1, 'Account ' || i, 'account ' || i, 'Industry ' || i % 40, i % 5000, (i * 7919::bigint) % 1000000, 'USD',
       ($2::uuid[])[1 + i % 20], now(), now() - i * interval '1 minute'
     from generate_series(1, $3::int) i`,
    [tenant.id, members, count],
  );
  await adminQuery("analyze accounts");
  // Every tenth account is below another one.
  await adminQuery(
    `update accounts a set parent_id = p.id from accounts p
     where a.tenant_id = $1 and p.tenant_id = $1 and a.name_key like '%0' and p.name_key = a.name_key || '1'`,
    [tenant.id],
  );
  await adminQuery(
    `insert into opportunities (id, tenant_id, name, name_key, account_id, pipeline_id, stage_id, status, rank, amount_minor, currency,
       expected_close_date, actual_close_date, owner_id, stage_entered_at, touched_at, created_at, updated_at)
     select gen_random_uuid(), $1, 'Opportunity ' || i, 'opportunity ' || i, a.id, $2, ($3::uuid[])[1 + i % 6], ($4::text[])[1 + i % 6],
       'b' || lpad(i::text, 6, '0') || 'V', case when i % 9 > 0 then (i * 104729::bigint) % 10000000 end, 'USD', date '2027-01-01' + i % 300,
       case when ($4::text[])[1 + i % 6] <> 'open' then date '2026-01-01' + i % 300 end, ($5::uuid[])[1 + i % 20],
       now() - i * interval '1 minute', now(), now() - i * interval '1 minute', now()
     from generate_series(1, $6::int) i
     join accounts a on a.tenant_id = $1 and a.name_key = 'account ' || i`,
    [tenant.id, pipeline.id, stages, types, members, count],
  );
  // Without statistics a join by id reads an index of the workspace whole for each row.
  await adminQuery("analyze opportunities");
  await adminQuery(
    `insert into stage_entries (id, tenant_id, opportunity_id, stage_id, sequence, entered_at, source)
     select gen_random_uuid(), tenant_id, id, stage_id, 1, stage_entered_at, 'import' from opportunities where tenant_id = $1`,
    [tenant.id],
  );
  const batchId = randomUUID();
  await adminQuery(
    `insert into events (id, tenant_id, name, entity, entity_id, entity_version, actor, data, request_id, batch_id, batch_key)
     select uuidv7(), tenant_id, 'opportunity.imported', 'opportunity', id, 1, '{"type":"system"}', '{"created":true}', 'bulk', $2::uuid,
       $2::uuid || ' opportunity.imported'
     from opportunities where tenant_id = $1`,
    [tenant.id, batchId],
  );
  // Without statistics the check of each foreign key reads an index of the workspace whole.
  await adminQuery("analyze events");
  await adminQuery(
    `insert into event_subjects (tenant_id, event_id, entity, entity_id, batch_key)
     select e.tenant_id, e.id, 'account', o.account_id, e.batch_key
     from events e join opportunities o on o.tenant_id = e.tenant_id and o.id = e.entity_id
     where e.tenant_id = $1 and e.batch_id = $2::uuid`,
    [tenant.id, batchId],
  );
  const [opportunity] = await adminQuery<{ id: string; account_id: string }>(
    "select id, account_id from opportunities where tenant_id = $1 and stage_id = $2 limit 1",
    [tenant.id, stages[0]],
  );
  const won = pipeline.stages.find((stage) => stage.type === "won");
  return {
    memberId: members[0] ?? "",
    accountId: opportunity?.account_id ?? "",
    opportunityId: opportunity?.id ?? "",
    stageId: stages[0] ?? "",
    otherStageId: stages[1] ?? "",
    wonStageId: won?.id ?? "",
  };
}
