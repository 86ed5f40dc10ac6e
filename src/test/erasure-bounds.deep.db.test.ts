// @module-tag once
import "@/registry/operations";
import "@/registry/register";
import { beforeEach, expect, test } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { startBulkRun, undoBulkRun } from "@/modules/platform/data/bulk-runs/operations/runs";
import { revertImport } from "@/modules/platform/data/imports/operations/run-import";
import { workImports } from "@/modules/platform/data/imports/operations/work-imports";
import { createTag } from "@/modules/platform/data/tags/operations/tags";
import { createView, getView, updateView } from "@/modules/platform/data/views/operations/views";
import type { Ctx } from "@/server/context";
import { type DeliveredEvent, jobs } from "@/server/workflows/job";
import { later, type TestWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { eraseEverywhere } from "./erase-person";
import { importAll } from "./import-trial";
import { opportunityWorkspace } from "./opportunities";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace } = await opportunityWorkspace());
  ctx = await later(await workspace.role("owner"));
});

const phones = [{ value: "+13125550142", type: "office" as const }];
const ann = () => contactOperations.create(ctx, { firstName: "Ann", lastName: "Field", phones });
const anonymized = async ({ id, version }: { id: string; version: number }) => {
  await contactOperations.anonymize(ctx, { id, version });
  await eraseEverywhere(workspace.system, id);
};

test("a colleague with the same number keeps it in their history, and through the undo of a bulk change and of an import", async () => {
  const person = await ann();
  const emails = [{ value: "bob@alder.example", type: "work" as const }];
  const given = { firstName: "Bob", lastName: "Moor", phones, emails, jobTitle: "For Ann Field" };
  const bob = await contactOperations.create(ctx, given);
  const selection = { ids: [bob.id] };
  const run = await startBulkRun(ctx, { noun: "contact", selection, change: { type: "clear", field: "phones" } });
  expect(run.changed).toBe(1);
  await anonymized(person);
  await undoBulkRun(ctx, { id: run.id });
  expect(await contactOperations.get(ctx, { id: bob.id })).toMatchObject({ phones, jobTitle: "For Erased" });
  const [cleared] = await adminQuery<{ before: object }>(
    "select before from events where entity_id = $1 and name = 'contact.updated' order by id limit 1",
    [bob.id],
  );
  expect(cleared?.before).toMatchObject({ phones });

  const other = await ann();
  const made = await importAll(ctx, { "contacts.csv": "Email,Job title\nbob@alder.example,Head of sales\n" });
  expect(made).toMatchObject({ updated: 1 });
  await anonymized(other);
  await revertImport(ctx, { id: made.id });
  await workImports();
  const now = await contactOperations.get(ctx, { id: bob.id });
  expect(now).toMatchObject({ phones, emails, jobTitle: "For Erased" });
});

test("a view or tag whose name was erased refuses an edit from before, whatever else was changed after it", async () => {
  const person = await ann();
  const view = await createView(ctx, { noun: "contact", name: "With Ann Field", state: {} } as never);
  await anonymized(person);
  const stale = { id: view.id, version: view.version };
  await expect(updateView(ctx, { ...stale, name: "For Ann Field" })).rejects.toMatchObject({ code: "CONFLICT" });
  const erased = await getView(ctx, { id: view.id });
  expect(erased).toMatchObject({ name: "With Erased", version: view.version + 1 });
  await updateView(ctx, { id: view.id, version: erased.version, scope: "workspace" });
  await expect(updateView(ctx, { ...stale, name: "For Ann Field" })).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await getView(ctx, { id: view.id })).toMatchObject({ name: "With Erased", scope: "workspace" });
});

test("the job ends in few steps, however many rows there are, and the person's own events lose them first", async () => {
  const person = await ann();
  const { id: tag } = await createTag(ctx, { name: "Friend of Ann Field" } as never);
  await adminQuery(
    `insert into events (id, tenant_id, name, entity, entity_id, actor, data, request_id)
     select gen_random_uuid(), $1, 'tag.updated', 'tag', $2, '{"type":"system"}', '{}', 'test' from generate_series(1, 21000)`,
    [ctx.tenant.id, tag],
  );
  await contactOperations.anonymize(ctx, { id: person.id, version: person.version });
  const [event] = await adminQuery<{ id: string }>(
    "select id from events where entity_id = $1 and name = 'contact.erasureRequested'",
    [person.id],
  );
  const asked = { eventId: event?.id, entity: "contact", entityId: person.id, tenantId: ctx.tenant.id };
  const said = async (where: string) =>
    await adminQuery(
      `select name from events where tenant_id = $1 and concat(before, after) ~* 'ann field' and ${where}`,
      [ctx.tenant.id],
    );
  const steps: string[] = [];
  await jobs()
    .find(({ id }) => id === "erase-person")
    ?.run({
      event: asked as DeliveredEvent,
      async step(id, work) {
        const result = await work(workspace.system);
        steps.push(id);
        if (steps.length === 2) {
          expect(await said(`entity_id = '${person.id}'`)).toEqual([]);
          expect(await said("entity = 'tag'")).toEqual([{ name: "tag.created" }]);
        }
        return result;
      },
      sleepUntil: async () => {},
    });
  expect(steps.filter((id) => id.startsWith("history"))).toEqual(["history, part 1"]);
  expect(steps.slice(0, 2)).toEqual(["open", "ownHistory, part 1"]);
  expect(await said("true")).toEqual([]);
});
