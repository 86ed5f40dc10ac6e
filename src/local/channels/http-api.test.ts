import { createHash } from "node:crypto";
import { request } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BOUNDS } from "./limits";
import { next, Rig, record, subscribed } from "./sdk.fixture";
import { distrust, sign } from "./signature";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open();
});
afterEach(() => rig.close());

it("10: the vendor's own example is signed right", () => {
  const app = { id: "3", key: "278d425bdf160c739803", secret: "7ad3773142a6692b25b8" };
  const body = '{"name":"foo","channels":["project-3"],"data":"{\\"some\\":\\"data\\"}"}';
  expect(createHash("md5").update(body).digest("hex")).toBe("ec365a775a4cd0599faeb73354201b6f");
  const signature = "da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c";
  const query = new Map([
    ["auth_key", app.key],
    ["auth_timestamp", "1353088179"],
    ["auth_version", "1.0"],
    ["body_md5", "ec365a775a4cd0599faeb73354201b6f"],
    ["auth_signature", signature],
  ]);
  const asked = { method: "POST", path: "/apps/3/events", query, body: Buffer.from(body) };
  expect(distrust(app, asked, 1_353_088_179_000)).toBeUndefined();
  expect(distrust(app, asked, (1_353_088_179 + 600) * 1_000)).toBeUndefined();
  expect(distrust(app, asked, (1_353_088_179 + 601) * 1_000)).toMatch("auth_timestamp");
  expect(distrust(app, asked, (1_353_088_179 - 601) * 1_000)).toMatch("auth_timestamp");
});

describe("10: a publisher who is not the app", () => {
  it.each([
    ["a wrong secret", { secret: "wrong" }, 401],
    ["another key", { key: "other" }, 401],
    ["another app", { appId: "2" }, 404],
  ])("with %s is refused, and nothing arrives", async (_name, wrong, status) => {
    const heard = await listener();
    await expect(rig.publisherWith(wrong).trigger("news", "posted", 1)).rejects.toMatchObject({ status });
    expect(await heard()).toEqual([]);
  });

  it.each([
    [-605, 401],
    [605, 401],
    [-595, 200],
    [595, 200],
  ])("with a clock that is off by %i seconds gets %i", async (seconds, status) => {
    const heard = await listener();
    const now = Date.now();
    // Only while the SDK signs: other code reads the time as well.
    const clock = vi.spyOn(Date, "now").mockReturnValue(now + seconds * 1_000);
    const query = rig.publisher.createSignedQueryString({
      method: "POST",
      path: "/apps/1/events",
      body: event("posted"),
    });
    clock.mockRestore();
    const answer = await fetch(`${base()}/events?${query}`, { method: "POST", body: event("posted") });
    expect(answer.status).toBe(status);
    expect(await heard()).toHaveLength(status === 200 ? 1 : 0);
  });

  it.each([
    ["another body", { body: event("changed") }],
    ["no body", { body: "" }],
    ["another method", { method: "GET" }],
    ["another path", { path: "/batch_events" }],
    ["another parameter", { more: "&info=user_count" }],
    ["no signature", { without: "auth_signature" }],
    ["no MD5 of its body", { without: "body_md5" }],
    ["no version", { without: "auth_version" }],
    ["no time", { without: "auth_timestamp" }],
  ])("who changes a signed request to %s is refused, and nothing arrives", async (_name, change) => {
    const { method = "POST", path = "/events", body = event("posted"), more = "", without } = change as Change;
    const heard = await listener();
    const signed = new URLSearchParams(signedQuery("POST", "/events", event("posted")) + more);
    if (without !== undefined) signed.delete(without);
    const given = method === "GET" ? { method } : { method, body };
    const answer = await fetch(`${base()}${path}?${signed}`, given);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ error: expect.any(String) });
    expect(await heard()).toEqual([]);
  });

  it("of another version of signing is refused, though it is signed", async () => {
    const query = signedQuery("GET", "/channels", "", "2.0");
    expect((await fetch(`${base()}/channels?${query}`)).status).toBe(401);
    expect((await fetch(`${base()}/channels?${signedQuery("GET", "/channels", "")}`)).status).toBe(200);
  });

  it("whose signature does not cover the body is refused, though all else is signed", async () => {
    const heard = await listener();
    const at = Math.floor(Date.now() / 1_000);
    const query = `auth_key=${rig.server.app.key}&auth_timestamp=${at}&auth_version=1.0`;
    const signature = sign(rig.server.app, ["POST", "/apps/1/events", query].join("\n"));
    const answer = await fetch(`${base()}/events?${query}&auth_signature=${signature}`, {
      method: "POST",
      body: event("posted"),
    });
    expect(answer.status).toBe(401);
    expect(await heard()).toEqual([]);
  });
});

it("11: a value with a space and a plus verifies", async () => {
  await subscribed(await rig.connected(), "news");
  expect(await get("/channels", { filter_by_prefix: "a b+c" })).toEqual({ channels: {} });
  expect(await get("/channels", { filter_by_prefix: "ünï" })).toEqual({ channels: {} });
});

describe("25: asking about channels", () => {
  it("tells which are occupied, by prefix, with what is counted there", async () => {
    const ann = await rig.connected({ person: { user_id: "ann" } });
    await subscribed(ann, "presence-opportunity");
    await subscribed(await rig.connected({ person: { user_id: "ann" } }), "presence-opportunity");
    await subscribed(ann, "news");
    expect(await get("/channels")).toEqual({ channels: { news: {}, "presence-opportunity": {} } });
    expect(await get("/channels", { filter_by_prefix: "presence-", info: "user_count" })).toEqual({
      channels: { "presence-opportunity": { user_count: 1 } },
    });
    expect(await get("/channels/presence-opportunity", { info: "user_count,subscription_count" })).toEqual({
      occupied: true,
      user_count: 1,
      subscription_count: 2,
    });
    expect(await get("/channels/presence-opportunity/users")).toEqual({ users: [{ id: "ann" }] });
    expect(await get("/channels/empty")).toEqual({ occupied: false });
    expect(await get("/channels/presence-empty/users")).toEqual({ users: [] });
  });

  it("does not list the channels of single users", async () => {
    const client = await rig.connected({ person: { user_id: "ann" } });
    client.signin();
    await expect.poll(() => client.user.serverToUserChannel?.subscribed).toBe(true);
    expect(await get("/channels")).toEqual({ channels: {} });
  });

  it("tells what a cache channel keeps", async () => {
    await rig.publisher.trigger("cache-news", "posted", { number: 1 });
    expect(await get("/channels/cache-news", { info: "cache" })).toEqual({
      occupied: false,
      cache: { data: '{"number":1}', ttl: 3_600 },
    });
    expect(await get("/channels/cache-empty", { info: "cache" })).toEqual({ occupied: false });
  });

  it.each([
    ["user_count of a public channel", "/channels/news", { info: "user_count" }],
    ["user_count of all channels", "/channels", { info: "user_count" }],
    ["user_count of all private ones", "/channels", { info: "user_count", filter_by_prefix: "private-" }],
    ["an attribute that does not exist", "/channels/news", { info: "weather" }],
    ["the users of a public channel", "/channels/news/users", {}],
    ["a name that cannot be", "/channels/a b", {}],
  ])("refuses %s with 400", async (_name, path, params) => {
    await expect(rig.publisher.get({ path, params })).rejects.toMatchObject({ status: 400 });
  });

  it("answers an event with what it asks about its channels", async () => {
    await subscribed(await rig.connected({ person: { user_id: "ann" } }), "presence-opportunity");
    const info = "user_count,subscription_count";
    const one = await rig.publisher.trigger("presence-opportunity", "moved", {}, { info });
    expect(await one.json()).toEqual({
      channels: { "presence-opportunity": { user_count: 1, subscription_count: 1 } },
    });
    const batch = await rig.publisher.triggerBatch([
      { channel: "news", name: "posted", data: 1, info: "subscription_count" },
      { channel: "presence-opportunity", name: "moved", data: 1 },
    ]);
    expect(await batch.json()).toEqual({ batch: [{ subscription_count: 0 }, {}] });
    expect(await (await rig.publisher.trigger("news", "posted", 1)).json()).toEqual({});
  });
});

describe("a request that is no event", () => {
  it.each([
    ["text that is no JSON", "{"],
    ["a list", "[]"],
    ["null", "null"],
    ["no name", '{"data":"1","channel":"news"}'],
    ["an empty name", '{"name":"","data":"1","channel":"news"}'],
    ["a name that is reserved", '{"name":"pusher_internal:member_added","data":"1","channel":"news"}'],
    ["data that is no text", '{"name":"posted","data":{},"channel":"news"}'],
    ["no channel", '{"name":"posted","data":"1"}'],
    ["no channels", '{"name":"posted","data":"1","channels":[]}'],
    ["channel and channels", '{"name":"posted","data":"1","channel":"news","channels":["news"]}'],
    [
      "101 channels",
      JSON.stringify({ name: "posted", data: "1", channels: Array.from({ length: 101 }, (_, n) => `n${n}`) }),
    ],
    ["a channel that cannot be", '{"name":"posted","data":"1","channels":["news","a b"]}'],
    ["a socket id that cannot be", '{"name":"posted","data":"1","channel":"news","socket_id":"abc"}'],
    ["an attribute of another kind", '{"name":"posted","data":"1","channel":"news","info":"user_count"}'],
  ])("%s: 400 with a reason, and nothing arrives", async (_name, body) => {
    const heard = await listener();
    const answer = await fetch(`${base()}/events?${signedQuery("POST", "/events", body)}`, { method: "POST", body });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: expect.stringMatching(/\w/) });
    expect(await heard()).toEqual([]);
  });

  it("a hundred channels at once are fine", async () => {
    const channel = await subscribed(await rig.connected(), "n99");
    const heard = next(channel, "posted");
    await rig.publisher.trigger(
      Array.from({ length: 100 }, (_, index) => `n${index}`),
      "posted",
      1,
    );
    expect(await heard).toBe(1);
  });

  it("a body without end is cut off with 413 before it is there", async () => {
    const status = await new Promise<number | undefined>((done, fail) => {
      const sent = request(`${base()}/events`, { method: "POST" }, (answer) => {
        done(answer.statusCode);
        sent.destroy();
      });
      sent.on("error", (error: NodeJS.ErrnoException) => error.code === "EPIPE" || fail(error));
      sent.write(Buffer.alloc(BOUNDS.bodyBytes + 1, "x"));
    });
    expect(status).toBe(413);
  });

  it.each([
    ["the deprecated way to publish", "POST", "/apps/1/channels/news/events", 501],
    ["SockJS", "GET", "/pusher/app/key/1/abc/xhr_streaming", 501],
    ["a socket without upgrade", "GET", "/app/key", 501],
    ["another address", "GET", "/", 404],
    ["another call", "GET", "/apps/1/weather", 404],
    ["another method", "GET", "/apps/1/events", 405],
    ["percent signs that mean nothing", "GET", "/apps/1/channels/%E0%A4%A", 400],
  ])("%s: %s %s gives %i", async (_name, method, path, status) => {
    const query = signedQuery(method, path.replace("/apps/1", ""), "");
    const answer = await fetch(`http://127.0.0.1:${rig.server.port}${path}?${query}`, { method });
    expect(answer.status).toBe(status);
  });

  it("TLS on the plain port is turned away, and the server stays", async () => {
    const answer = await new Promise<string>((done) => {
      const socket = connect(rig.server.port, "127.0.0.1", () => socket.write(Buffer.from("16030100", "hex")));
      socket.once("data", (data) => done(String(data)));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    await subscribed(await rig.connected(), "news");
  });
});

type Change = { method?: string; path?: string; body?: string; more?: string; without?: string };

/** Starts to listen; the result returns the events received until then, apart from a marker that ends them. */
async function listener(): Promise<() => Promise<unknown[]>> {
  const channel = await subscribed(await rig.connected(), "news");
  const heard = record(channel);
  return async () => {
    const end = next(channel, "end");
    await rig.publisher.trigger("news", "end", {});
    await end;
    return heard.filter(({ event }) => event !== "end");
  };
}

function base(): string {
  return `http://127.0.0.1:${rig.server.port}/apps/1`;
}

function event(name: string): string {
  return JSON.stringify({ name, data: "1", channel: "news" });
}

function signedQuery(method: string, path: string, text: string, version = "1.0"): string {
  const at = Math.floor(Date.now() / 1_000);
  const md5 = text === "" ? "" : `&body_md5=${createHash("md5").update(text).digest("hex")}`;
  const query = `auth_key=${rig.server.app.key}&auth_timestamp=${at}&auth_version=${version}${md5}`;
  return `${query}&auth_signature=${sign(rig.server.app, [method, `/apps/1${path}`, query].join("\n"))}`;
}

async function get(path: string, params: Record<string, string> = {}): Promise<unknown> {
  return (await rig.publisher.get({ path, params })).json();
}
