import "@/registry/realtime";
import { randomUUID } from "node:crypto";
import Client from "pusher-js";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { POST as authorize } from "@/app/api/pusher/auth/route";
import { POST as authenticate } from "@/app/api/pusher/user-auth/route";
import { env } from "@/env";
import { type Channel, changedEvent, channelName, type Signal } from "@/lib/channels";
import { socketOptions } from "@/lib/channels-address";
import { permissions } from "@/lib/roles";
import { createAccount, updateAccount } from "@/modules/crm/accounts/operations";
import { createImport } from "@/modules/platform/imports/operations/manage-imports";
import { inviteMembers } from "@/modules/platform/members/invitations/operations";
import { removeMember } from "@/modules/platform/members/operations/lifecycle";
import { changeRole, setGrant } from "@/modules/platform/members/operations/roles";
import { notifications } from "@/modules/platform/notifications/jobs";
import { acceptInvitation } from "@/modules/platform/tenants/operations/joining";
import { setVisibility } from "@/modules/platform/tenants/operations/settings";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { anonymous, mailedToken, newMail } from "@/test/identity";
import { signedIn, withKey } from "@/test/tenancy/doors";
import type { Ctx } from "../context";
import { relayOnce } from "../outbox/relay";
import { heardChannels } from "../pusher";
import { compact, signals, tellProgress } from "./consumer";
import { cutEndedSessions, SuspendedWorkspaces } from "./ended-access";

let workspace: TestWorkspace;
let admin: TestMember;
let ctx: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.join("admin");
  ctx = await workspace.as(admin);
});

const open: Client[] = [];
afterEach(() => {
  for (const client of open.splice(0)) client.disconnect();
});

type Headed = Record<string, string>;
type Door = (request: Request) => Promise<Response>;
async function ask(door: Door, headers: Headed, fields: Record<string, string>) {
  const body = new URLSearchParams(fields);
  const response = await door(new Request("http://localhost:3000/api/pusher/auth", { method: "POST", headers, body }));
  return { status: response.status, answer: (await response.json()) as { auth: string; user_data: string } };
}

/** A member's screen, as the browser opens it: what it hears, and how its subscriptions went. */
async function screen(member: TestMember, ...channels: Channel[]) {
  const headers = await signedIn(member, workspace.tenant.slug);
  const heard: Signal[] = [];
  const refused: string[] = [];
  const { hostname, port } = new URL(env.PUSHER_URL ?? "");
  const client = new Client(env.PUSHER_KEY, {
    ...socketOptions({ host: hostname, port: Number(port), tls: false, path: "" }),
    channelAuthorization: {
      endpoint: "",
      transport: "ajax",
      customHandler: ({ socketId, channelName: name }, done) =>
        void ask(authorize, headers, { socket_id: socketId, channel_name: name }).then(({ status, answer }) =>
          status === 200 ? done(null, answer) : done(new Error(String(status)), null),
        ),
    },
    userAuthentication: {
      endpoint: "",
      transport: "ajax",
      customHandler: ({ socketId }, done) =>
        void ask(authenticate, headers, { socket_id: socketId }).then(({ answer }) => done(null, answer)),
    },
  });
  open.push(client);
  await new Promise((done) => client.connection.bind("connected", done));
  client.signin();
  await Promise.all(
    channels.map(channelName).map(
      (name) =>
        new Promise<void>((done) => {
          const channel = client.subscribe(name);
          channel.bind(changedEvent, (data: { signals: Signal[] }) => heard.push(...data.signals));
          channel.bind("pusher:subscription_succeeded", () => done());
          channel.bind("pusher:subscription_error", () => {
            refused.push(name);
            done();
          });
        }),
    ),
  );
  return { client, heard, refused };
}

const ofWorkspace = (): Channel => ({ kind: "workspace", tenantId: workspace.tenant.id });
const ofMember = (member: TestMember): Channel => ({ kind: "member", memberId: member.id });
const both = (member: TestMember) => [ofWorkspace(), ofMember(member)];
async function relayAll(): Promise<void> {
  while (await relayOnce(signals));
}

describe("what screens hear", () => {
  test("a change of a record: which one, what happened, who did it and in which tab; never what was written", async () => {
    const viewer = await workspace.join("viewer");
    const theirs = await screen(viewer, ...both(viewer));
    const { id } = await createAccount({ ...ctx, origin: "tab-1" }, { name: "Heard" });
    await relayAll();
    await expect
      .poll(() => theirs.heard)
      .toEqual([{ entity: "account", id, event: "account.created", by: admin.id, origin: "tab-1" }]);
  });

  test("another workspace's changes reach nobody here", async () => {
    const mine = await screen(admin, ...both(admin));
    const other = await testWorkspace();
    await createAccount(await other.role("admin"), { name: "Foreign" });
    const { id } = await createAccount(ctx, { name: "Own" });
    await relayAll();
    await expect.poll(() => mine.heard.map((signal) => signal.id)).toEqual([id]);
  });

  test("under restricted visibility only who sees the record now, or saw it before it changed hands", async () => {
    const restricted = await testWorkspace();
    const [boss, from, to, stranger] = await Promise.all(
      (["admin", "member", "member", "member"] as const).map((role) => restricted.join(role)),
    );
    if (!boss || !from || !to || !stranger) throw new Error("No members.");
    const before = workspace;
    workspace = restricted;
    try {
      const screens = await Promise.all([boss, from, to, stranger].map((member) => screen(member, ...both(member))));
      const bossCtx = await restricted.as(boss);
      await setVisibility(bossCtx, { entity: "account", level: "own" });
      await relayAll();
      await expect.poll(() => screens.map(({ heard }) => heard.length)).toEqual([1, 1, 1, 1]);
      for (const { heard } of screens) heard.length = 0;
      const row = await createAccount(bossCtx, { name: "Handed over", ownerId: from.id });
      await relayAll();
      await expect.poll(() => screens.map(({ heard }) => heard.length)).toEqual([1, 1, 0, 0]);
      await updateAccount(bossCtx, { id: row.id, version: row.version, ownerId: to.id });
      await relayAll();
      await expect.poll(() => screens.map(({ heard }) => heard.length)).toEqual([2, 2, 1, 0]);
    } finally {
      workspace = before;
    }
  });

  test("that somebody was told something: their own screens and no others, not even those of admins", async () => {
    const told = await workspace.join("member");
    const [theirs, others] = [await screen(told, ...both(told)), await screen(admin, ...both(admin))];
    await createAccount(ctx, { name: "Given", ownerId: told.id });
    while (await relayOnce(notifications));
    await relayAll();
    const ofAccounts = (list: readonly Signal[]) => list.filter(({ entity }) => entity === "account").length;
    const ofInbox = (list: readonly Signal[]) => list.filter(({ entity }) => entity === "notification").length;
    await expect.poll(() => [ofAccounts(theirs.heard), ofInbox(theirs.heard)]).toEqual([1, 1]);
    await createAccount(ctx, { name: "Heard after it" });
    await relayAll();
    await expect.poll(() => ofAccounts(others.heard)).toBe(2);
    expect(ofInbox(others.heard)).toBe(0);
  });

  test("who was invited, joined, got another role or was removed: everyone's list of members follows", async () => {
    const own = await testWorkspace();
    const [boss, viewer] = [await own.join("owner"), await own.join("viewer")];
    const bossCtx = await own.as(boss);
    const before = workspace;
    workspace = own;
    const theirs = await screen(viewer, ofWorkspace());
    workspace = before;
    const email = newMail();
    const { results } = await inviteMembers(bossCtx, { invitees: [{ email }], role: "member" });
    const id = results[0]?.memberId ?? "";
    const token = await mailedToken(email, "/invitation");
    await acceptInvitation(anonymous(), { token, person: { name: "Ben Ode", password: "three unrelated words" } });
    const version = async () => (await bossCtx.db.member.findFirstOrThrow({ where: { id } })).version;
    await changeRole(bossCtx, { id, version: await version(), role: "viewer" });
    await removeMember(bossCtx, { id, version: await version() });
    await relayAll();
    const heard = () => theirs.heard.filter((one) => one.id === id).map(({ event }) => event.replace("member.", ""));
    await expect.poll(heard).toEqual(["invited", "joined", "roleChanged", "removed"]);
  });

  test("how far an import is: who made it and admins, a few times a second at most, and nobody else", async () => {
    const [maker, stranger] = [await workspace.join("manager"), await workspace.join("member")];
    const [mine, boss, foreign] = await Promise.all([maker, admin, stranger].map((one) => screen(one, ...both(one))));
    const { id } = await createImport(await workspace.as(maker), {});
    const told = { tenantId: workspace.tenant.id, entity: "import", id };
    await Promise.all([tellProgress(told), tellProgress(told), tellProgress(told)]);
    await relayAll();
    const progress = { entity: "import", id, event: "import.progressed", by: null, origin: null };
    const heard = (one: typeof mine) => one?.heard.filter((signal) => signal.id === id) ?? [];
    await expect.poll(() => heard(mine)).toEqual([progress, expect.objectContaining({ event: "import.created" })]);
    await expect.poll(() => heard(boss)).toContainEqual(progress);
    expect(heard(foreign)).toEqual([]);
  });

  test("who is removed is cut off", async () => {
    const leaver = await workspace.join("member");
    const theirs = await screen(leaver, ...both(leaver));
    await expect.poll(() => theirs.client.user.user_data?.id).toBe(leaver.id);
    await removeMember(ctx, { id: leaver.id, version: 1 });
    await relayAll();
    await expect.poll(() => theirs.client.connection.state).toBe("disconnected");
    const again = await ask(authorize, await signedIn(leaver, workspace.tenant.slug), {
      socket_id: "1.1",
      channel_name: channelName(ofWorkspace()),
    });
    expect(again.status).toBe(404);
  });

  /** A screen of a member that the channels server knows by name. */
  async function known(of: TestWorkspace, member: TestMember) {
    const before = workspace;
    workspace = of;
    const { client } = await screen(member, ofWorkspace());
    workspace = before;
    await expect.poll(() => client.user.user_data?.id).toBe(member.id);
    return client.connection;
  }

  test("whose role or rights changed is cut off, to be let in again with the new ones", async () => {
    const [one, two, other] = await Promise.all((["member", "member", "member"] as const).map(workspace.join));
    if (!one || !two || !other) throw new Error("Three were to join.");
    const lines = await Promise.all([one, two, other].map((member) => known(workspace, member)));
    await changeRole(ctx, { id: one.id, version: 1, role: "viewer" });
    await setGrant(ctx, { memberId: two.id, permission: "account:create", effect: "deny" });
    await relayAll();
    await expect.poll(() => lines.map(({ state }) => state)).toEqual(["disconnected", "disconnected", "connected"]);
    const again = await ask(authorize, await signedIn(one, workspace.tenant.slug), {
      socket_id: "1.1",
      channel_name: channelName(ofWorkspace()),
    });
    expect(again.status).toBe(200);
  });

  test("who signed out somewhere, or whose sessions were ended, is cut off once, and nobody else", async () => {
    const [leaver, other] = await Promise.all([workspace.join("member"), workspace.join("member")]);
    const lines = await Promise.all([leaver, other].map((member) => known(workspace, member)));
    await adminQuery("update sessions set revoked_at = now() where user_id = $1", [leaver.userId]);
    await cutEndedSessions();
    await expect.poll(() => lines.map(({ state }) => state)).toEqual(["disconnected", "connected"]);
    const back = await known(workspace, leaver);
    await cutEndedSessions();
    // The channels server answers in order: had it cut, this would find it cut.
    await heardChannels("private-");
    expect(back.state).toBe("connected");
  });

  test("everyone in a workspace that is suspended is cut off, and nobody in others", async () => {
    const closing = await testWorkspace();
    const [theirs, mine] = [await closing.join("member"), await workspace.join("member")];
    const lines = [await known(closing, theirs), await known(workspace, mine)];
    const suspended = new SuspendedWorkspaces();
    await suspended.cutNew();
    expect(lines.map(({ state }) => state)).toEqual(["connected", "connected"]);
    await adminQuery("update tenants set status = 'suspended' where id = $1", [closing.tenant.id]);
    await suspended.cutNew();
    await expect.poll(() => lines.map(({ state }) => state)).toEqual(["disconnected", "connected"]);
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
  const askFor = async (headers: Headed, channel: string, socket = "12.34") =>
    (await ask(authorize, headers, { socket_id: socket, channel_name: channel })).status;

  test("opens only what is one's own, whatever the name", async () => {
    const colleague = await workspace.join("member");
    const headers = await signedIn(colleague, workspace.tenant.slug);
    const other = await testWorkspace();
    const row = await createAccount(ctx, { name: "Looked at" });
    const foreign = await createAccount(await other.role("admin"), { name: "Not ours" });
    const record = (id: string, entity = "account") => channelName({ kind: "record", entity, id });
    expect(await askFor(headers, channelName(ofWorkspace()))).toBe(200);
    expect(await askFor(headers, channelName(ofMember(colleague)))).toBe(200);
    expect(await askFor(headers, record(row.id))).toBe(200);
    for (const name of [
      channelName(ofMember(admin)),
      channelName({ kind: "workspace", tenantId: other.tenant.id }),
      record(foreign.id),
      record(randomUUID()),
      record(row.id, "constructor"),
      `private-encrypted-${workspace.tenant.id}`,
      `presence-workspace-${workspace.tenant.id}`,
      "cache-anything",
      "",
    ])
      expect(await askFor(headers, name), name).toBe(404);
  });

  test("refuses who is nobody here, a key, a forged socket, and another site", async () => {
    const name = channelName(ofWorkspace());
    const headers = await signedIn(admin, workspace.tenant.slug);
    const stranger = await (await testWorkspace()).join("owner");
    expect(await askFor({}, name)).toBe(401);
    expect(await askFor(await signedIn(stranger, workspace.tenant.slug), name)).toBe(404);
    expect(await askFor(await withKey(workspace.tenant.id, admin, [...permissions]), name)).toBe(403);
    expect(await askFor(headers, name, "12.34:private-x")).toBe(422);
    expect(await askFor({ ...headers, origin: "https://elsewhere.example" }, name)).toBe(403);
  });
});
