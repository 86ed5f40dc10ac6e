import "@/registry/operations";
import "@/registry/register";
import { generate } from "otplib";
import { beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { cancelPlan, resumePlan } from "@/modules/platform/commerce/billing/operations/ending";
import { createApiKey, revokeApiKey } from "@/modules/platform/identity/api-keys/operations";
import {
  finishTotp,
  makeRecoveryCodes,
  removeTotp,
  startTotp,
} from "@/modules/platform/identity/auth/operations/factors";
import { changePassword } from "@/modules/platform/identity/auth/operations/passwords";
import { signIn, signOut } from "@/modules/platform/identity/auth/operations/sign-in";
import { changeRole } from "@/modules/platform/identity/members/operations/roles";
import { getSupportAccess, setSupportAccess } from "@/modules/platform/operator/support/operations/consent";
import { decideSupport } from "@/modules/platform/operator/support/operations/sessions";
import { openSupport, startSupport, stopSupport } from "@/modules/platform/operator/support/staff/operations";
import { askExport } from "@/modules/platform/workspace/tenants/exports/operations/exports";
import { getWorkspace, setVisibility, updateWorkspace } from "@/modules/platform/workspace/tenants/operations/settings";
import type { Ctx } from "@/server/context";
import { newId } from "@/server/new-id";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import {
  anonymous,
  newPerson,
  newStaff,
  requestIn,
  requestOf,
  requestWithKey,
  signInAs,
  staffRequestOf,
} from "@/test/identity";
import { payingWorkspace } from "@/test/payments";
import { getAuditEntry, listAudit } from "./operations/list";

let workspace: TestWorkspace;
let boss: TestMember;
let owner: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  boss = await workspace.join("owner");
  owner = await workspace.as(boss);
});

/** The newest events as "who: what (detail)". */
const told = async (ctx = owner, filter: Parameters<typeof listAudit>[1] = {}) =>
  (await listAudit(ctx, { ...filter, limit: 100 })).rows.map(
    ({ who, what, detail }) => `${who.name}: ${what}${detail ? ` (${detail})` : ""}`,
  );

test("acts of a person on their account", async () => {
  const person = await newPerson("Ana Ruiz");
  const { name, email, userId } = person;
  const facts = { name, nameKey: name.toLowerCase(), email, emailKey: email, userId };
  const member = await owner.db.member.create({ data: { ...facts, role: "member", status: "active" } });
  await signIn(anonymous(), { email, password: "not it at all", device: null }).catch(() => undefined);
  const token = await signInAs(person);
  const ctx = await requestOf(token);
  const { secret } = await startTotp(ctx, {});
  await finishTotp(ctx, { code: await generate({ secret, epoch: Math.floor(Date.now() / 1000) }), secret });
  await makeRecoveryCodes(ctx, {});
  await removeTotp(ctx, {});
  await changePassword(ctx, { current: person.password, password: `another long one ${newId()}` });
  await signOut(anonymous(), { token });
  expect((await told(owner, { entity: "member", recordId: member.id })).toReversed()).toEqual([
    "Not signed in: Sign-in refused (Wrong password)",
    "Ana Ruiz: Signed in",
    "Ana Ruiz: Added a second factor (Authenticator app)",
    "Ana Ruiz: Made new recovery codes (10 recovery codes)",
    "Ana Ruiz: Made new recovery codes (10 recovery codes)",
    "Ana Ruiz: Removed a second factor (Authenticator app)",
    "Ana Ruiz: Changed the password",
    "Ana Ruiz: Signed out",
  ]);
});

test("the life of a key, a refused act, and an export", async () => {
  const made = await createApiKey(owner, { name: "Sync", scopes: ["account:view"] });
  const ctx = await requestWithKey(made.key);
  await accountOperations.create(ctx, { name: "Not allowed" }).catch(() => undefined);
  await expect.poll(() => told(owner, { name: "apiKey.used" })).toEqual(["Sync: Used the API key"]);
  await revokeApiKey(owner, { id: made.id });
  await askExport(owner, {});
  const lines = await told();
  expect(lines).toEqual(
    expect.arrayContaining([
      `${boss.name}: Created the API key`,
      expect.stringMatching(/^Sync: Refused: create accounts \(This API key/),
      `${boss.name}: Revoked the API key`,
      `${boss.name}: Requested an export of the workspace`,
    ]),
  );
});

test("settings and roles, with both values", async () => {
  const { version } = await getWorkspace(owner, {});
  await updateWorkspace(owner, { version, name: "Halden Systems" });
  await setVisibility(owner, { entity: "account", level: "own" });
  const member = await workspace.join("member");
  await changeRole(owner, { id: member.id, version: 1, role: "manager" });
  const { rows } = await listAudit(owner, { limit: 3 });
  expect(rows.map(({ what }) => what)).toEqual(["Changed the role", "Changed who can see the records", "Changed name"]);
  expect(rows[0]?.changes[0]).toMatchObject({ before: "Member", after: "Manager" });
  expect(rows[2]?.changes[0]).toMatchObject({ after: "Halden Systems" });
});

test("a support session, with its transcript and the member who allowed it", async () => {
  const { version } = await getSupportAccess(owner, {});
  await setSupportAccess(owner, { mode: "ask", write: true, version });
  const staff = await newStaff();
  const request = await staffRequestOf(staff.token);
  const wish = { workspaceId: workspace.tenant.id, memberId: boss.id, reason: "Counts differ", ticket: "4821" };
  const { id } = await openSupport(request, { ...wish, minutes: 30, write: true });
  await decideSupport(owner, { id, allow: true });
  await startSupport(request, { id });
  const inside = await requestIn(staff.token, workspace.tenant.slug);
  const made = await accountOperations.create(inside, { name: "By staff" });
  await changeRole(inside, { id: boss.id, version: 1, role: "member" }).catch(() => undefined);
  await stopSupport(request, { id });
  const lines = await told();
  for (const line of [
    `${boss.name}: Changed support access`,
    "Ruth Adeyemi: Asked for support access",
    `${boss.name}: Allowed support access`,
    "Ruth Adeyemi: Started a support session",
    "Ruth Adeyemi: Created",
    "Ruth Adeyemi: Refused: manage members and invitations",
    "Ruth Adeyemi: Ended a support session",
  ])
    expect(lines.filter((one) => one.startsWith(line)).length, line).toBeGreaterThan(0);
  const [act] = (await listAudit(owner, { entity: "account", recordId: made.id })).rows;
  const entry = await getAuditEntry(owner, { id: act?.id ?? "" });
  expect(entry.session).toMatchObject({ id, ticket: "4821", write: true, allowedBy: { id: boss.id } });
  expect(entry.from).toMatchObject({ via: "staff", address: expect.stringMatching(/^test-/) });
  const narrow = await workspace.as(boss, { scopes: ["audit:view"], keyId: newId() });
  expect((await getAuditEntry(narrow, { id: act?.id ?? "" })).session).toBeNull();
  const [ended] = (await listAudit(owner, { name: "supportSession.ended" })).rows;
  expect((await getAuditEntry(owner, { id: ended?.id ?? "" })).session?.id).toBe(id);
});

test("changes of the plan", async () => {
  const { owner: payer } = await payingWorkspace();
  await cancelPlan(payer, {});
  await resumePlan(payer, {});
  const lines = (await told(payer, { entity: "billing" })).map((line) => line.replace(/^.*?: /, ""));
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^Cancelled the paid plan/),
      expect.stringMatching(/^Resumed the paid plan/),
    ]),
  );
});
