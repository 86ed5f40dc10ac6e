import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RawClient } from "./raw.fixture";
import { next, Rig, record, subscribed } from "./sdk.fixture";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open({ clientEvents: true });
});
afterEach(() => rig.close());

it.each([
  ["an object", { id: "7", nested: { deep: [1, null, true] } }],
  ["a list", [1, "two", { three: 3 }]],
  ["a text", "just words"],
  ["unicode", { text: "Grüße 👋🏽 \u2028 العربية \u0000" }],
])("4: %s arrives as it was published", async (_name, data) => {
  const channel = await subscribed(await rig.connected(), "news");
  const heard = next(channel, "posted");
  await rig.publisher.trigger("news", "posted", data);
  expect(await heard).toEqual(data);
});

it("5: one event to two channels: who is in both hears it on each", async () => {
  const client = await rig.connected();
  const heard = ["one", "two"].map(async (name) => next(await subscribed(client, name), "posted"));
  await expect.poll(() => client.allChannels().every(({ subscribed: holds }) => holds)).toBe(true);
  await rig.publisher.trigger(["one", "two"], "posted", 1);
  expect(await Promise.all(heard)).toEqual([1, 1]);
});

it("6: the socket that is named is left out, the others hear it", async () => {
  const [one, other] = [await rig.connected(), await rig.connected()];
  const [mine, theirs] = [record(await subscribed(one, "news")), record(await subscribed(other, "news"))];
  const end = [one, other].map((client) => next(client.channel("news"), "end"));
  await rig.publisher.trigger("news", "moved", {}, { socket_id: one.connection.socket_id });
  await rig.publisher.trigger("news", "moved", {}, { socket_id: "1.1" });
  await rig.publisher.trigger("news", "end", {});
  await Promise.all(end);
  expect(mine.map(({ event }) => event)).toEqual(["moved", "end"]);
  expect(theirs.map(({ event }) => event)).toEqual(["moved", "moved", "end"]);
});

describe("8: a batch", () => {
  const batchOf = (length: number) =>
    Array.from({ length }, (_, index) => ({ channel: "news", name: `event-${index}`, data: index }));

  it("of ten arrives in its order", async () => {
    const channel = await subscribed(await rig.connected(), "news");
    const heard = record(channel);
    const last = next(channel, "event-9");
    await rig.publisher.triggerBatch(batchOf(10));
    await last;
    expect(heard).toEqual(batchOf(10).map(({ name, data }) => ({ event: name, data })));
  });

  it.each([
    ["of eleven", () => batchOf(11), 400],
    ["with a name that is reserved", () => [...batchOf(2), { channel: "news", name: "pusher:error", data: 1 }], 400],
    ["with a channel that cannot be", () => [...batchOf(2), { channel: "a b", name: "x", data: 1 }], 400],
    ["with a name that is too long", () => [...batchOf(2), { channel: "news", name: "x".repeat(201), data: 1 }], 400],
    ["with data too large", () => [...batchOf(2), { channel: "news", name: "x", data: "x".repeat(10_241) }], 413],
  ])("%s is refused, and nothing of it arrives", async (_name, batch, status) => {
    const channel = await subscribed(await rig.connected(), "news");
    const heard = record(channel);
    await expect(rig.publisher.triggerBatch(batch())).rejects.toMatchObject({ status });
    const end = next(channel, "end");
    await rig.publisher.trigger("news", "end", 1);
    await end;
    expect(heard.map(({ event }) => event)).toEqual(["end"]);
  });
});

describe("9: the data of an event", () => {
  it.each([
    ["10,240 bytes", "x".repeat(10_240)],
    ["10,240 bytes of unicode", "ü".repeat(5_120)],
    ["10,240 bytes that JSON escapes", '"'.repeat(10_240)],
  ])("of %s arrives", async (_name, data) => {
    const channel = await subscribed(await rig.connected(), "news");
    const heard = next(channel, "posted");
    await rig.publisher.trigger("news", "posted", data);
    expect(await heard).toBe(data);
  });

  it.each([
    ["10,241 bytes", "x".repeat(10_241)],
    ["10,242 bytes of unicode", "ü".repeat(5_121)],
  ])("of %s is refused with 413, and does not arrive", async (_name, data) => {
    const channel = await subscribed(await rig.connected(), "news");
    const heard = record(channel);
    await expect(rig.publisher.trigger("news", "posted", data)).rejects.toMatchObject({ status: 413 });
    const end = next(channel, "end");
    await rig.publisher.trigger("news", "end", 1);
    await end;
    expect(heard.map(({ event }) => event)).toEqual(["end"]);
  });
});

describe("18: an encrypted channel", () => {
  it("is opened by the client only: what passes here is ciphertext", async () => {
    const client = await rig.connected();
    const [channel, raw] = [
      await subscribed(client, "private-encrypted-opportunity"),
      await RawClient.greeted(rig.wsUrl),
    ];
    const { auth } = rig.publisher.authorizeChannel(raw.id, "private-encrypted-opportunity");
    raw.say("pusher:subscribe", { channel: "private-encrypted-opportunity", auth });
    await raw.settled();
    const heard = next(channel, "moved");
    await rig.publisher.trigger("private-encrypted-opportunity", "moved", { amount: 1_000 });
    expect(await heard).toEqual({ amount: 1_000 });
    const passed = await raw.next();
    expect(passed.data).toEqual({ nonce: expect.any(String), ciphertext: expect.any(String) });
  });

  it("takes no plain text and no second channel", async () => {
    const post = (body: object) => rig.publisher.post({ path: "/events", body: body as never });
    const data = JSON.stringify({ nonce: Buffer.alloc(24).toString("base64"), ciphertext: "AAAA" });
    const channels = ["private-encrypted-opportunity", "news"];
    await expect(post({ name: "moved", data, channels })).rejects.toMatchObject({ status: 400 });
    const channel = "private-encrypted-opportunity";
    await expect(post({ name: "moved", data: "plain", channel })).rejects.toMatchObject({ status: 400 });
    expect((await post({ name: "moved", data, channel })).status).toBe(200);
  });
});

describe("19: a cache channel", () => {
  it.each(["cache-news", "private-cache-news", "presence-cache-news"])(
    "%s gives who comes late the last event of the app, after the success",
    async (name) => {
      const early = await rig.connected({ person: { user_id: "ann" } });
      const first = await subscribed(early, name);
      await rig.publisher.trigger(name, "posted", { number: 1 });
      await rig.publisher.trigger(name, "posted", { number: 2 });
      if (name !== "cache-news") first.trigger("client-typing", {});
      const late = (await rig.connected({ person: { user_id: "bob" } })).subscribe(name);
      const order: unknown[] = [];
      late.bind_global((event: string, data: unknown) => order.push(event === "posted" ? data : event));
      await next(late, "posted");
      expect(order).toEqual(["pusher:subscription_succeeded", { number: 2 }]);
    },
  );

  it("that is empty says so, after the success", async () => {
    const raw = await RawClient.greeted(rig.wsUrl);
    raw.say("pusher:subscribe", { channel: "cache-news", auth: "" });
    expect(await raw.settled()).toEqual([
      expect.objectContaining({ event: "pusher_internal:subscription_succeeded" }),
      { event: "pusher:cache_miss", channel: "cache-news" },
    ]);
    const miss = next((await rig.connected()).subscribe("cache-news"), "pusher:cache_miss");
    await miss;
  });

  it("forgets its event after its time", async () => {
    await rig.close();
    rig = await Rig.open({ timing: { cacheMs: 0 } });
    await rig.publisher.trigger("cache-news", "posted", 1);
    await next((await rig.connected()).subscribe("cache-news"), "pusher:cache_miss");
  });

  it("is another thing than a channel that only sounds like one", async () => {
    await rig.publisher.trigger("private-cached", "posted", 1);
    const raw = await RawClient.greeted(rig.wsUrl);
    const { auth } = rig.publisher.authorizeChannel(raw.id, "private-cached");
    raw.say("pusher:subscribe", { channel: "private-cached", auth });
    expect(await raw.settled()).toHaveLength(1);
  });
});
