import "@/registry/register";
import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { QueryObserver } from "@tanstack/react-query";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { env } from "@/env";
import { type Channel, channelName, type Signal } from "@/lib/channels";
import { permissions } from "@/lib/roles";
import { RawClient } from "@/local/channels/raw.fixture";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { inviteMembers } from "@/modules/platform/identity/members/invitations/operations/inviting";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { listMembers } from "@/modules/platform/identity/members/operations/list";
import { changeRole } from "@/modules/platform/identity/members/operations/roles";
import { acceptInvitation } from "@/modules/platform/workspace/tenants/operations/joining";
import { setVisibility } from "@/modules/platform/workspace/tenants/operations/settings";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { anonymous, mailedToken, newMail } from "@/test/identity";
import { rounds } from "@/test/rounds";
import { askFor, followingTab, ofMember, ofWorkspace, relayAll, screen, signedInSocket } from "@/test/screen";
import { signedIn, withKey } from "@/test/tenancy/doors";
import type { Ctx } from "../context";
import { relayOnce } from "../outbox/relay";
import { pusher } from "../pusher";
import { compact, signalProgress } from "./consumer";

let workspace: TestWorkspace;
let admin: TestMember;
let ctx: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.join("admin");
  ctx = await workspace.as(admin);
});

const both = (of: TestWorkspace, member: TestMember) => [ofWorkspace(of), ofMember(of, member)];

describe("the signals that screens receive", () => {
  test("a change of a record: which one, what happened, who did it and in which tab; never what was written", async () => {
    const viewer = await workspace.join("viewer");
    const theirs = await screen(workspace, viewer, ...both(workspace, viewer));
    const { id } = await accountOperations.create({ ...ctx, origin: "tab-1" }, { name: "Received" });
    await relayAll();
    await expect
      .poll(() => theirs.received)
      .toEqual([{ entity: "account", id, event: "account.created", by: admin.id, origin: "tab-1" }]);
  });

  test("another workspace's changes reach nobody here", async () => {
    const mine = await screen(workspace, admin, ...both(workspace, admin));
    const other = await testWorkspace();
    await accountOperations.create(await other.role("admin"), { name: "Foreign" });
    const { id } = await accountOperations.create(ctx, { name: "Own" });
    await relayAll();
    await expect.poll(() => mine.received.map((signal) => signal.id)).toEqual([id]);
  });

  test("under restricted visibility only who sees the record now, or saw it before it changed hands", async () => {
    const restricted = await testWorkspace();
    const [boss, from, to, stranger] = await Promise.all(
      (["admin", "member", "member", "member"] as const).map((role) => restricted.join(role)),
    );
    if (!boss || !from || !to || !stranger) throw new Error("No members.");
    const bossCtx = await restricted.as(boss);
    await setVisibility(bossCtx, { entity: "account", level: "own" });
    await relayAll();
    const screens = await Promise.all(
      [boss, from, to, stranger].map((member) => screen(restricted, member, ...both(restricted, member))),
    );
    const row = await accountOperations.create(bossCtx, { name: "Handed over", ownerId: from.id });
    await relayAll();
    await expect.poll(() => screens.map(({ received }) => received.length)).toEqual([1, 1, 0, 0]);
    await accountOperations.update(bossCtx, { id: row.id, version: row.version, ownerId: to.id });
    await relayAll();
    await expect.poll(() => screens.map(({ received }) => received.length)).toEqual([2, 2, 1, 0]);
  });

  test("that somebody was told something: their own screens and no others, not even those of admins", async () => {
    const addressed = await workspace.join("member");
    const [theirs, others] = [
      await screen(workspace, addressed, ...both(workspace, addressed)),
      await screen(workspace, admin, ...both(workspace, admin)),
    ];
    await accountOperations.create(ctx, { name: "Given", ownerId: addressed.id });
    while (await relayOnce(notifications));
    await relayAll();
    const ofAccounts = (list: readonly Signal[]) => list.filter(({ entity }) => entity === "account").length;
    const ofInbox = (list: readonly Signal[]) => list.filter(({ entity }) => entity === "notification").length;
    await expect.poll(() => [ofAccounts(theirs.received), ofInbox(theirs.received)]).toEqual([1, 1]);
    await accountOperations.create(ctx, { name: "Received after it" });
    await relayAll();
    await expect.poll(() => ofAccounts(others.received)).toBe(2);
    expect(ofInbox(others.received)).toBe(0);
  });

  test("signals for many single members are sent to a few at a time", async () => {
    const own = await testWorkspace();
    const owner = await own.role("owner");
    const addressed = await Promise.all(Array.from({ length: 25 }, () => own.join("member")));
    await Promise.all(addressed.map(({ id }) => accountOperations.create(owner, { name: "Given", ownerId: id })));
    while (await relayOnce(notifications));
    const theirs = new Set(addressed.map((member) => channelName(ofMember(own, member))));
    const received = new Set<string>();
    let [running, most] = [0, 0];
    const vendor = vi.spyOn(pusher(), "trigger").mockImplementation(async (to) => {
      for (const name of [to].flat()) if (theirs.has(name)) received.add(name);
      running += 1;
      most = Math.max(most, running);
      await nextTurn();
      running -= 1;
      return new Response() as never;
    });
    await relayAll();
    vendor.mockRestore();
    expect(received).toEqual(theirs);
    expect(most).toBe(10);
  });

  test("invited, joined, changed and removed members are signalled to everyone", async () => {
    const own = await testWorkspace();
    const [boss, viewer] = [await own.join("owner"), await own.join("viewer")];
    const bossCtx = await own.as(boss);
    const theirs = await followingTab(own, viewer);
    const list = new QueryObserver(theirs.queries, { queryKey: ["members"], queryFn: () => listMembers(bossCtx, {}) });
    onTestFinished(list.subscribe(() => undefined));
    const isShown = () => list.getCurrentResult().data?.rows.some((row) => row.id === id);
    const email = newMail();
    const { results } = await inviteMembers(bossCtx, { invitees: [{ email }], role: "member" });
    const id = results[0]?.memberId ?? "";
    const token = await mailedToken(email, "/invitation");
    await acceptInvitation(anonymous(), { token, person: { name: "Ben Ode", password: "three unrelated words" } });
    const version = async () => (await bossCtx.db.member.findFirstOrThrow({ where: { id } })).version;
    await changeRole(bossCtx, { id, version: await version(), role: "viewer" });
    await relayAll();
    const received = () =>
      theirs.received.filter((one) => one.id === id).map(({ event }) => event.replace("member.", ""));
    await expect.poll(received).toEqual(["invited", "joined", "roleChanged"]);
    await list.refetch();
    expect(isShown()).toBe(true);
    await removeMember(bossCtx, { id, version: await version() });
    await relayAll();
    await expect.poll(isShown).toBe(false);
  });

  test("how far an import is: who made it and admins, a few times a second at most, and nobody else", async () => {
    const [maker, stranger] = [await workspace.join("manager"), await workspace.join("member")];
    const [mine, boss, foreign] = await Promise.all(
      [maker, admin, stranger].map((one) => screen(workspace, one, ...both(workspace, one))),
    );
    const { id } = await createImport(await workspace.as(maker), {});
    const addressed = { tenantId: workspace.tenant.id, entity: "import", id };
    await Promise.all([signalProgress(addressed), signalProgress(addressed), signalProgress(addressed)]);
    await relayAll();
    const progress = { entity: "import", id, event: "import.progressed", by: null, origin: null };
    const received = (one: typeof mine) => one?.received.filter((signal) => signal.id === id) ?? [];
    await expect.poll(() => received(mine)).toEqual([progress, expect.objectContaining({ event: "import.created" })]);
    await expect.poll(() => received(boss)).toContainEqual(progress);
    expect(received(foreign)).toEqual([]);
  });

  test("many changes at once are one message of at most 10 kB", () => {
    const list = Array.from({ length: 200 }, (_, at) => ({
      entity: at % 2 ? "account" : "opportunity",
      id: randomUUID(),
      event: "opportunity.stageChanged",
      by: randomUUID(),
      origin: randomUUID(),
    }));
    expect(compact(list).map(({ entity, id }) => [entity, id])).toEqual([
      ["opportunity", null],
      ["account", null],
    ]);
    expect(JSON.stringify(compact(list.slice(0, 40))).length).toBeLessThan(10_000);
    expect(compact([...list.slice(0, 3), ...list.slice(0, 3)])).toHaveLength(3);
  });
});

describe("the door to channels", () => {
  test("opens only what is one's own, whatever the name", async () => {
    const colleague = await workspace.join("member");
    const headers = await signedIn(colleague, workspace.tenant.slug);
    const other = await testWorkspace();
    const row = await accountOperations.create(ctx, { name: "Looked at" });
    const foreign = await accountOperations.create(await other.role("admin"), { name: "Not ours" });
    const record = (id: string, entity = "account") => channelName({ kind: "record", entity, id });
    const socket = await signedInSocket(colleague);
    for (const name of [...both(workspace, colleague).map(channelName), record(row.id)])
      expect(await askFor(headers, name, socket), name).toEqual({ status: 200, auth: expect.any(String) });
    for (const name of [
      channelName(ofMember(workspace, admin)),
      channelName(ofMember(other, colleague)),
      channelName(ofWorkspace(other)),
      channelName(ofWorkspace(workspace, 1)),
      record(foreign.id),
      record(randomUUID()),
      record(row.id, "constructor"),
      `private-encrypted-${workspace.tenant.id}`,
      `presence-workspace-${workspace.tenant.id}`,
      channelName({ kind: "socket", socketId: socket }),
      "cache-anything",
      "",
    ])
      expect((await askFor(headers, name, socket)).status, name).toBe(404);
  });

  test("shows the viewers of a record only to a socket that is signed in and can be closed", async () => {
    const colleague = await workspace.join("member");
    const { id } = await accountOperations.create(ctx, { name: "Looked at" });
    const channel: Channel = { kind: "record", entity: "account", id };
    const name = channelName(channel);
    const nameless = await RawClient.greeted(`${env.PUSHER_URL}/app/${env.PUSHER_KEY}?protocol=7`);
    const headers = await signedIn(colleague, workspace.tenant.slug);
    expect(await askFor(headers, name, nameless.id)).toEqual({ status: 409, auth: undefined });
    const { auth } = pusher().authorizeChannel(nameless.id, name);
    for (const said of [{}, { channel_data: JSON.stringify({ user_id: colleague.id }) }])
      nameless.say("pusher:subscribe", { channel: name, auth, ...said });
    const refusal = { event: "pusher:subscription_error", data: { status: 401 } };
    expect(await nameless.settled()).toMatchObject([refusal, refusal]);
    nameless.socket.close();
    const named = await screen(workspace, colleague, channel);
    expect(named.refused).toEqual([]);
    const { members } = named.client.channel(name) as unknown as { members: { members: object } };
    expect(members.members).toEqual({ [colleague.id]: { name: colleague.name } });
  });

  test("hundreds of subscriptions of one socket are each judged by themselves, and the door goes on working", async () => {
    const count = rounds(1_000, 200);
    const colleague = await workspace.join("member");
    const headers = await signedIn(colleague, workspace.tenant.slug);
    const own = channelName(ofMember(workspace, colleague));
    const names = Array.from({ length: count }, (_, at) =>
      at % 100 === 0 ? own : channelName({ kind: "record", entity: "account", id: randomUUID() }),
    );
    const socket = await signedInSocket(colleague);
    const statuses: number[] = [];
    while (names.length > 0)
      for (const { status } of await Promise.all(names.splice(0, 20).map((name) => askFor(headers, name, socket))))
        statuses.push(status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(count / 100);
    expect(statuses.filter((status) => status === 404)).toHaveLength(count - count / 100);
    expect((await screen(workspace, colleague, ofMember(workspace, colleague))).refused).toEqual([]);
  });

  test("refuses who is nobody here, a key, a forged socket, and another site", async () => {
    const name = channelName(ofWorkspace(workspace));
    const headers = await signedIn(admin, workspace.tenant.slug);
    const stranger = await (await testWorkspace()).join("owner");
    expect((await askFor({}, name)).status).toBe(401);
    expect((await askFor(await signedIn(stranger, workspace.tenant.slug), name)).status).toBe(404);
    expect((await askFor(await withKey(workspace.tenant.id, admin, [...permissions]), name)).status).toBe(403);
    expect((await askFor(headers, name, "12.34:private-x")).status).toBe(422);
    expect((await askFor({ ...headers, origin: "https://elsewhere.example" }, name)).status).toBe(403);
  });
});
