import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BOUNDS } from "./limits";
import { RawClient } from "./raw.fixture";
import { next, Rig, record, subscribed } from "./sdk.fixture";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open();
});
afterEach(() => rig.close());

it("3: subscribing to a public channel succeeds", async () => {
  const channel = await subscribed(await rig.connected(), "news");
  expect(channel.subscribed).toBe(true);
});

it("7: after unsubscribing nothing arrives, and subscribing again works", async () => {
  const client = await rig.connected();
  const heard = record(await subscribed(client, "news"));
  const other = await subscribed(client, "other");
  client.unsubscribe("news");
  await rig.publisher.trigger("news", "missed", {});
  const end = next(other, "end");
  await rig.publisher.trigger("other", "end", {});
  await end;
  expect(heard).toEqual([]);
  const again = next(await subscribed(client, "news"), "posted");
  await rig.publisher.trigger("news", "posted", 1);
  expect(await again).toBe(1);
});

it("a second subscription of one socket is answered, and counts once", async () => {
  const raw = await RawClient.greeted(rig.wsUrl);
  for (const _turn of [1, 2]) {
    raw.say("pusher:subscribe", { channel: "news", auth: "" });
    expect(await raw.next()).toMatchObject({ event: "pusher_internal:subscription_succeeded", channel: "news" });
  }
  const answer = await rig.publisher.get({ path: "/channels/news", params: { info: "subscription_count" } });
  expect(await answer.json()).toEqual({ occupied: true, subscription_count: 1 });
  await rig.publisher.trigger("news", "posted", 1);
  expect((await raw.settled()).map(({ event }) => event)).toEqual(["posted"]);
});

describe("12: a private channel", () => {
  it("takes who is signed for it", async () => {
    const channel = await subscribed(await rig.connected(), "private-opportunity");
    const heard = next(channel, "moved");
    await rig.publisher.trigger("private-opportunity", "moved", { id: "7" });
    expect(await heard).toEqual({ id: "7" });
  });

  it("tells a forged auth 401 through pusher-js, and leaves the socket open", async () => {
    const client = await rig.connected({
      channelAuthorization: {
        endpoint: "",
        transport: "ajax",
        customHandler: (_asked, done) => done(null, { auth: `${rig.server.app.key}:${"0".repeat(64)}` }),
      },
    });
    const error = next<object>(client.subscribe("private-opportunity"), "pusher:subscription_error");
    expect(await error).toMatchObject({ type: "AuthError", status: 401 });
    await subscribed(client, "news");
    expect(client.connection.state).toBe("connected");
  });

  it.each([
    ["for another socket", (_id: string) => sdkAuth("1.1", "private-opportunity")],
    ["for another channel", (id: string) => sdkAuth(id, "private-other")],
    ["of another app", (id: string) => sdkAuth(id, "private-opportunity").replace(/^[^:]+/, "otherkey")],
    ["with another secret", (id: string) => sdkAuth(id, "private-opportunity", "other secret")],
    ["cut short", (id: string) => sdkAuth(id, "private-opportunity").slice(0, -1)],
    ["of a sign-in", (id: string) => rig.publisher.authenticateUser(id, { id: "ann" }).auth],
    ["that is no text", () => ({ toString: "x" })],
    ["that is missing", () => undefined],
  ])("refuses an auth %s, and its events do not arrive", async (_name, auth) => {
    const raw = await RawClient.greeted(rig.wsUrl);
    raw.say("pusher:subscribe", { channel: "private-opportunity", auth: auth(raw.id) });
    expect(await raw.next()).toMatchObject({
      event: "pusher:subscription_error",
      channel: "private-opportunity",
      data: { type: "AuthError", status: 401 },
    });
    await rig.publisher.trigger("private-opportunity", "moved", {});
    expect(await raw.settled()).toEqual([]);
    const answer = await rig.publisher.get({ path: "/channels/private-opportunity" });
    expect(await answer.json()).toEqual({ occupied: false });
  });

  it("refuses an auth that was used by a socket which is gone", async () => {
    const gone = await RawClient.greeted(rig.wsUrl);
    const auth = sdkAuth(gone.id, "private-opportunity");
    gone.say("pusher:subscribe", { channel: "private-opportunity", auth });
    expect(await gone.next()).toMatchObject({ event: "pusher_internal:subscription_succeeded" });
    gone.socket.close();
    await gone.closed;
    const raw = await RawClient.greeted(rig.wsUrl);
    raw.say("pusher:subscribe", { channel: "private-opportunity", auth });
    expect(await raw.next()).toMatchObject({ event: "pusher:subscription_error", data: { status: 401 } });
  });

  function sdkAuth(socketId: string, channel: string, secret?: string): string {
    const publisher = secret === undefined ? rig.publisher : rig.publisherWith({ secret });
    return publisher.authorizeChannel(socketId, channel).auth;
  }
});

it.each([[""], ["with space"], ["x".repeat(201)], ["a/b"], ["#other"], ["#server-to-user-"], ["ünicode"]])(
  "no channel may be called '%s'",
  async (channel) => {
    const raw = await RawClient.greeted(rig.wsUrl);
    raw.say("pusher:subscribe", { channel, auth: "" });
    expect(await raw.next()).toMatchObject({ event: "pusher:subscription_error", data: { status: 400 } });
    expect(raw.socket.readyState).toBe(raw.socket.OPEN);
  },
);

it("1,000 subscriptions of one socket all hold, and end with it", async () => {
  const raw = await RawClient.greeted(rig.wsUrl);
  for (let turn = 0; turn < 1_000; turn++) raw.say("pusher:subscribe", { channel: `news-${turn}`, auth: "" });
  const answers = await raw.settled();
  expect(answers.filter(({ event }) => event === "pusher_internal:subscription_succeeded")).toHaveLength(1_000);
  expect(await occupied()).toBe(1_000);
  const witness = await subscribed(await rig.connected(), "witness");
  const heard = next(witness, "posted");
  await rig.publisher.trigger("witness", "posted", 1);
  expect(await heard).toBe(1);
  raw.socket.terminate();
  await expect.poll(occupied).toBe(1);
});

it("a socket that subscribes without end is told when it is enough", async () => {
  const raw = await RawClient.greeted(rig.wsUrl);
  for (let turn = 0; turn <= BOUNDS.channelsPerSocket; turn++) {
    raw.say("pusher:subscribe", { channel: `n${turn}`, auth: "" });
  }
  const last = (await raw.settled()).at(-1);
  expect(last).toMatchObject({ event: "pusher:subscription_error", data: { type: "LimitReached" } });
  expect(await occupied()).toBe(BOUNDS.channelsPerSocket);
});

async function occupied(): Promise<number> {
  const answer = await rig.publisher.get({ path: "/channels" });
  const { channels } = (await answer.json()) as { channels: object };
  return Object.keys(channels).length;
}
