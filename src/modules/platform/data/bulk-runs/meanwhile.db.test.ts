// @module-tag once

import "@/registry/operations";
import "@/registry/register";
import { expect, test } from "vitest";
import type { BulkChange } from "@/lib/bulk-changes";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { atOnce } from "@/test/at-once";
import { later, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { hold } from "@/test/hold";
import { undoOfPeople } from "./operations/forget-person";
import { listBulkProblems, startBulkRun, undoBulkRun } from "./operations/runs";

const set = (field: string, value: string): BulkChange => ({ type: "set", field, value });

/** Runs `work` while another transaction holds an account that it changes, which commits once the work waits for it. */
async function whileHeld<T>(id: string, change: string, work: () => Promise<T>): Promise<T> {
  await using held = await hold(`update accounts set ${change}, version = version + 1 where id = '${id}'`);
  const working = work();
  await expect
    .poll(async () => (await adminQuery("select 1 from pg_stat_activity where wait_event_type = 'Lock'")).length)
    .toBeGreaterThan(0);
  await held.release();
  return await working;
}

test("a record that somebody changes at that moment gets both changes, or says that it is overtaken", async () => {
  const workspace = await testWorkspace();
  const ctx = await later(await workspace.role("owner"));
  const names = ["One", "Two", "Three"];
  const made = [];
  for (const name of names) made.push(await accountOperations.create(ctx, { name }));
  const [first, second] = made.map(({ id }) => id);
  const selection = { ids: made.map(({ id }) => id) };
  const other = await whileHeld(first ?? "", "employees = 7", () =>
    startBulkRun(ctx, { noun: "account", selection, change: set("industry", "media") }),
  );
  expect(other).toMatchObject({ status: "done", changed: 3, failed: 0 });
  expect(await accountOperations.get(ctx, { id: first ?? "" })).toMatchObject({
    employees: 7,
    industry: "media",
    version: 3,
  });
  const versions = Object.fromEntries(made.map(({ id }) => [id, id === first ? 3 : 2]));
  // Deleted meanwhile.
  await adminQuery("delete from accounts where id = $1", [second]);
  const gone = await startBulkRun(ctx, {
    noun: "account",
    selection: { ...selection, versions },
    change: set("industry", "energy"),
  });
  expect(gone).toMatchObject({ changed: 2, failed: 1 });
  const { rows } = await listBulkProblems(ctx, { id: gone.id, state: "failed" });
  expect(rows).toMatchObject([{ id: second, reason: expect.stringContaining("does not exist") }]);
});

test("of two undos at once one takes the change back, and the other one says that it is undone", async () => {
  const workspace = await testWorkspace();
  const ctx = await later(await workspace.role("owner"));
  const { id } = await accountOperations.create(ctx, { name: "One" });
  const selection = { ids: [id] };
  const run = await startBulkRun(ctx, { noun: "account", selection, change: set("industry", "media") });
  const answers = await atOnce(
    () => undoBulkRun(ctx, { id: run.id }),
    () => undoBulkRun(ctx, { id: run.id }),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(answers.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
  expect(await accountOperations.get(ctx, { id })).toMatchObject({ industry: null, version: 3 });
});

test("the undo leaves a person who was anonymised since, before and after the earlier values are erased", async () => {
  const workspace = await testWorkspace();
  const ctx = await later(await workspace.role("owner"));
  const people = [];
  for (const lastName of ["Fox", "Lee", "Kim"])
    people.push(await contactOperations.create(ctx, { lastName, jobTitle: `Title of ${lastName}` }));
  const selection = { ids: people.map(({ id }) => id) };
  const run = await startBulkRun(ctx, { noun: "contact", selection, change: { type: "clear", field: "jobTitle" } });
  expect(run.changed).toBe(3);
  const [fox, lee, kim] = people.map(({ id }) => id);
  for (const id of [fox, lee]) await contactOperations.anonymize(ctx, { id: id ?? "", version: 2 });
  const known = { texts: [], digits: [] };
  await undoOfPeople.erase(ctx, { entity: "contact", id: lee ?? "", eventId: run.id, known } as never, "");
  expect(await undoBulkRun(ctx, { id: run.id })).toMatchObject({ undone: 1, kept: 2 });
  const titles = await adminQuery("select id, job_title as title from contacts where tenant_id = $1 order by id", [
    ctx.tenant.id,
  ]);
  expect(titles).toEqual([fox, lee, kim].map((id) => ({ id, title: id === kim ? "Title of Kim" : null })));
  const { rows } = await listBulkProblems(ctx, { id: run.id, state: "kept" });
  expect(rows.map(({ id, reason }) => [id, reason])).toEqual([
    [fox, "Somebody has since changed it."],
    [lee, "You may not see its earlier value."],
  ]);
  await expect(undoBulkRun(ctx, { id: run.id })).rejects.toMatchObject({ code: "CONFLICT" });
});
