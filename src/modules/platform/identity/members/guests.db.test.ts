// @module-tag once

import "@/registry/register";
import { expect, test } from "vitest";
import { channelName } from "@/lib/channels";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { authorizeChannel, newestEvent } from "@/modules/platform/history/realtime/operations";
import { projectOperations } from "@/modules/pmo/projects/operations";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import { tenantById } from "@/server/access";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { guestAudience } from "@/server/signals/guests";
import { viewersOf } from "@/server/signals/viewers";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { howManyWait } from "@/test/db";
import { addTeamMembers, createTeam } from "../teams/operations";
import { inviteMembers } from "./invitations/operations/inviting";
import { createPlaceholder, removeMember } from "./operations/lifecycle";
import { getMember } from "./operations/list";
import { changeRole, setGrant } from "./operations/roles";

const places = async (ctx: Ctx, memberId: string) => ({
  teams: await ctx.db.teamMember.count({ where: { memberId } }),
  grants: await ctx.db.memberGrant.count({ where: { memberId } }),
  keys: await ctx.db.apiKey.count({ where: { memberId, revokedAt: null } }),
  follows: await ctx.db.recordFollow.count({ where: { memberId } }),
});

async function placed(workspace: TestWorkspace, owner: Ctx): Promise<TestMember> {
  const member = await workspace.join("member");
  const { id: memberId } = member;
  await createTeam(owner, { name: "North", memberIds: [memberId] });
  await setGrant(owner, { id: memberId, permission: "record:export", effect: "allow" });
  await owner.db.apiKey.create({
    data: { memberId, name: "Key", prefix: "tl", keyHash: memberId, scopes: ["account:view"] },
  });
  return member;
}

const roleTo = async (ctx: Ctx, id: string, role: "guest" | "member") => {
  const { version } = await getMember(ctx, { id });
  return await changeRole(ctx, { id, version, role });
};

test("a member becomes a guest without teams, grants and keys; their project stays a share, and comes back with the role", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const member = await placed(workspace, owner);
  const project = await projectOperations.create(owner, { name: "Quarry", members: [member.id] });
  const departures = async () => (await tenantById(workspace.tenant.id))?.departures ?? 0;
  const before = await departures();
  expect(await roleTo(owner, member.id, "guest")).toMatchObject({ role: "guest", teams: [] });
  expect(await places(owner, member.id)).toEqual({ teams: 0, grants: 0, keys: 0, follows: 0 });
  expect(await departures()).toBe(before + 1);
  const guest = await workspace.as({ ...member, role: "guest" });
  expect((await projectOperations.list(guest, {})).rows.map(({ id }) => id)).toEqual([project.id]);
  await expect(accountOperations.list(guest, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(
    addTeamMembers(owner, { id: (await owner.db.team.findFirstOrThrow({ where: {} })).id, memberIds: [member.id] }),
  ).rejects.toMatchObject({ code: "CONFLICT" });
  const grant = setGrant(owner, { id: member.id, permission: "record:export", effect: "allow" });
  await expect(grant).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await places(owner, member.id)).toEqual({ teams: 0, grants: 0, keys: 0, follows: 0 });
  await roleTo(owner, member.id, "member");
  const back = await workspace.as(member);
  expect((await projectOperations.get(back, { id: project.id })).name).toBe("Quarry");
  expect((await accountOperations.list(back, {})).rows).toEqual([]);
});

test("who owns records cannot become a guest, and is told which", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const member = await placed(workspace, owner);
  await accountOperations.create(owner, { name: "Port", ownerId: member.id });
  const before = await places(owner, member.id);
  await expect(roleTo(owner, member.id, "guest")).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining("owns 1 account"),
  });
  expect(await places(owner, member.id)).toEqual(before);
  expect(await getMember(owner, { id: member.id })).toMatchObject({ role: "member" });
});

test("owners and admins invite guests, nobody else; a placeholder is no guest", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const invite = (ctx: Ctx) =>
    inviteMembers(ctx, { invitees: [{ email: `guest-${crypto.randomUUID()}@test.example` }], role: "guest" });
  const { results } = await invite(await workspace.role("admin"));
  expect(results).toMatchObject([{ memberId: expect.any(String) }]);
  const memberId = results[0]?.memberId ?? "";
  // Before they have joined the project can be shared with them.
  const project = await projectOperations.create(owner, { name: "Quarry", members: [memberId] });
  expect(project.members).toMatchObject([{ id: memberId, guest: true }]);
  const count = await owner.db.member.count({ where: {} });
  for (const role of ["manager", "member", "viewer", "guest"] as const)
    await expect(invite(await workspace.role(role))).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(await owner.db.member.count({ where: {} })).toBe(count + 4);
  const placeholder = createPlaceholder(owner, { name: "Nobody", role: "guest" as never });
  await expect(placeholder).rejects.toMatchObject({ code: "VALIDATION" });
});

/** The people of a project besides its manager. */
const sharesOf = async ({ db }: Ctx, id: string) =>
  await db.project.findFirstOrThrow({
    where: { id },
    select: { members: true, membersKey: true, commenters: true, commentersKey: true, completers: true },
  });

test("what a share allowed does not come back with the role, and the project says so in its history", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const [guest, other] = [await workspace.join("guest"), await workspace.join("guest")];
  const both = [guest.id, other.id];
  const { id } = await projectOperations.create(owner, {
    ...{ name: "Quarry", members: both, commenters: both, completers: [guest.id] },
  });
  await roleTo(owner, guest.id, "member");
  const { version } = await projectOperations.get(owner, { id });
  await roleTo(owner, guest.id, "guest");
  const left = { members: both, commenters: [other.id], commentersKey: `\n${other.id}\n`, completers: null };
  expect(await sharesOf(owner, id)).toMatchObject(left);
  const after = await projectOperations.get(owner, { id });
  expect(after.version).toBe(version + 2);
  const event = { entity: "project", entityId: id, entityVersion: { gt: version } };
  const events = await owner.db.event.findMany({ where: event, orderBy: { entityVersion: "asc" } });
  expect(events.map(({ name, before }) => [name, before])).toEqual([
    ["project.updated", { commenters: both }],
    ["project.updated", { completers: [guest.id] }],
  ]);
});

test("a former guest who is invited again has no share of before; an invitation that is sent again takes none away", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const [guest, other] = [await workspace.join("guest"), await workspace.join("guest")];
  const both = [guest.id, other.id];
  const { id } = await projectOperations.create(owner, { name: "Quarry", members: both, commenters: both });
  const invite = async () => await inviteMembers(owner, { invitees: [{ email: guest.email }], role: "guest" });
  await removeMember(owner, { id: guest.id, version: (await getMember(owner, { id: guest.id })).version });
  expect((await invite()).results).toMatchObject([{ memberId: guest.id, outcome: "invited" }]);
  const left = { members: [other.id], membersKey: `\n${other.id}\n`, commenters: [other.id], completers: null };
  expect(await sharesOf(owner, id)).toMatchObject(left);
  const { version } = await projectOperations.get(owner, { id });
  await projectOperations.update(owner, { id, version, members: both, commenters: both });
  await invite();
  expect(await sharesOf(owner, id)).toMatchObject({ members: both, commenters: both });
});

test("a placeholder does not become a guest", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const { id } = await createPlaceholder(owner, { name: "Nobody" });
  await expect(roleTo(owner, id, "guest")).rejects.toMatchObject({
    code: "VALIDATION",
    message: expect.stringContaining("placeholder"),
  });
  expect(await getMember(owner, { id })).toMatchObject({ role: "member", version: 1 });
});

test("signals of a task that leaves a shared project reach its guests still, and those of the next change do not", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const guest = await workspace.join("guest");
  const shared = await projectOperations.create(owner, { name: "Quarry", members: [guest.id] });
  const other = await projectOperations.create(owner, { name: "Mine" });
  const task = await taskOperations.create(owner, { name: "Drill", projectId: shared.id });
  const moved = await taskOperations.update(owner, { id: task.id, version: task.version, projectId: other.id });
  await taskOperations.update(owner, { id: task.id, version: moved.version, name: "Drill deeper" });
  const events = await owner.db.event.findMany({
    where: { entityId: task.id, name: "task.updated" },
    orderBy: { entityVersion: "asc" },
  });
  const audience = await guestAudience(workspace.system, events as never);
  expect(events.map((event) => audience.of(event as never, null))).toEqual([[guest.id], []]);
});

test("signals of a project reach the guests with whom it is shared, and no others; channels for everyone are closed", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const [inside, outside] = [await workspace.join("guest"), await workspace.join("guest")];
  const project = await projectOperations.create(owner, { name: "Quarry", members: [inside.id] });
  const of = (entity: string, id: string) =>
    ({ id: crypto.randomUUID(), name: `${entity}.updated`, entity, entityId: id }) as never;
  const events = [of("project", project.id), of("account", project.id)];
  const [viewers, guests] = [await viewersOf(workspace.system, events), await guestAudience(workspace.system, events)];
  expect(events.map((event) => guests.of(event, viewers(event)))).toEqual([[inside.id], []]);
  expect(guests.all.toSorted()).toEqual([inside.id, outside.id].toSorted());
  const ctx = await workspace.as(inside);
  const own = channelName({ kind: "member", tenantId: workspace.tenant.id, memberId: inside.id });
  expect((await newestEvent(ctx, {})).channel).toBe(own);
  const channels = [
    channelName({ kind: "workspace", tenantId: workspace.tenant.id, departures: 0 }),
    channelName({ kind: "record", entity: "project", id: project.id }),
  ];
  for (const channel_name of channels) {
    const asked = authorizeChannel(ctx, { socket_id: "1.1", channel_name });
    await expect(asked).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
});

test.each<[string, (owner: Ctx, id: string) => Promise<unknown>]>([
  ["owns no record", (owner, id) => accountOperations.create(owner, { name: "Port", ownerId: id })],
  [
    "takes part in no activity",
    (owner, id) => activityOperations.create(owner, { name: "Call", kind: "call", participants: [id] }),
  ],
])("a member who becomes a guest while a record is made that names them %s", async (_, make) => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const { id } = await workspace.join("member");
  let isOver = false;
  const { made } = await inTransaction(owner, async (inner) => {
    await roleTo(inner, id, "guest");
    const made = Promise.allSettled([make(owner, id)]).finally(() => {
      isOver = true;
    });
    while (!isOver && (await howManyWait()) === 0);
    return { made };
  });
  expect(await made).toMatchObject([{ status: "rejected", reason: { code: "VALIDATION" } }]);
  expect([await owner.db.account.count(), await owner.db.activity.count()]).toEqual([0, 0]);
});
