import "@/registry/register";
import { describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { endPayment } from "@/modules/platform/commerce/billing/operations/end-payment";
import { workOn } from "@/modules/platform/data/imports/operations/import-work";
import { retryImport } from "@/modules/platform/data/imports/operations/run-import";
import { createApiKey } from "@/modules/platform/identity/api-keys/operations";
import { myWorkspaces } from "@/modules/platform/workspace/tenants/operations/create";
import { identityCtx, tenantById, tenantCtx } from "@/server/access";
import { type Ctx, createCtx } from "@/server/context";
import { notFound } from "@/server/errors";
import { inTransaction } from "@/server/execute";
import { readCaller } from "@/server/http";
import { systemCtx } from "@/server/member-ctx";
import { relayOnce } from "@/server/outbox/relay";
import { requestDueWork } from "@/server/workflows/clock";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, howManyWait } from "@/test/db";
import { rowHash } from "@/test/full-workspace";
import { hold } from "@/test/hold";
import { mailsTo, mailTo } from "@/test/mail";
import { payingWorkspace, stripe } from "@/test/payments";
import { servedJobs } from "@/test/served-jobs";
import { signedIn } from "@/test/tenancy/doors";
import { deleteWorkspace, notifyDeletion, notifyDeletionUndone, notifyTransfer } from "./jobs";
import { askDeletion, getDeletion, undoDeletion } from "./operations/deletion";
import { purgeRows, purgeWorkspace } from "./operations/purge";
import { reactivateIn, suspendIn } from "./operations/suspension";
import { transferOwnership } from "./operations/transfer";

const { consumer } = servedJobs(notifyDeletion, notifyDeletionUndone, notifyTransfer, deleteWorkspace);
const deliver = async () => {
  while (await relayOnce(consumer));
};

/** The context of a later request of the same member. */
async function later(workspace: TestWorkspace, member: TestMember) {
  const tenant = await tenantById(workspace.tenant.id);
  if (!tenant) throw new Error("The workspace is gone.");
  return createCtx({ ...(await workspace.as(member)), tenant });
}

const pastDue = (tenantId: string) =>
  adminQuery("update tenants set deletion_due_at = now() - interval '1 second' where id = $1", [tenantId]);
const eventsOf = async (tenantId: string) =>
  (
    await adminQuery<{ name: string }>(
      "select name from events where tenant_id = $1 and (name like 'workspace.%' or name = 'member.roleChanged') order by id",
      [tenantId],
    )
  ).map(({ name }) => name);
const gone = async (tenantId: string) =>
  (await adminQuery("select 1 from tenants where id = $1", [tenantId])).length === 0;

describe("asking for the deletion of a workspace", () => {
  test("needs its name, sets a day that stays when asked twice, and makes it read-only for everybody", async () => {
    const workspace = await testWorkspace();
    const [owner, other] = [await workspace.join("owner"), await workspace.join("owner")];
    const before = await rowHash(workspace.tenant.id);
    await expect(askDeletion(await workspace.as(owner), { name: "another" })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "name" }] },
    });
    expect(await rowHash(workspace.tenant.id)).toBe(before);

    const { name } = workspace.tenant;
    const first = await askDeletion(await workspace.as(owner), { name });
    expect(first).toMatchObject({ askedBy: owner.name, isPaid: true });
    const days = (Date.parse(first.dueAt ?? "") - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(13.99);
    expect(days).toBeLessThanOrEqual(14);
    expect(await askDeletion(await later(workspace, other), { name })).toEqual(first);
    expect(await eventsOf(workspace.tenant.id)).toEqual(["workspace.deletionAsked"]);

    const now = await later(workspace, owner);
    await expect(accountOperations.create(now, { name: "Late" })).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("will be deleted on"),
    });
    expect((await accountOperations.list(now, {})).rows).toEqual([]);
    await undoDeletion(now, {});
    expect((await accountOperations.create(await later(workspace, owner), { name: "Again" })).name).toBe("Again");
    expect(await undoDeletion(await later(workspace, owner), {})).toMatchObject({ dueAt: null });
    expect(await eventsOf(workspace.tenant.id)).toEqual(["workspace.deletionAsked", "workspace.deletionUndone"]);
  });

  test("is told to owners and admins once a moment: at once, three days and one day before, and when it is undone", async () => {
    const workspace = await testWorkspace();
    const [owner, admin, member] = [
      await workspace.join("owner"),
      await workspace.join("admin"),
      await workspace.join("member"),
    ];
    const { id, name } = workspace.tenant;
    await askDeletion(await workspace.as(owner), { name });
    await deliver();
    expect((await mailTo(owner.email)).subject).toContain(`${name} will be deleted on`);
    await mailTo(admin.email);
    for (const [left, count] of [
      ["2 days 23 hours", 2],
      ["23 hours", 3],
    ] as const) {
      await adminQuery("update tenants set deletion_due_at = now() + $2::interval where id = $1", [id, left]);
      const tenant = await tenantById(id);
      if (!tenant) throw new Error("The workspace is gone.");
      for (let twice = 0; twice < 2; twice++) await requestDueWork(tenant, new Date());
      await deliver();
      await mailTo(admin.email, count);
    }
    await undoDeletion(await later(workspace, owner), {});
    await deliver();
    expect((await mailTo(admin.email, 4)).subject).toBe(`${name} will not be deleted`);
    expect(await mailsTo(owner.email)).toHaveLength(4);
    expect(await mailsTo(member.email)).toEqual([]);
  });

  test("nobody finds a workspace whose time has come: not by session, key, list or undo", async () => {
    const workspace = await testWorkspace();
    const owner = await workspace.join("owner");
    const { slug, id, name } = workspace.tenant;
    const { key } = await createApiKey(await workspace.as(owner), { name: "Key", scopes: ["account:view"] });
    const caller = await readCaller(new Headers(await signedIn(owner, slug)));
    const byKey = { ...caller, credential: { type: "apiKey", key } as const };
    await askDeletion(await workspace.as(owner), { name });
    const waiting = await tenantCtx(caller);
    expect(waiting.readOnly).toContain("will be deleted on");
    await tenantCtx(byKey);
    await pastDue(id);
    await expect(tenantCtx(caller)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(tenantCtx(byKey)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(await myWorkspaces(await identityCtx(caller), {})).toEqual([]);
    await expect(undoDeletion(waiting, {})).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(getDeletion(await later(workspace, owner), {})).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("undone in the last second: of undo and deletion one waits for the other", async () => {
    const workspace = await testWorkspace();
    const owner = await workspace.join("owner");
    const { id, name } = workspace.tenant;
    await askDeletion(await workspace.as(owner), { name });
    await using held = await hold(
      `update tenants set deletion_due_at = null, deletion_asked_at = null where id = '${id}'`,
    );
    await adminQuery("select 1");
    const purging = purgeRows(id).then(
      () => "deleted",
      (error: { code: string }) => error.code,
    );
    await expect.poll(() => howManyWait()).toBeGreaterThan(0);
    await held.release();
    expect(await purging).toBe("55000");
    expect(await gone(id)).toBe(false);
  });
});

test("an import that runs when the deletion is asked for ends with the reason, and can be tried again after the undo", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.join("owner");
  const ctx = await workspace.as(owner);
  const members = { createdById: owner.id, askedById: owner.id };
  const { id } = await ctx.db.import.create({
    data: { status: "running", ...members, totals: [], requestId: "running" },
    select: { id: true },
  });
  const { id: tenantId, name } = workspace.tenant;
  expect((await workOn(tenantId, id, "running"))?.run.id).toBe(id);
  await askDeletion(ctx, { name });
  expect(await workOn(tenantId, id, "running")).toBeNull();
  const stored = await ctx.db.import.findFirst({ where: { id }, select: { status: true, failure: true } });
  expect(stored).toEqual({ status: "failed", failure: expect.stringContaining("will be deleted on") });
  await undoDeletion(await later(workspace, owner), {});
  await retryImport(await later(workspace, owner), { id });
  expect((await ctx.db.import.findFirst({ where: { id }, select: { status: true } }))?.status).not.toBe("failed");
});

describe("deletion", () => {
  test("ends the payment first, closes pages on which one could buy, and leaves nothing", async () => {
    const { workspace, owner, customer, subscription } = await payingWorkspace();
    const { id, name } = workspace.tenant;
    await askDeletion(owner, { name });
    await stripe().checkout.sessions.create({
      mode: "subscription",
      customer,
      line_items: [
        { price: (await stripe().subscriptions.retrieve(subscription)).items.data[0]?.price.id ?? "", quantity: 1 },
      ],
      success_url: "https://test.example",
    });
    await pastDue(id);
    const tenant = await tenantById(id);
    if (!tenant) throw new Error("The workspace is gone.");
    await requestDueWork(tenant, new Date());
    await deliver();
    await expect.poll(() => gone(id)).toBe(true);
    expect((await stripe().subscriptions.retrieve(subscription)).status).toBe("canceled");
    expect((await stripe().checkout.sessions.list({ customer })).data.map(({ status }) => status)).toEqual(["expired"]);
  });

  test("goes on where the operator deleted the customer at the payments service", async () => {
    const { workspace, owner, customer } = await payingWorkspace();
    const { id, name } = workspace.tenant;
    await askDeletion(owner, { name });
    await adminQuery("update subscriptions set stripe_customer_id = $2 where tenant_id = $1", [id, `${customer}gone`]);
    await pastDue(id);
    await endPayment(workspace.system);
    expect(await purgeWorkspace(id)).toBe(true);
  });
});

/** As the staff console does it. */
async function inWorkspace(id: string, act: (inner: Ctx) => Promise<boolean>): Promise<boolean> {
  const ctx = await systemCtx(id, "test", "suspends the workspace");
  if (!ctx) throw notFound("workspace");
  return await inTransaction(ctx, act);
}
const suspendWorkspace = (id: string, reason: string) => inWorkspace(id, (inner) => suspendIn(inner, reason));
const reactivateWorkspace = (id: string) => inWorkspace(id, reactivateIn);

describe("suspension", () => {
  test("closes a workspace with its reason, once, and opens it again", async () => {
    const workspace = await testWorkspace();
    const owner = await workspace.join("owner");
    const { id, slug } = workspace.tenant;
    const caller = await readCaller(new Headers(await signedIn(owner, slug)));
    expect(await suspendWorkspace(id, "Unpaid")).toBe(true);
    expect(await suspendWorkspace(id, "Twice")).toBe(false);
    const ctx = await tenantCtx(caller);
    await expect(askDeletion(ctx, { name: workspace.tenant.name })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await reactivateWorkspace(id)).toBe(true);
    expect(await reactivateWorkspace(id)).toBe(false);
    expect((await tenantCtx(caller)).tenant).toMatchObject({
      status: "active",
      suspendedReason: null,
      deletionDueAt: null,
    });
    expect(await eventsOf(id)).toEqual(["workspace.suspended", "workspace.reactivated"]);
  });

  test("stops a deletion; afterwards its owners have days to undo it", async () => {
    const workspace = await testWorkspace();
    const owner = await workspace.join("owner");
    const { id, name } = workspace.tenant;
    await askDeletion(await workspace.as(owner), { name });
    await suspendWorkspace(id, "Abuse");
    await pastDue(id);
    await expect(purgeRows(id)).rejects.toMatchObject({ code: "55000" });
    await reactivateWorkspace(id);
    const dueAt = (await tenantById(id))?.deletionDueAt?.getTime() ?? 0;
    expect(dueAt).toBeGreaterThan(Date.now() + 2.9 * 86_400_000);
    await undoDeletion(await later(workspace, owner), {});
    await askDeletion(await later(workspace, owner), { name });
    await pastDue(id);
    await expect(suspendWorkspace(id, "Too late")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("transfer of ownership", () => {
  test("makes the other one the owner and the caller an admin, with events and mails for both", async () => {
    const workspace = await testWorkspace();
    const [owner, heir, guest] = [
      await workspace.join("owner"),
      await workspace.join("viewer"),
      await workspace.join("admin"),
    ];
    const ctx = await workspace.as(owner);
    const { id } = workspace.tenant;
    await adminQuery("update members set status = 'removed' where id = $1", [guest.id]);
    const before = await rowHash(id);
    await expect(transferOwnership(ctx, { memberId: owner.id })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(transferOwnership(ctx, { memberId: guest.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await adminQuery("update members set status = 'invited' where id = $1", [guest.id]);
    await expect(transferOwnership(ctx, { memberId: guest.id })).rejects.toMatchObject({ code: "VALIDATION" });
    await adminQuery("update members set status = 'removed' where id = $1", [guest.id]);
    expect(await rowHash(id)).toBe(before);
    expect(await transferOwnership(ctx, { memberId: heir.id })).toEqual({ ownerId: heir.id, adminId: owner.id });
    const roles = await adminQuery(
      "select id, role from members where tenant_id = $1 and status = 'active' order by id",
      [id],
    );
    expect(roles).toEqual([
      { id: owner.id, role: "admin" },
      { id: heir.id, role: "owner" },
    ]);
    await expect(transferOwnership(ctx, { memberId: heir.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await eventsOf(id)).toEqual(["member.roleChanged", "member.roleChanged", "workspace.ownershipTransferred"]);
    await deliver();
    for (const { email } of [owner, heir]) expect((await mailTo(email)).subject).toContain(`${heir.name} owns`);
  });

  test("two owners who hand over to each other's heir at once leave an owner", async () => {
    const workspace = await testWorkspace();
    const [one, two, heir] = [
      await workspace.join("owner"),
      await workspace.join("owner"),
      await workspace.join("member"),
    ];
    const [first, second] = await Promise.allSettled([
      transferOwnership(await workspace.as(one), { memberId: heir.id }),
      transferOwnership(await workspace.as(two), { memberId: heir.id }),
    ]);
    expect([first?.status, second?.status].sort()).toEqual(["fulfilled", "rejected"]);
    const [row] = await adminQuery<{ owners: number }>(
      "select count(*)::int as owners from members where tenant_id = $1 and role = 'owner'",
      [workspace.tenant.id],
    );
    expect(row?.owners).toBe(2);
  });
});
