import "@/registry/register";
import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, test } from "vitest";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import { testWorkspace } from "@/test/ctx";
import { adminQuery, workerUrls } from "@/test/db";
import { nodesOf, planOf, statementsOf } from "@/test/plans";

test("the timeline of an account with thousands of contacts reads the few activities that are linked to them", async () => {
  const workspace = await testWorkspace();
  const ctx = await workspace.role("owner");
  const tenant = ctx.tenant.id;
  const [account, other] = [randomUUID(), randomUUID()];
  await adminQuery(
    `insert into accounts (id, tenant_id, name, name_key, updated_at)
     select id, $1, name, name, now() from unnest($2::uuid[], array['large', 'small']) as a(id, name)`,
    [tenant, [account, other]],
  );
  await adminQuery(
    `insert into contacts (id, tenant_id, name, name_key, account_id, updated_at)
     select uuidv7(), $1, 'Person ' || i, 'person ' || i, case when i > 250 then $2::uuid else $3::uuid end, now()
     from generate_series(1, 6250) i`,
    [tenant, account, other],
  );
  await adminQuery(
    `insert into activities (id, tenant_id, name, name_key, kind, status, priority, due_on, completed_at, at, updated_at)
     select uuidv7(), $1, 'Task ' || i, 'task ' || i, 'task', 'completed', 'normal', current_date, now(),
       now() - i * interval '1 minute', now()
     from generate_series(1, 30000) i`,
    [tenant],
  );
  // All of them are about the other account's people. Without triggers, whose plans are made for small tables then.
  await adminQuery(`do $$ begin
    set local session_replication_role = replica;
    with person as (
      select id, row_number() over (order by id) as n from contacts where tenant_id = '${tenant}' and account_id = '${other}'),
    task as (select id, row_number() over (order by id) as n from activities where tenant_id = '${tenant}')
    insert into record_links (id, tenant_id, from_entity, from_id, field, position, to_entity, to_id)
    select uuidv7(), '${tenant}', 'activity', t.id, 'about', 0, 'contact', p.id from task t join person p on p.n = 1 + t.n % 250;
  end $$`);
  for (const table of ["accounts", "contacts", "activities", "record_links"])
    await adminQuery(`vacuum analyze ${table}`);

  const statements = await statementsOf(() => listTimeline(ctx, { entity: "account", id: account }));
  const dated = statements.filter(({ text }) => /from activities a\s/.test(text));
  const client = new pg.Client({ connectionString: workerUrls().app });
  await client.connect();
  await client.query("select set_config('app.tenant_id', $1, false)", [tenant]);
  const plans = await Promise.all(dated.map((statement) => planOf(statement, client, true)));
  await client.end();
  const read = plans.flatMap(nodesOf).filter((node) => node["Relation Name"] === "activities");
  expect(read.length).toBeGreaterThan(0);
  for (const node of read) {
    expect(node["Index Cond"]).toMatch(/\bid = /);
    expect(node["Rows Removed by Filter"] ?? 0).toBe(0);
  }
});
