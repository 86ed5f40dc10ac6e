import "@/registry/register";
import { beforeEach, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { productOperations } from "@/modules/crm/products/operations";
import type { Ctx } from "@/server/context";
import type { DeliveredEvent } from "@/server/workflows/job";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { deleteArchived } from "./jobs";
import { countExpired, getRetention, setRetention } from "./operations/retention";

let workspace: TestWorkspace;
let owner: Ctx;
beforeEach(async () => {
  workspace = await testWorkspace();
  owner = await workspace.role("owner");
});

async function archivedFor(days: number, name: string, more: object = {}): Promise<string> {
  const { id, version } = await accountOperations.create(owner, { name, ...more });
  await accountOperations.archive(owner, { id, version });
  await age("accounts", id, days);
  return id;
}
const age = (table: string, id: string, days: number) =>
  adminQuery(`update ${table} set archived_at = now() - $2::int * interval '1 day' where id = $1`, [id, days]);
const names = async () =>
  (
    await adminQuery<{ name: string }>("select name from accounts where tenant_id = $1 order by name", [
      workspace.tenant.id,
    ])
  ).map(({ name }) => name);

const nightly = () =>
  deleteArchived.run({
    event: { entity: "sweep" } as DeliveredEvent,
    step: async (_id, work) => await work(workspace.system),
    sleepUntil: async () => {},
  });

describe("archived records", () => {
  test("stay unless the workspace says after how many days they are deleted", async () => {
    await archivedFor(1_000, "Old");
    expect(await getRetention(owner, {})).toEqual({ days: null });
    await nightly();
    expect(await names()).toEqual(["Old"]);
    expect(await deleteArchived.due?.(workspace.system, new Date())).toEqual({ slots: [], next: null });
  });

  test("are deleted for good after these days, with an event; later, active and restored ones stay", async () => {
    const old = await archivedFor(31, "Old");
    await archivedFor(29, "Young");
    await accountOperations.create(owner, { name: "Active" });
    const back = await archivedFor(40, "Restored");
    const { version } = await accountOperations.get(owner, { id: back });
    await accountOperations.restore(owner, { id: back, version });
    await setRetention(owner, { days: 30 });
    expect(await countExpired(owner, { days: 30 })).toEqual({ counts: [{ entity: "account", count: 1 }] });
    await nightly();
    expect(await names()).toEqual(["Active", "Restored", "Young"]);
    const [event] = await adminQuery<{ actor: object }>(
      "select actor from events where entity_id = $1 and name = 'account.deleted'",
      [old],
    );
    expect(event?.actor).toMatchObject({ type: "system" });
  });

  test("that others need stay until these are gone, which are deleted first", async () => {
    const account = await archivedFor(50, "Held");
    const { id, version } = await contactOperations.create(owner, { firstName: "Ann", accountId: account });
    await setRetention(owner, { days: 30 });
    await nightly();
    expect(await names()).toEqual(["Held"]);
    await contactOperations.archive(owner, { id, version });
    await age("contacts", id, 31);
    await nightly();
    expect(await names()).toEqual([]);
    expect(await contactOperations.list(owner, { archived: true })).toMatchObject({ rows: [] });
  });

  test("are deleted in parts, however many they are", async () => {
    const ids = await adminQuery<{ id: string }>(
      `insert into accounts (id, tenant_id, name, name_key, archived_at, updated_at)
       select gen_random_uuid(), $1, 'A' || n, 'a' || n, now() - interval '90 days', now() from generate_series(1, 230) n returning id`,
      [workspace.tenant.id],
    );
    expect(ids).toHaveLength(230);
    await setRetention(owner, { days: 30 });
    await nightly();
    expect(await names()).toEqual([]);
  });

  test("of kinds that nobody can delete stay", async () => {
    const product = await productOperations.create(owner, { name: "Pump" });
    await productOperations.archive(owner, { id: product.id, version: product.version });
    await age("products", product.id, 500);
    await setRetention(owner, { days: 30 });
    await nightly();
    expect(await productOperations.get(owner, { id: product.id })).toMatchObject({ name: "Pump" });
  });
});

describe("the days", () => {
  test("are set by owners and admins alone, after a proof of who they are, and are in the log", async () => {
    for (const role of ["manager", "member", "viewer"] as const)
      await expect(setRetention(await workspace.role(role), { days: 30 })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const admin = await workspace.role("admin");
    const stale = { ...admin, actor: { ...admin.actor, confirmedAt: new Date(0) } } as Ctx;
    await expect(setRetention(stale, { days: 30 })).rejects.toMatchObject({ details: { reason: "confirm" } });
    expect(await setRetention(admin, { days: 30 })).toEqual({ days: 30 });
    expect(await setRetention(stale, { days: null })).toEqual({ days: null });
    const events = await adminQuery<{ before: object; after: object }>(
      "select before, after from events where tenant_id = $1 and name = 'workspace.retentionChanged' order by id",
      [workspace.tenant.id],
    );
    expect(events).toEqual([
      { before: { archiveDays: null }, after: { archiveDays: 30 } },
      { before: { archiveDays: 30 }, after: { archiveDays: null } },
    ]);
  });

  test.each([0, 6, 3_651, 30.5])("are not %s", async (days) => {
    await expect(setRetention(owner, { days })).rejects.toMatchObject({ code: "VALIDATION" });
  });

  test("let the job run at night: at half past three of the workspace", async () => {
    await archivedFor(31, "Old");
    await setRetention(owner, { days: 30 });
    // 02:00 and 04:00 in Chicago.
    const [early, late] = [new Date("2026-12-20T08:00:00Z"), new Date("2026-12-20T10:00:00Z")];
    expect(await deleteArchived.due?.(workspace.system, early)).toEqual({
      slots: [],
      next: new Date("2026-12-20T09:30:00Z"),
    });
    expect(await deleteArchived.due?.(workspace.system, late)).toEqual({
      slots: ["2026-12-20"],
      next: new Date("2026-12-21T09:30:00Z"),
    });
  });
});
