import "@/registry/register";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { POST } from "@/app/api/pusher/webhook/route";
import { env } from "@/env";
import { channelName } from "@/lib/channels";
import { RawClient } from "@/local/channels/raw.fixture";
import { sign } from "@/local/channels/signature";
import { listOnline } from "@/modules/platform/history/realtime/operations";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { ofMember, ofWorkspace, screen } from "@/test/screen";
import type { Ctx } from "../context";
import { log } from "../log";
import { newId } from "../new-id";
import { pusher } from "../pusher";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("viewer");
});

const online = async (of: Ctx = ctx) => (await listOnline(of, {})).ids.toSorted();
const opened = (of: TestWorkspace, member: TestMember) => screen(of, member, ofWorkspace(of), ofMember(of, member));

describe("members who are online", () => {
  test("is who has the workspace open, in however many tabs, as long as one is open", async () => {
    const own = await testWorkspace();
    const [ann, bob] = [await own.join("member"), await own.join("member")];
    const [requester, foreign] = [await own.role("viewer"), await workspace.join("member")];
    const tabs = [await opened(own, ann), await opened(own, ann), await opened(own, bob)];
    await opened(workspace, foreign);
    expect(await online(requester)).toEqual([ann.id, bob.id].toSorted());
    tabs[0]?.client.disconnect();
    tabs[2]?.client.disconnect();
    await expect.poll(() => online(requester)).toEqual([ann.id]);
    tabs[1]?.client.disconnect();
    await expect.poll(() => online(requester)).toEqual([]);
  });

  test("is nobody who is no member any more, though a socket of theirs is still open", async () => {
    const own = await testWorkspace();
    const [leaver, requester] = [await own.join("member"), await own.role("admin")];
    await opened(own, leaver);
    expect(await online(requester)).toEqual([leaver.id]);
    await adminQuery("update members set status = 'removed' where id = $1", [leaver.id]);
    expect(await online(requester)).toEqual([]);
  });

  test("is nobody while the channels server does not answer, and the log says so", async () => {
    const own = await testWorkspace();
    const [ann, requester] = [await own.join("member"), await own.role("viewer")];
    await opened(own, ann);
    const vendor = vi.spyOn(pusher(), "get").mockRejectedValue(new Error("no network"));
    const warn = vi.spyOn(log, "warn");
    expect(await online(requester)).toEqual([]);
    vendor.mockRestore();
    expect(warn).toHaveBeenCalledWith(
      expect.objectContaining({ tenantId: own.tenant.id, err: new Error("no network") }),
      "the online members could not be loaded",
    );
    warn.mockRestore();
    expect(await online(requester)).toEqual([ann.id]);
  });

  test("may be more people than a presence channel holds", async () => {
    const own = await testWorkspace();
    const requester = await own.role("viewer");
    const ids = Array.from({ length: 130 }, newId);
    await adminQuery(
      `with people as (
         insert into users (id, name, email, email_key, updated_at)
         select id, 'Member', id || '@test.example', id || '@test.example', now() from unnest($2::uuid[]) id returning id, name
       )
       insert into members (tenant_id, id, user_id, name, name_key, role, status, updated_at)
       select $1::uuid, id, id, name, 'member', 'member', 'active', now() from people`,
      [own.tenant.id, ids],
    );
    const sockets = await Promise.all(
      ids.map(async (memberId) => {
        const socket = await RawClient.greeted(`${env.PUSHER_URL}/app/${env.PUSHER_KEY}?protocol=7`);
        const channel = channelName({ kind: "member", tenantId: own.tenant.id, memberId });
        socket.say("pusher:subscribe", { channel, auth: pusher().authorizeChannel(socket.id, channel).auth });
        await socket.settled();
        return socket;
      }),
    );
    expect(await online(requester)).toEqual(ids.toSorted());
    for (const { socket } of sockets) socket.close();
  });
});

describe("a webhook of the channels server", () => {
  const app = { id: env.PUSHER_APP_ID, key: env.PUSHER_KEY, secret: env.PUSHER_SECRET };
  interface PostedEvent {
    name: string;
    channel: string;
  }
  /** Sends the channels server's webhooks; given values replace the correct ones. */
  async function post(events: readonly PostedEvent[], wrong: { signature?: string; key?: string; type?: string } = {}) {
    const body = JSON.stringify({ time_ms: Date.now(), events });
    const headers = {
      "content-type": wrong.type ?? "application/json",
      "x-pusher-key": wrong.key ?? app.key,
      "x-pusher-signature": wrong.signature ?? sign(app, body),
    };
    const url = "http://localhost:3000/api/pusher/webhook";
    return (await POST(new Request(url, { method: "POST", headers, body }))).status;
  }

  test("tells the screens of the workspace who is online now, and no others; late and out of order too", async () => {
    const [ann, bob, watcher] = await Promise.all((["member", "member", "viewer"] as const).map(workspace.join));
    if (!ann || !bob || !watcher) throw new Error("Three were to join.");
    const other = await testWorkspace();
    const [mine, theirs] = [await opened(workspace, watcher), await opened(other, await other.join("member"))];
    await opened(workspace, ann);
    const named = (member: TestMember) => channelName(ofMember(workspace, member));
    const events = [
      { name: "channel_vacated", channel: named(ann) },
      { name: "channel_occupied", channel: named(bob) },
      { name: "channel_occupied", channel: channelName(ofWorkspace(workspace)) },
      { name: "channel_occupied", channel: "anything" },
      { name: "client_event", channel: named(ann) },
    ];
    expect(await post(events)).toBe(200);
    const hook = (id: string, event: string) => ({ entity: "presence", id, event, by: null, origin: null });
    const truth = [hook(ann.id, "presence.online"), hook(bob.id, "presence.offline")];
    await expect.poll(() => mine.received).toEqual(truth);
    expect(await post(events.slice(0, 1))).toBe(200);
    await expect.poll(() => mine.received).toEqual([...truth, truth[0]]);
    expect(theirs.received).toEqual([]);
  });

  test("that tells of very many at once arrives in messages that fit", async () => {
    const watcher = await workspace.join("viewer");
    const mine = await opened(workspace, watcher);
    const gone = Array.from({ length: 300 }, () => ({
      name: "channel_vacated",
      channel: channelName({ kind: "member", tenantId: workspace.tenant.id, memberId: newId() }),
    }));
    expect(await post(gone)).toBe(200);
    await expect.poll(() => mine.received.length).toBe(300);
  });

  test("is refused unsigned, badly signed, for another app, as another type, and too large: nobody is told", async () => {
    const watcher = await workspace.join("viewer");
    const mine = await opened(workspace, watcher);
    const events = [{ name: "channel_occupied", channel: channelName(ofMember(workspace, watcher)) }];
    expect(await post(events, { signature: "" })).toBe(401);
    expect(await post(events, { signature: sign({ ...app, secret: "another" }, "{}") })).toBe(401);
    expect(await post(events, { key: "another" })).toBe(401);
    expect(await post(events, { type: "text/plain" })).toBe(401);
    expect(await post(events.concat({ name: "x".repeat(1_000_000), channel: "" }))).toBe(413);
    expect(await post([])).toBe(200);
    expect(await post(events)).toBe(200);
    await expect.poll(() => mine.received.length).toBe(1);
  });
});
