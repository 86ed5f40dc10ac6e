// @module-tag once

import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { openLink } from "@/modules/platform/identity/auth/operations/links";
import { signUp } from "@/modules/platform/identity/auth/operations/sign-up";
import {
  inviteMembers,
  listInvitations,
  resendInvitation,
  revokeInvitation,
} from "@/modules/platform/identity/members/invitations/operations/inviting";
import { createPlaceholder, removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { countMembers, getMember } from "@/modules/platform/identity/members/operations/list";
import { changeRole, setGrant } from "@/modules/platform/identity/members/operations/roles";
import type { GivenRole } from "@/modules/platform/identity/members/schema";
import { createTeam, getTeam } from "@/modules/platform/identity/teams/operations";
import type { Ctx } from "@/server/context";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { anonymous, mailedToken, newMail, newPerson, requestIn, requestOf, signInAs } from "@/test/identity";
import { mailsTo } from "@/test/mail";
import { acceptInvitation, openInvitation } from "./operations/joining";

let workspace: TestWorkspace;
let admin: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  await workspace.join("owner");
  admin = await workspace.role("admin");
});

const password = "three unrelated words";
const person = { name: "Ben Ode", password };

async function invite(email: string, more: { role?: GivenRole; memberId?: string } = {}) {
  const { role = "member", memberId } = more;
  const { results } = await inviteMembers(admin, { invitees: [{ email, ...(memberId ? { memberId } : {}) }], role });
  const [result] = results;
  if (!result) throw new Error("No result.");
  return result;
}

const memberRow = async (id: string | null) =>
  (await adminQuery("select name, email, role, status, user_id from members where id = $1", [id]))[0];

describe("an invitation", () => {
  test("brings a new person in with name and password; the mail counts as confirmed", async () => {
    const email = newMail();
    const sent = await invite(email, { role: "manager" });
    expect(sent).toMatchObject({ outcome: "invited", email });
    expect(await memberRow(sent.memberId)).toMatchObject({ status: "invited", role: "manager", user_id: null });
    expect((await mailsTo(email))[0]?.text).toContain(workspace.tenant.name);
    const token = await mailedToken(email, "/invitation");
    expect(await openInvitation(anonymous(), { token })).toMatchObject({
      workspace: workspace.tenant.name,
      invitedBy: admin.member?.name,
      email,
      role: "manager",
      hasAccount: false,
      signedInAs: null,
    });
    await expect(acceptInvitation(anonymous(), { token })).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(await acceptInvitation(anonymous(), { token, person })).toEqual({ slug: workspace.tenant.slug, email });
    const ctx = await requestIn(await signInAs({ email, password }), workspace.tenant.slug);
    expect(ctx.member).toEqual({ id: sent.memberId, name: "Ben Ode", role: "manager", place: expect.any(Number) });
    await expect(acceptInvitation(anonymous(), { token, person })).rejects.toThrow("already accepted");
    await expect(resendInvitation(admin, { id: sent.invitationId ?? "" })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await mailsTo(email)).toHaveLength(1);
  });

  test("brings an existing person in who is signed in with that address, and nobody else", async () => {
    const [invited, stranger] = [await newPerson("Cy Orr"), await newPerson("Mallory")];
    const sent = await invite(invited.email);
    const token = await mailedToken(invited.email, "/invitation");
    const before = await memberRow(sent.memberId);
    await expect(acceptInvitation(await requestOf(await signInAs(stranger)), { token })).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining(invited.email),
    });
    // Nobody can take over an account by setting another password for it.
    await expect(acceptInvitation(anonymous(), { token, person })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await memberRow(sent.memberId)).toEqual(before);
    expect(await openInvitation(anonymous(), { token })).toMatchObject({ hasAccount: true });

    const session = await signInAs(invited);
    await acceptInvitation(await requestOf(session), { token });
    expect(await memberRow(sent.memberId)).toMatchObject({ name: "Cy Orr", status: "active", email: invited.email });
    expect((await requestIn(session, workspace.tenant.slug)).member?.id).toBe(sent.memberId);
    expect(await invite(invited.email)).toMatchObject({ outcome: "alreadyMember" });
  });

  test("ends links and password of a sign-up with its address that nobody confirmed", async () => {
    const email = newMail();
    await signUp(anonymous(), { name: "Mallory", email, password: "gravel trombone seven" });
    const planted = await mailedToken(email, "/verify");
    await invite(email);
    await acceptInvitation(anonymous(), { token: await mailedToken(email, "/invitation"), person });
    await expect(openLink(anonymous(), { token: planted, purpose: "verify" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(signInAs({ email, password: "gravel trombone seven" })).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
    });
    await signInAs({ email, password });
  });

  test("turns a placeholder real with everything that it owns", async () => {
    const placeholder = await createPlaceholder(admin, { name: "Darcel Schlecht" });
    const account = await accountOperations.create(admin, { name: "Kan-code", ownerId: placeholder.id });
    const email = newMail();
    await invite(email, { memberId: placeholder.id });
    expect(await getMember(admin, { id: placeholder.id })).toMatchObject({
      status: "placeholder",
      email,
      invitation: { expired: false },
    });
    await acceptInvitation(anonymous(), { token: await mailedToken(email, "/invitation"), person });
    expect(await getMember(admin, { id: placeholder.id })).toMatchObject({
      name: "Ben Ode",
      status: "active",
      invitation: null,
    });
    expect((await accountOperations.get(admin, { id: account.id })).owner).toEqual({
      id: placeholder.id,
      name: "Ben Ode",
      placeholder: false,
    });
  });

  test("ends when it is revoked, replaced or runs out; the placeholder stays one", async () => {
    const placeholder = await createPlaceholder(admin, { name: "Vicki Laflamme" });
    const email = newMail();
    const first = await invite(email, { memberId: placeholder.id });
    const firstToken = await mailedToken(email, "/invitation");
    await resendInvitation(admin, { id: first.invitationId ?? "" });
    await expect(openInvitation(anonymous(), { token: firstToken })).rejects.toThrow("replaced");
    const second = await mailedToken(email, "/invitation");
    await adminQuery("update invitations set expires_at = now() - interval '1 second' where member_id = $1", [
      placeholder.id,
    ]);
    await expect(acceptInvitation(anonymous(), { token: second, person })).rejects.toThrow("has expired");
    const [listed] = (await listInvitations(admin, {})).filter((row) => row.member.id === placeholder.id);
    expect(listed).toMatchObject({ expired: true, email });
    await resendInvitation(admin, { id: listed?.id ?? "" });
    const third = await mailedToken(email, "/invitation");
    const [open] = (await listInvitations(admin, {})).filter((row) => row.member.id === placeholder.id);
    await revokeInvitation(admin, { id: open?.id ?? "" });
    await expect(acceptInvitation(anonymous(), { token: third, person })).rejects.toThrow("revoked");
    await expect(revokeInvitation(admin, { id: open?.id ?? "" })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await memberRow(placeholder.id)).toMatchObject({ status: "placeholder", user_id: null });
    expect(await adminQuery("select 1 from users where email_key = $1", [email])).toEqual([]);
  });

  test("brings the role that its member has by then, and no owner", async () => {
    const own = await testWorkspace();
    const owner = await own.role("owner");
    const email = newMail();
    const [sent] = (await inviteMembers(owner, { invitees: [{ email }], role: "admin" })).results;
    const id = sent?.memberId ?? "";
    const waiting = async () => (await listInvitations(owner, {})).map((row) => row.role);
    await expect(changeRole(owner, { id, version: 1, role: "owner" })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "role" }] },
    });
    expect([await memberRow(id), await waiting()]).toMatchObject([{ role: "admin", status: "invited" }, ["admin"]]);
    await changeRole(owner, { id, version: 1, role: "viewer" });
    expect(await waiting()).toEqual(["viewer"]);
    const token = await mailedToken(email, "/invitation");
    expect(await openInvitation(anonymous(), { token })).toMatchObject({ role: "viewer" });
    await acceptInvitation(anonymous(), { token, person });
    expect(await memberRow(id)).toMatchObject({ role: "viewer", status: "active" });
    const placeholder = await createPlaceholder(owner, { name: "Lead to be" });
    await expect(changeRole(owner, { id: placeholder.id, version: 1, role: "owner" })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    expect(await memberRow(placeholder.id)).toMatchObject({ role: "member", status: "placeholder" });
  });

  test("ends with the removal of its member", async () => {
    const email = newMail();
    const sent = await invite(email);
    const token = await mailedToken(email, "/invitation");
    const { id, version } = await getMember(admin, { id: sent.memberId ?? "" });
    await removeMember(admin, { id, version });
    await expect(openInvitation(anonymous(), { token })).rejects.toThrow("revoked");
    await expect(acceptInvitation(anonymous(), { token, person })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await memberRow(id)).toMatchObject({ status: "removed", user_id: null });
  });

  test("of someone unknown leaves nobody behind when it is revoked, and can be sent anew", async () => {
    const own = await testWorkspace();
    const ctx = await own.role("owner");
    const email = newMail();
    const [sent] = (await inviteMembers(ctx, { invitees: [{ email }], role: "member" })).results;
    await revokeInvitation(ctx, { id: sent?.invitationId ?? "" });
    expect(await countMembers(ctx, {})).toEqual({ active: 1, invited: 0, placeholder: 0 });
    const [again] = (await inviteMembers(ctx, { invitees: [{ email }], role: "viewer" })).results;
    expect(again).toMatchObject({ outcome: "invited", memberId: sent?.memberId });
    await acceptInvitation(anonymous(), { token: await mailedToken(email, "/invitation"), person });
    expect(await memberRow(sent?.memberId ?? null)).toMatchObject({ role: "viewer", status: "active" });
  });

  // More than once: the first time, one of two may wait for its connection and miss the conflict.
  test.each([1, 2, 3])("accepted twice at once makes one member (%i)", async () => {
    const invited = await newPerson("Eve Lu");
    const sent = await invite(invited.email);
    const token = await mailedToken(invited.email, "/invitation");
    const ctx = await requestOf(await signInAs(invited));
    const results = await Promise.allSettled([acceptInvitation(ctx, { token }), acceptInvitation(ctx, { token })]);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    const joined = await adminQuery("select 1 from events where name = 'member.joined' and entity_id = $1", [
      sent.memberId,
    ]);
    expect(joined).toHaveLength(1);
  });

  test("is not accepted by someone who is a member already, nor while the workspace is suspended", async () => {
    const own = await testWorkspace();
    const ctx = await own.role("owner");
    const invited = await newPerson("Gil Orr");
    const [sent] = (await inviteMembers(ctx, { invitees: [{ email: invited.email }], role: "member" })).results;
    const token = await mailedToken(invited.email, "/invitation");
    const asInvited = await requestOf(await signInAs(invited));
    const before = await memberRow(sent?.memberId ?? null);
    await adminQuery("update tenants set status = 'suspended' where id = $1", [own.tenant.id]);
    await expect(acceptInvitation(asInvited, { token })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await adminQuery("update tenants set status = 'active' where id = $1", [own.tenant.id]);

    const other = await own.join("viewer");
    await adminQuery("update members set user_id = $2 where id = $1", [other.id, invited.userId]);
    await expect(acceptInvitation(asInvited, { token })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(`, as ${other.name}`),
    });
    expect(await memberRow(sent?.memberId ?? null)).toEqual(before);
  });

  test("a removed member who is invited again gets the old records back, not the old rights and teams", async () => {
    const invited = await newPerson("Fay Day");
    const sent = await invite(invited.email);
    const session = await signInAs(invited);
    await acceptInvitation(await requestOf(session), { token: await mailedToken(invited.email, "/invitation") });
    const id = sent.memberId ?? "";
    const account = await accountOperations.create(admin, { name: "Fay's", ownerId: id });
    const team = await createTeam(admin, { name: "Fay's team", memberIds: [id] });
    await setGrant(admin, { id, permission: "record:import", effect: "allow" });
    const { version } = await getMember(admin, { id });
    await removeMember(admin, { id, version });
    await expect(requestIn(session, workspace.tenant.slug)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await invite(invited.email, { role: "admin" });
    await acceptInvitation(await requestOf(session), { token: await mailedToken(invited.email, "/invitation") });
    const ctx = await requestIn(session, workspace.tenant.slug);
    expect([ctx.member, ctx.grants]).toMatchObject([{ id, role: "admin" }, []]);
    expect((await accountOperations.get(admin, { id: account.id })).owner?.id).toBe(id);
    expect((await getTeam(admin, { id: team.id })).members).toEqual([]);
    const events = await adminQuery(
      "select before, after from events where entity_id = $1 and name in ('member.grantChanged', 'member.updated') order by id desc limit 2",
      [id],
    );
    expect(events).toEqual([
      { before: { teamIds: [team.id] }, after: { teamIds: [] } },
      { before: { "record:import": "allow" }, after: { "record:import": null } },
    ]);
  });
});

describe("inviting", () => {
  test("many at once answers row by row", async () => {
    const member = await workspace.join("member");
    const placeholder = await createPlaceholder(admin, { name: "Moses Frase" });
    const fresh = newMail();
    const { results } = await inviteMembers(admin, {
      invitees: [{ email: fresh }, { email: member.email }, { email: member.email, memberId: placeholder.id }],
      role: "viewer",
    });
    expect(results.map((row) => row.outcome)).toEqual(["invited", "alreadyMember", "refused"]);
    expect(await mailsTo(member.email)).toEqual([]);
    expect(await memberRow(placeholder.id)).toMatchObject({ email: null, role: "member" });
  });

  test("mails one address five times an hour at most, whoever asks and from wherever", async () => {
    const [own, other] = [await testWorkspace(), await testWorkspace()];
    const ctx = await own.role("owner");
    const email = newMail();
    const [sent] = (await inviteMembers(ctx, { invitees: [{ email }], role: "member" })).results;
    let id = sent?.invitationId ?? "";
    for (let nth = 0; nth < 4; nth++) id = (await resendInvitation(ctx, { id })).invitationId ?? "";
    const before = await listInvitations(ctx, {});
    await expect(resendInvitation(ctx, { id })).rejects.toMatchObject({ code: "RATE_LIMITED" });
    expect(await listInvitations(ctx, {})).toEqual(before);
    const elsewhere = await other.role("owner");
    const fresh = newMail();
    const { results } = await inviteMembers(elsewhere, { invitees: [{ email }, { email: fresh }], role: "member" });
    expect(results).toMatchObject([
      { email, outcome: "refused", message: expect.stringContaining("to this address within an hour. Wait") },
      { email: fresh, outcome: "invited" },
    ]);
    expect((await listInvitations(elsewhere, {})).map((row) => row.email)).toEqual([fresh]);
    expect(await mailsTo(email)).toHaveLength(5);
  });

  test("is limited for a person in all workspaces together", async () => {
    const [one, two] = [await testWorkspace(), await testWorkspace()];
    const [here, there] = [await one.join("owner"), await two.join("owner")];
    await adminQuery("update members set user_id = $2 where id = $1", [there.id, here.userId]);
    const [asHere, asThere] = [await one.as(here), await two.as(there)];
    const invitees = Array.from({ length: 100 }, () => ({ email: here.email }));
    for (const ctx of [asHere, asHere, asThere]) await inviteMembers(ctx, { invitees, role: "member" });
    const email = newMail();
    await expect(inviteMembers(asThere, { invitees: [{ email }], role: "member" })).rejects.toMatchObject({
      code: "RATE_LIMITED",
      message: expect.stringContaining("You have sent many invitations"),
    });
    expect(await adminQuery("select 1 from members where email = $1", [email])).toEqual([]);
  });

  test("makes nobody an owner", async () => {
    const email = newMail();
    const role = "owner" as never;
    const owner = await workspace.role("owner");
    for (const act of [
      () => inviteMembers(owner, { invitees: [{ email }], role }),
      () => createPlaceholder(owner, { name: "Heir", email, role }),
    ])
      await expect(act()).rejects.toMatchObject({ code: "VALIDATION", details: { fields: [{ path: "role" }] } });
    expect(await adminQuery("select 1 from members where email_key = $1", [email])).toEqual([]);
  });

  test("is for admins; another workspace's placeholders and invitations do not exist", async () => {
    const email = newMail();
    const plain = await workspace.role("member");
    await expect(inviteMembers(plain, { invitees: [{ email }], role: "viewer" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const placeholder = await createPlaceholder(admin, { name: "Niesha Huffines" });
    const foreign = await (await testWorkspace()).role("owner");
    await expect(
      inviteMembers(foreign, { invitees: [{ email, memberId: placeholder.id }], role: "viewer" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    const sent = await invite(email);
    await expect(resendInvitation(foreign, { id: sent.invitationId ?? "" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(revokeInvitation(foreign, { id: sent.invitationId ?? "" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await mailsTo(email)).toHaveLength(1);
    expect(await openInvitation(anonymous(), { token: await mailedToken(email, "/invitation") })).toMatchObject({
      role: "member",
    });
  });

  test("is 300 mails in an hour for a workspace, those that are sent again among them", async () => {
    const own = await testWorkspace();
    const ctx = await own.role("owner");
    const email = newMail();
    const [sent] = (await inviteMembers(ctx, { invitees: [{ email }], role: "viewer" })).results;
    const there = { email: (await own.join("member")).email };
    for (const times of [100, 100, 99])
      await inviteMembers(ctx, { invitees: Array(times).fill(there), role: "viewer" });
    const limited = { code: "RATE_LIMITED" };
    await expect(inviteMembers(ctx, { invitees: [there], role: "viewer" })).rejects.toMatchObject(limited);
    await expect(resendInvitation(ctx, { id: sent?.invitationId ?? "" })).rejects.toMatchObject(limited);
    expect(await mailsTo(email)).toHaveLength(1);
  });

  test("links cannot be guessed from one network for long", async () => {
    const ctx = anonymous();
    const guess = () => openInvitation(ctx, { token: newMail() }).catch((error: { code: string }) => error.code);
    const codes: unknown[] = [];
    for (let index = 0; index < 61; index++) codes.push(await guess());
    expect([...new Set(codes.slice(0, 60)), codes[60]]).toEqual(["NOT_FOUND", "RATE_LIMITED"]);
  });

  test("nothing of a link is in the events", async () => {
    const email = newMail();
    const sent = await invite(email);
    const token = await mailedToken(email, "/invitation");
    const rows = await adminQuery("select * from events where entity_id = $1", [sent.memberId]);
    expect(rows).not.toEqual([]);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});
