import { beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { bootstrapActivityOutcomes } from "@/modules/crm/activity-outcomes/bootstrap";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";
import { bringActivities } from "./activities";

let owner: Ctx;
let contactIds: string[];
beforeAll(async () => {
  const { workspace, pipeline } = await opportunityWorkspace();
  await bootstrapActivityOutcomes(workspace.system);
  owner = await workspace.role("owner");
  contactIds = [];
  for (const name of ["Hill and Sons", "Field Works"]) {
    const account = await accountOperations.create(owner, { name, type: "customer" });
    const contact = await contactOperations.create(owner, { lastName: name, accountId: account.id });
    contactIds.push(contact.id);
    await opportunityOperations.create(owner, {
      ...{ name: "Cloud migration", pipelineId: pipeline.id, stageId: pipeline.stages[0]?.id ?? "" },
      accountId: account.id,
    });
  }
  await bringActivities(owner, 1, 60);
});

const count = async (sql: string) => Number((await adminQuery<{ n: string }>(sql, [owner.tenant.id]))[0]?.n);

test("a workspace has its activities, which lists and search find", async () => {
  expect(await count("select count(*) n from activities where tenant_id = $1")).toBe(205);
  expect(await count("select count(*) n from search_documents where tenant_id = $1 and entity = 'activity'")).toBe(205);
  const [row] = (await activityOperations.list(owner, {})).rows;
  expect(row && (await activityOperations.get(owner, { id: row.id })).name).toBe(row?.name);
  for (const to of ["account", "contact", "opportunity"])
    expect(
      await count(`select count(*) n from record_links l join activities a on a.id = l.from_id
        join ${to === "opportunity" ? "opportunities" : `${to}s`} x on x.tenant_id = l.tenant_id and x.id = l.to_id
        where l.tenant_id = $1 and l.to_entity = '${to}' and l.from_entity = 'activity' and l.field = 'about'`),
    ).toBeGreaterThan(0);
});

test("formatted texts have a row for each mention", async () => {
  const mentioned = await count(`
    select count(*) n from (
      select distinct a.id, m->'attrs'->>'id' from activities a,
        jsonb_path_query(a.description_doc, '$.** ? (@.type == "mention")') m where a.tenant_id = $1) every`);
  expect(mentioned).toBeGreaterThan(0);
  expect(await count("select count(*) n from mentions where tenant_id = $1 and entity = 'activity'")).toBe(mentioned);
});

test("the last contact with people and the last activity of records follow from them", async () => {
  const last = (of: string, about: string) => `
    select count(*) n from ${of} x where x.tenant_id = $1 and ${about} is distinct from (
      select max(a.at) from activities a where a.tenant_id = x.tenant_id and a.status = 'completed'
        and a.kind in ('call', 'email', 'meeting', 'demo', 'sms', 'linkedin', 'chat')
        and exists (select 1 from record_links l where l.from_id = a.id and l.to_id = x.id))`;
  expect(await count(last("contacts", "x.last_contacted_at"))).toBe(0);
  expect(await count("select count(*) n from contacts where tenant_id = $1 and last_responded_at is null")).toBe(0);
  const untouched = "select count(*) n from accounts where tenant_id = $1 and touched_at is null";
  expect(await count(untouched)).toBe(0);
  expect((await contactOperations.get(owner, { id: contactIds[0] ?? "" })).version).toBe(1);
});
