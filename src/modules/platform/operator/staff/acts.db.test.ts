import { randomUUID } from "node:crypto";
import { addDays } from "date-fns";
import { beforeAll, describe, expect, it } from "vitest";
import { resetPassword } from "@/modules/platform/identity/auth/operations/passwords";
import { getWorkspace as getOwnWorkspace } from "@/modules/platform/workspace/tenants/operations/settings";
import { tenantById } from "@/server/access";
import { platformClient } from "@/server/db/client";
import type { StaffCtx } from "@/server/staff/staff-ctx";
import { staffCtx } from "@/server/staff/staff-ctx";
import { later, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { anonymous, newPerson, signInAs } from "@/test/identity";
import { newMark } from "@/test/new-mark";
import { callerWithSession, newStaff } from "@/test/staff";
import { parkEvent } from "@/test/staff-cases";
import { addStaff, suspendStaff } from "./operations/accounts";
import { listStaff, listStaffEvents } from "./operations/audit";
import { getWorkspace } from "./operations/get-workspace";
import { addOverride, endOverride, extendTrial, listOverrides } from "./operations/overrides";
import { getHealth, getOutboxLag, listParked, listPlatformJobs, replayEvents } from "./operations/platform";
import { reactivateWorkspace, suspendWorkspace } from "./operations/suspend";

let staff: StaffCtx;
beforeAll(async () => {
  staff = await (await newStaff("operator")).ctx();
});
const reason = "The customer asked for it.";
const inDays = (days: number) => addDays(new Date(), days).toISOString();

const tellsOf = (id: string) =>
  adminQuery<{ name: string; data: object; actor: { type: string } }>(
    "select name, data, actor from events where tenant_id = $1 and name not like 'plan.limit%' order by id",
    [id],
  );
/** The acts of staff there; refused ones stand in the log too. */
const logOf = async (workspaceId: string) =>
  (await listStaffEvents(staff, { workspaceId })).rows
    .filter(({ name }) => name !== "staff.refused")
    .map(({ name, reason: why }) => [name, why]);

describe("overrides", () => {
  it("count at once, replace an earlier one, and end", async () => {
    const workspace = await testWorkspace({ plan: "trial" });
    const { id } = workspace.tenant;
    const most = async () => (await later(workspace.system)).entitlements.limit("pipelines");
    expect(await most()).toBe(10);
    const limit = { kind: "limit", limit: "pipelines", id, endsAt: inDays(7), reason } as const;
    await addOverride(staff, { ...limit, most: 40 });
    await addOverride(staff, { ...limit, most: null });
    expect(await most()).toBeNull();
    expect((await listOverrides(staff, { id })).rows).toEqual([
      expect.objectContaining({ key: "limit:pipelines", plan: 10, value: null, ended: false, setBy: staff.actor.name }),
    ]);
    await endOverride(staff, { id, key: "limit:pipelines", reason });
    expect(await most()).toBe(10);
    await expect(endOverride(staff, { id, key: "limit:pipelines", reason })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(endOverride(staff, { id, key: "plan", reason })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const events = await tellsOf(id);
    expect(events.map(({ name }) => name)).toEqual(["plan.overrideSet", "plan.overrideSet", "plan.overrideEnded"]);
    expect(events[1]).toMatchObject({ data: { before: 40, value: null, reason }, actor: { type: "staff" } });
    expect(await logOf(id)).toEqual([
      ["override.ended", reason],
      ["override.set", reason],
      ["override.set", reason],
    ]);
  });

  it("give a whole plan until their end", async () => {
    const workspace = await testWorkspace({ plan: "trial" });
    const { id } = workspace.tenant;
    await addOverride(staff, { kind: "plan", plan: "enterprise", id, endsAt: inDays(1), reason });
    expect((await later(workspace.system)).entitlements.plan).toBe("enterprise");
    await workspace.system.db.entitlementOverride.updateMany({ data: { endsAt: addDays(new Date(), -1) } });
    expect((await later(workspace.system)).entitlements.plan).toBe("trial");
  });

  it.each([
    ["an end in the past", { endsAt: inDays(-1) }],
    ["an end in two years", { endsAt: inDays(800) }],
    ["no reason", { reason: " " }],
    ["a reason of 10,000 characters", { reason: "x".repeat(10_000) }],
    ["fewer than none", { most: -1 }],
  ])("refuse %s, and nothing changes", async (_what, wrong) => {
    const { tenant } = await testWorkspace();
    const input = {
      kind: "limit",
      limit: "seats",
      most: 3,
      id: tenant.id,
      endsAt: inDays(7),
      reason,
      ...wrong,
    } as const;
    await expect(addOverride(staff, input)).rejects.toMatchObject({ code: "VALIDATION" });
    expect((await listOverrides(staff, { id: tenant.id })).rows).toEqual([]);
    expect(await logOf(tenant.id)).toEqual([]);
  });

  it("never switch the core off", async () => {
    const { tenant } = await testWorkspace();
    const input = { kind: "module", module: "crm-core", on: false, id: tenant.id, endsAt: inDays(7), reason } as const;
    await expect(addOverride(staff, input)).rejects.toMatchObject({ code: "VALIDATION" });
    expect((await listOverrides(staff, { id: tenant.id })).rows).toEqual([]);
  });
});

describe("a trial", () => {
  it("goes on until the new end, and is refused where a plan is paid for", async () => {
    const workspace = await testWorkspace({ plan: "trial" });
    const { id } = workspace.tenant;
    await workspace.system.db.subscription.updateMany({ data: { trialEndsAt: addDays(new Date(), -1) } });
    expect((await later(workspace.system)).entitlements.plan).toBe("starter");
    await extendTrial(staff, { id, endsAt: inDays(5), reason });
    expect((await later(workspace.system)).entitlements.plan).toBe("trial");
    const paid = await testWorkspace();
    expect((await getWorkspace(staff, { id: paid.tenant.id })).mayTry).toBe(false);
    await expect(extendTrial(staff, { id: paid.tenant.id, endsAt: inDays(5), reason })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await logOf(paid.tenant.id)).toEqual([]);
  });
});

it("a suspended workspace is closed to its members with the reason, and opens again", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.join("owner");
  const { id } = workspace.tenant;
  await suspendWorkspace(staff, { id, reason: "Not paid since May" });
  await expect(suspendWorkspace(staff, { id, reason })).rejects.toMatchObject({ code: "CONFLICT" });
  const tenant = await tenantById(id);
  const closed = { ...(await workspace.as(owner)), tenant: tenant ?? workspace.tenant };
  await expect(getOwnWorkspace(closed, {})).rejects.toMatchObject({
    code: "FORBIDDEN",
    message: expect.stringContaining("Not paid since May"),
  });
  await reactivateWorkspace(staff, { id, reason: "Paid" });
  await expect(reactivateWorkspace(staff, { id, reason })).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await tenantById(id)).toMatchObject({ status: "active", suspendedReason: null });
  expect((await tellsOf(id)).map(({ name }) => name)).toEqual(["workspace.suspended", "workspace.reactivated"]);
  expect(await logOf(id)).toEqual([
    ["workspace.reactivated", "Paid"],
    ["workspace.suspended", "Not paid since May"],
  ]);
});

describe("deliveries", () => {
  it("are listed with their reason, of one workspace and of all, and tried again", async () => {
    const [one, other] = [await testWorkspace(), await testWorkspace()];
    const { id } = one.tenant;
    const parked = [await parkEvent(one.system, "First"), await parkEvent(one.system, "Second")];
    const foreign = await parkEvent(other.system);
    const reasons = async (input: object) => (await listParked(staff, input)).rows.map((row) => row.reason);
    expect(await reasons({ workspaceId: id })).toEqual(["Second", "First"]);
    const first = await listParked(staff, { workspaceId: id, limit: 1 });
    expect(await reasons({ workspaceId: id, cursor: first.nextCursor ?? "" })).toEqual(["First"]);
    expect((await listParked(staff, { limit: 100 })).rows.map(({ eventId }) => eventId)).toEqual(
      expect.arrayContaining([...parked, foreign]),
    );
    expect((await getOutboxLag(staff, {})).some((lane) => lane.parked > 0)).toBe(true);
    await expect(replayEvents(staff, { id, eventId: foreign })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await replayEvents(staff, { id, eventId: parked[0] })).toEqual({ replayed: 1 });
    expect(await reasons({ workspaceId: id })).toEqual(["Second"]);
    expect(await replayEvents(staff, { id })).toEqual({ replayed: 1 });
    await expect(replayEvents(staff, { id })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await reasons({ workspaceId: other.tenant.id })).toEqual(["The receiver answered 410 Gone"]);
  });
});

it("jobs of all workspaces that run or failed are listed; done and repeated ones are not", async () => {
  const workspace = await testWorkspace();
  const eventId = await parkEvent(workspace.system);
  const { id: tenantId, name } = workspace.tenant;
  const run = (job: string, more: object) =>
    workspace.system.db.jobRun.create({
      data: {
        job,
        eventId,
        runId: randomUUID(),
        eventName: "x",
        entity: "workspace",
        entityId: tenantId,
        status: "done",
        ...more,
      },
      select: { id: true },
    });
  const running = await run("one", { status: "running" });
  const failed = await run("two", { status: "failed", reason: "No answer in 30 s" });
  await run("three", { status: "failed", retriedAt: new Date() });
  await run("four", {});
  const mine = async (show: "running" | "failed") =>
    (await listPlatformJobs(staff, { show, limit: 100 })).rows.filter((row) => row.workspace.id === tenantId);
  expect(await mine("running")).toEqual([
    expect.objectContaining({ id: running.id, workspace: { id: tenantId, name } }),
  ]);
  expect(await mine("failed")).toEqual([expect.objectContaining({ id: failed.id, reason: "No answer in 30 s" })]);
});

it("each dependency is checked", async () => {
  const { checks } = await getHealth(staff, {});
  expect(checks.map((check) => check.name)).toEqual(
    expect.arrayContaining(["database", "schema", "mail", "channels", "workflows"]),
  );
});

describe("accounts of staff", () => {
  it("are made with a link that works once, have no membership, and end with their sessions", async () => {
    const email = `new-${newMark()}@test.example`;
    const link = new URL(await addStaff({ email, name: "Ivo Kranz", role: "support" }));
    const token = link.searchParams.get("token") ?? "";
    const password = `quiet harbour ${randomUUID()}`;
    await resetPassword(anonymous(), { token, password });
    await expect(resetPassword(anonymous(), { token, password })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await signInAs({ email, password });
    const person = (await listStaff(staff, {})).find((one) => one.email === email);
    expect(person).toMatchObject({ name: "Ivo Kranz", role: "support", suspended: false });
    const caller = await callerWithSession(person?.id ?? "");
    await expect(staffCtx(caller)).resolves.toMatchObject({ actor: { role: "support" } });
    await suspendStaff({ email });
    await expect(staffCtx(caller)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await platformClient().session.count({ where: { userId: person?.id ?? "", revokedAt: null } })).toBe(0);
    await expect(suspendStaff({ email })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { rows } = await listStaffEvents(staff, { limit: 100 });
    const ours = rows.filter(({ details }) => details.some(({ value }) => value === email)).map(({ name }) => name);
    expect(ours).toEqual(["staff.suspended", "staff.added"]);
  });

  it("are refused for members of a workspace", async () => {
    const member = await (await testWorkspace()).join("viewer");
    await expect(addStaff({ email: member.email, name: "X", role: "operator" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await platformClient().staff.count({ where: { userId: member.userId } })).toBe(0);
  });

  it("end the earlier sessions of a person who becomes staff", async () => {
    const person = await newPerson();
    await signInAs(person);
    await addStaff({ email: person.email, name: person.name, role: "support" });
    expect(await platformClient().session.count({ where: { userId: person.userId, revokedAt: null } })).toBe(0);
  });
});
