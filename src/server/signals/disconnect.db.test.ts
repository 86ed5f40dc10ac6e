import "@/registry/register";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { env } from "@/env";
import { type Channel, channelName } from "@/lib/channels";
import type { Role } from "@/lib/role-rows";
import { RawClient } from "@/local/channels/raw.fixture";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { changeRole, setGrant } from "@/modules/platform/identity/members/operations/roles";
import {
  addTeamMembers,
  createTeam,
  deleteTeam,
  removeTeamMembers,
  updateTeam,
} from "@/modules/platform/identity/teams/operations";
import { requireFactor, setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import {
  askFor,
  followingTab,
  ofMember,
  ofWorkspace,
  relayAll,
  screen,
  signedInSocket,
  signInRaw,
} from "@/test/screen";
import { signedIn } from "@/test/tenancy/doors";
import type { Ctx } from "../context";
import { newId } from "../new-id";
import { pusher, subscribedChannels } from "../pusher";
import { signals } from "./consumer";
import { cutEndedAccess, cutEndedSessions } from "./ended-access";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
});

/** The connection of a member's screen. */
async function lineOf(of: TestWorkspace, member: TestMember, ...channels: Channel[]) {
  const { client, refused } = await screen(of, member, ofWorkspace(of), ...channels);
  expect(refused).toEqual([]);
  return client.connection;
}

const maySubscribe = async (of: TestWorkspace, member: TestMember, channel: Channel) =>
  (await askFor(await signedIn(member, of.tenant.slug), channelName(channel), await signedInSocket(member))).status ===
  200;

test("a removed member is disconnected and cannot connect again", async () => {
  const own = await testWorkspace();
  const leaver = await own.join("member");
  const line = await lineOf(own, leaver);
  await removeMember(await own.role("admin"), { id: leaver.id, version: 1 });
  await relayAll();
  await expect.poll(() => line.state).toBe("disconnected");
  expect(await maySubscribe(own, leaver, ofWorkspace(own, 1))).toBe(false);
});

describe("a client written by hand", () => {
  /** A raw socket with what the app gives it for these channels, and whether the app gave it. */
  async function byHand(headers: Record<string, string>, channels: readonly Channel[], signInAs?: string) {
    const socket = await RawClient.greeted(`${env.PUSHER_URL}/app/${env.PUSHER_KEY}?protocol=7`);
    onTestFinished(() => socket.socket.close());
    if (signInAs) await signInRaw(socket, { id: signInAs });
    const listen = async (channel: Channel) => {
      const name = channelName(channel);
      const { status, auth } = await askFor(headers, name, socket.id);
      socket.say("pusher:subscribe", { channel: name, auth });
      return status;
    };
    const statuses = await Promise.all(channels.map(listen));
    await socket.settled();
    return { socket, statuses, listen };
  }

  const changes = async (socket: RawClient) => (await socket.settled()).filter(({ event }) => event === "changed");

  test("receives nothing without signing in or signed in as somebody else, before and after its session is revoked", async () => {
    const own = await testWorkspace();
    const [boss, thief] = [await own.join("admin"), await own.join("member")];
    const otherAccount = await workspace.join("member");
    const { id } = await accountOperations.create(await own.as(boss), { name: "Looked at" });
    const headers = await signedIn(thief, own.tenant.slug);
    const channels: Channel[] = [ofWorkspace(own), ofMember(own, thief), { kind: "record", entity: "account", id }];
    const sockets = [await byHand(headers, channels), await byHand(headers, channels, otherAccount.id)];
    const tab = await followingTab(own, boss);
    for (const revoked of [false, true]) {
      if (revoked) {
        await adminQuery("update sessions set revoked_at = now() where user_id = $1", [thief.userId]);
        await cutEndedSessions();
      }
      const made = await accountOperations.create(await own.as(boss), { name: "Made" });
      await relayAll();
      await expect.poll(() => tab.received.some((signal) => signal.id === made.id)).toBe(true);
      expect(await Promise.all(sockets.map(({ socket }) => changes(socket)))).toEqual([[], []]);
    }
    expect(sockets.map(({ statuses }) => statuses)).toEqual([
      [409, 409, 409],
      [409, 409, 409],
    ]);
    expect(await Promise.all(channels.map((channel) => sockets[0]?.listen(channel)))).toEqual([401, 401, 401]);
  });

  test("that signs in as it should is closed when its session is revoked, and what it kept lets no other socket in", async () => {
    const own = await testWorkspace();
    const thief = await own.join("member");
    const headers = await signedIn(thief, own.tenant.slug);
    const { socket, statuses, listen } = await byHand(headers, [ofWorkspace(own)], thief.id);
    expect(statuses).toEqual([200]);
    await accountOperations.create(await own.role("admin"), { name: "Before" });
    await relayAll();
    await expect.poll(async () => (await changes(socket)).length).toBe(1);
    await adminQuery("update sessions set revoked_at = now() where user_id = $1", [thief.userId]);
    await cutEndedSessions();
    expect(await socket.closed).toBe(4009);
    expect(await listen(ofWorkspace(own))).toBe(401);
  });

  test("that signs in only after its session was revoked gets nothing by the request that was under way", async () => {
    const thief = await workspace.join("member");
    const headers = await signedIn(thief, workspace.tenant.slug);
    const { socket } = await byHand(headers, [], thief.id);
    const looks = vi.spyOn(pusher(), "get").mockImplementationOnce(async (...asked) => {
      await adminQuery("update sessions set revoked_at = now() where user_id = $1", [thief.userId]);
      looks.mockRestore();
      return await pusher().get(...asked);
    });
    expect((await askFor(headers, channelName(ofWorkspace(workspace)), socket.id)).status).toBe(401);
  });
});

test("those who stay go on receiving after a member is removed", async () => {
  const own = await testWorkspace();
  const [boss, leaver, mate] = await Promise.all((["admin", "member", "viewer"] as const).map(own.join));
  if (!boss || !leaver || !mate) throw new Error("Three were to join.");
  const bossCtx = await own.as(boss);
  const tabs = [await followingTab(own, mate), await followingTab(own, boss)];
  await removeMember(bossCtx, { id: leaver.id, version: 1 });
  await relayAll();
  await expect
    .poll(() => tabs.every(({ client }) => client.channel(channelName(ofWorkspace(own, 1)))?.subscribed))
    .toBe(true);
  const after = await accountOperations.create(bossCtx, { name: "After", ownerId: mate.id });
  await relayAll();
  await expect
    .poll(() => tabs.map((tab) => tab.received.some((signal) => signal.id === after.id)))
    .toEqual([true, true]);
});

test("whose role or rights changed is cut off, to be let in again with the new ones", async () => {
  const [one, two, other] = await Promise.all((["member", "member", "member"] as const).map(workspace.join));
  if (!one || !two || !other) throw new Error("Three were to join.");
  const lines = await Promise.all([one, two, other].map((member) => lineOf(workspace, member)));
  await changeRole(ctx, { id: one.id, version: 1, role: "viewer" });
  await setGrant(ctx, { id: two.id, permission: "account:create", effect: "deny" });
  await relayAll();
  await expect.poll(() => lines.map(({ state }) => state)).toEqual(["disconnected", "disconnected", "connected"]);
  expect(await maySubscribe(workspace, one, ofWorkspace(workspace))).toBe(true);
});

test("all are cut off when the workspace begins to require a second factor", async () => {
  const of = await testWorkspace();
  const [owner, member] = [await of.join("owner"), await of.join("member")];
  const lines = [await lineOf(of, owner), await lineOf(of, member)];
  await requireFactor(await of.as(owner), { required: true });
  await relayAll();
  await expect.poll(() => lines.map(({ state }) => state)).toEqual(["disconnected", "disconnected"]);
});

describe("members whose visible records change", () => {
  /** A workspace whose teams see their own accounts only, with these people, and a record of the first of them. */
  async function teams<Name extends string>(people: Record<Name, Role>) {
    const of = await testWorkspace();
    const boss = await of.as(await of.join("admin"));
    await setVisibility(boss, { entity: "account", level: "team" });
    const joined = Object.entries<Role>(people).map(async ([name, role]) => [name, await of.join(role)] as const);
    const members = Object.fromEntries(await Promise.all(joined)) as Record<Name, TestMember>;
    return { of, boss, members };
  }

  const accountChannel = (id: string): Channel => ({ kind: "record", entity: "account", id });

  async function accountOf(boss: Ctx, owner: TestMember): Promise<Channel> {
    const { id } = await accountOperations.create(boss, { name: "Theirs", ownerId: owner.id });
    return accountChannel(id);
  }

  test("a member who leaves a team and those who stay are disconnected, and neither receives the other's records again", async () => {
    const { of, boss, members } = await teams({ ann: "member", bob: "member", eve: "member" });
    const { ann, bob, eve } = members;
    const { id } = await createTeam(boss, { name: "North", memberIds: [ann.id, bob.id] });
    await relayAll();
    const [anns, bobs] = [await accountOf(boss, ann), await accountOf(boss, bob)];
    const lines = [await lineOf(of, ann, bobs), await lineOf(of, bob, anns), await lineOf(of, eve)];
    await removeTeamMembers(boss, { id, memberIds: [bob.id] });
    await relayAll();
    await expect.poll(() => lines.map(({ state }) => state)).toEqual(["disconnected", "disconnected", "connected"]);
    expect(
      await Promise.all([maySubscribe(of, ann, bobs), maySubscribe(of, bob, anns), maySubscribe(of, bob, bobs)]),
    ).toEqual([...[false, false], true]);
  });

  test("a manager above a team that is moved, or taken away, is cut off", async () => {
    const { of, boss, members } = await teams({ ann: "member", mia: "manager", eve: "member" });
    const { ann, mia, eve } = members;
    const top = await createTeam(boss, { name: "Sales", memberIds: [mia.id, eve.id] });
    const low = await createTeam(boss, { name: "North", parentId: top.id, memberIds: [ann.id] });
    await relayAll();
    const anns = await accountOf(boss, ann);
    const first = [await lineOf(of, mia, anns), await lineOf(of, eve)];
    const moved = await updateTeam(boss, { id: low.id, version: low.version, parentId: null });
    await relayAll();
    await expect.poll(() => first.map(({ state }) => state)).toEqual(["disconnected", "connected"]);
    expect(await maySubscribe(of, mia, anns)).toBe(false);
    const back = await updateTeam(boss, { id: low.id, version: moved.version, parentId: top.id });
    await relayAll();
    const second = [await lineOf(of, mia, anns), await lineOf(of, eve)];
    await deleteTeam(boss, { id: low.id, version: back.version });
    await relayAll();
    await expect.poll(() => second.map(({ state }) => state)).toEqual(["disconnected", "connected"]);
    expect(await maySubscribe(of, mia, anns)).toBe(false);
  });

  test("everyone but owners and admins is cut off when the workspace's visibility changes", async () => {
    const { of, boss, members } = await teams({ ann: "member", vera: "viewer", olga: "owner" });
    const { ann, vera, olga } = members;
    await createTeam(boss, { name: "North", memberIds: [ann.id, vera.id] });
    await relayAll();
    const anns = await accountOf(boss, ann);
    const lines = [await lineOf(of, ann), await lineOf(of, vera, anns), await lineOf(of, olga, anns)];
    await setVisibility(boss, { entity: "account", level: "own" });
    await relayAll();
    await expect.poll(() => lines.map(({ state }) => state)).toEqual(["disconnected", "disconnected", "connected"]);
    expect(await Promise.all([ann, vera, olga].map((member) => maySubscribe(of, member, anns)))).toEqual([
      true,
      false,
      true,
    ]);
  });

  test("a viewer who loses sight of a reassigned record is disconnected, others are not", async () => {
    const { of, boss, members } = await teams({
      ann: "member",
      bob: "member",
      cid: "member",
      eve: "member",
      olga: "owner",
    });
    const { ann, bob, cid, eve, olga } = members;
    await createTeam(boss, { name: "North", memberIds: [ann.id, bob.id, cid.id] });
    await relayAll();
    const { id, version } = await accountOperations.create(boss, { name: "Theirs", ownerId: ann.id });
    const [record, others] = [accountChannel(id), await accountOf(boss, cid)];
    await relayAll();
    const lines = [
      await lineOf(of, ann, record),
      await lineOf(of, bob, record, others),
      await lineOf(of, cid, others),
      await lineOf(of, olga, record),
    ];
    await accountOperations.update(boss, { id, version, ownerId: bob.id });
    await relayAll();
    await subscribedChannels("private-");
    expect(lines.map(({ state }) => state)).toEqual(["connected", "connected", "connected", "connected"]);
    await accountOperations.update(boss, { id, version: version + 1, ownerId: eve.id });
    await relayAll();
    await expect
      .poll(() => lines.map(({ state }) => state))
      .toEqual(["disconnected", "disconnected", "connected", "connected"]);
    expect(await Promise.all([ann, bob, eve].map((member) => maySubscribe(of, member, record)))).toEqual([
      false,
      false,
      true,
    ]);
  });

  test("a viewer who loses sight of a record by an import is disconnected when it ends", async () => {
    const { of, boss, members } = await teams({ ann: "member", eve: "member" });
    const { ann, eve } = members;
    const { id } = await accountOperations.create(boss, { name: "Theirs", ownerId: ann.id });
    const mine = await accountOf(boss, ann);
    await relayAll();
    const lines = [await lineOf(of, ann, accountChannel(id)), await lineOf(of, ann, mine), await lineOf(of, eve)];
    const ended = { tenantId: of.tenant.id, id: newId(), name: "import.finished", entity: "import", entityId: newId() };
    const tell = () =>
      signals.deliver([{ ...ended, entityVersion: null, memberId: null, origin: null, at: Date.now() }]);
    await tell();
    await subscribedChannels("private-");
    expect(lines.map(({ state }) => state)).toEqual(["connected", "connected", "connected"]);
    // As a batch writes it: without a delivered event.
    await adminQuery("update accounts set owner_id = $2 where id = $1", [id, eve.id]);
    await tell();
    // A person's connections are closed together.
    await expect.poll(() => lines.map(({ state }) => state)).toEqual(["disconnected", "disconnected", "connected"]);
  });

  test("a team's new name, or a team where everyone sees all records, disconnects no one", async () => {
    const { of, boss, members } = await teams({ ann: "member" });
    const { ann } = members;
    const named = await createTeam(boss, { name: "North", memberIds: [ann.id] });
    const mate = await workspace.join("member");
    const open = await createTeam(ctx, { name: "Open", memberIds: [mate.id] });
    await relayAll();
    const lines = [await lineOf(of, ann), await lineOf(workspace, mate)];
    await updateTeam(boss, { id: named.id, version: named.version, name: "South" });
    await removeTeamMembers(ctx, { id: open.id, memberIds: [mate.id] });
    await addTeamMembers(ctx, { id: open.id, memberIds: [mate.id] });
    await relayAll();
    // The channels server answers in order: if it had closed the connection, this would find it closed.
    await subscribedChannels("private-");
    expect(lines.map(({ state }) => state)).toEqual(["connected", "connected"]);
  });
});

test("a member who signs out or whose sessions end is disconnected once, others are not", async () => {
  const [leaver, other] = await Promise.all([workspace.join("member"), workspace.join("member")]);
  const lines = [await lineOf(workspace, leaver), await lineOf(workspace, other)];
  await adminQuery("update sessions set revoked_at = now() where user_id = $1", [leaver.userId]);
  await cutEndedSessions();
  await expect.poll(() => lines.map(({ state }) => state)).toEqual(["disconnected", "connected"]);
  const back = await lineOf(workspace, leaver);
  await cutEndedSessions();
  await subscribedChannels("private-");
  expect(back.state).toBe("connected");
});

test.each([
  ["is suspended", "status = 'suspended'"],
  ["is due for deletion", "deletion_asked_at = now() - interval '15 days', deletion_due_at = now() - interval '1 day'"],
])("everyone in a workspace that %s is cut off and not let in again, and nobody in others", async (_what, closed) => {
  const closing = await testWorkspace();
  const [theirs, mine] = [await closing.join("member"), await workspace.join("member")];
  const lines = [await lineOf(closing, theirs), await lineOf(workspace, mine)];
  const over = new AbortController();
  const watch = cutEndedAccess(over.signal);
  try {
    await adminQuery(`update tenants set ${closed} where id = $1`, [closing.tenant.id]);
    await expect.poll(() => lines.map(({ state }) => state)).toEqual(["disconnected", "connected"]);
  } finally {
    over.abort();
    await watch;
  }
  for (const channel of [ofWorkspace(closing), ofMember(closing, theirs)])
    expect(await maySubscribe(closing, theirs, channel)).toBe(false);
});
