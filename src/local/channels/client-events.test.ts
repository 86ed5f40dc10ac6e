import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RawClient } from "./raw.fixture";
import { next, Rig, record, subscribed } from "./sdk.fixture";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open({ clientEvents: true });
});
afterEach(() => rig.close());

describe("16: a client event", () => {
  it.each([
    ["private-opportunity", undefined],
    ["presence-opportunity", "ann"],
  ])("on %s reaches the others, not the sender, and names the user %s", async (name, userId) => {
    const ann = await subscribed(await rig.connected({ person: { user_id: "ann" } }), name);
    const bob = await subscribed(await rig.connected({ person: { user_id: "bob" } }), name);
    const own = record(ann);
    const heard = new Promise((done) => {
      bob.bind("client-typing", (data: unknown, by?: { user_id?: string }) => done([data, by?.user_id]));
    });
    ann.trigger("client-typing", { at: [1, 2] });
    expect(await heard).toEqual([{ at: [1, 2] }, userId]);
    const end = next(ann, "end");
    await rig.publisher.trigger(name, "end", {});
    await end;
    expect(own.filter(({ event }) => event.startsWith("client-"))).toEqual([]);
  });

  it("reaches the other tab of its sender", async () => {
    const person = { user_id: "ann" };
    const [one, other] = [await rig.connected({ person }), await rig.connected({ person })];
    const there = next(await subscribed(other, "presence-opportunity"), "client-typing");
    (await subscribed(one, "presence-opportunity")).trigger("client-typing", "here");
    expect(await there).toBe("here");
  });

  it("cannot name another user than the subscription was signed for", async () => {
    const [ann, bob] = [await member("ann"), await member("bob")];
    await bob.settled();
    const forged = { event: "client-typing", channel: "presence-opportunity", data: {}, user_id: "chief" };
    ann.socket.send(JSON.stringify(forged));
    await ann.settled();
    expect(await bob.next()).toEqual({
      event: "client-typing",
      channel: "presence-opportunity",
      data: {},
      user_id: "ann",
    });
  });

  it.each(["news", "cache-news", "private-encrypted-opportunity", "#server-to-user-ann", "", "a b"])(
    "is refused on '%s' with 4301, and the socket stays",
    async (channel) => {
      const raw = await RawClient.greeted(rig.wsUrl);
      raw.say("pusher:subscribe", { channel, auth: "" });
      await raw.settled();
      raw.say("client-typing", {}, channel);
      expect(await raw.settled()).toEqual([
        expect.objectContaining({ event: "pusher:error", data: expect.objectContaining({ code: 4301 }) }),
      ]);
    },
  );

  it("of somebody who is not subscribed goes nowhere", async () => {
    const bob = await member("bob");
    const stranger = await RawClient.greeted(rig.wsUrl);
    stranger.say("client-typing", {}, "presence-opportunity");
    expect(await stranger.settled()).toEqual([]);
    expect(await bob.settled()).toEqual([]);
  });

  it.each([
    ["data of 20 kB", "client-typing", { text: "x".repeat(20_000) }],
    ["10,241 bytes of text", "client-typing", "x".repeat(10_241)],
    ["a name of 201 characters", `client-${"x".repeat(194)}`, {}],
  ])("with %s is refused with 4301", async (_name, event, data) => {
    const [ann, bob] = [await member("ann"), await member("bob")];
    await ann.settled();
    ann.say(event, data, "presence-opportunity");
    expect(await ann.settled()).toMatchObject([{ event: "pusher:error", data: { code: 4301 } }]);
    expect(await bob.settled()).toEqual([]);
    expect(ann.socket.readyState).toBe(ann.socket.OPEN);
  });

  it("with 10,240 bytes of text is passed on as it is", async () => {
    const [ann, bob] = [await member("ann"), await member("bob")];
    const data = "x".repeat(10_240);
    ann.say("client-typing", data, "presence-opportunity");
    expect(await bob.next()).toMatchObject({ event: "client-typing", data });
  });
});

it("goes to nobody where the app did not turn client events on", async () => {
  const name = "private-workspace-1-0";
  const off = await Rig.open();
  const mallory = await off.connected({ person: { user_id: "mallory" } });
  const channel = await subscribed(mallory, name);
  const heard = record(await subscribed(await off.connected({ person: { user_id: "bob" } }), name));
  const error = next<object>(mallory.connection, "error");
  channel.trigger("client-changed", { signals: [] });
  expect(await error).toMatchObject({ data: { code: 4301, message: expect.stringContaining("off") } });
  await off.publisher.trigger(name, "changed", {});
  await expect.poll(() => heard).toEqual([{ event: "changed", data: {} }]);
  expect(mallory.connection.state).toBe("connected");
  await off.close();
});

it("17: the eleventh client event in a second gets 4301, and the connection stays", async () => {
  const ann = await rig.connected({ person: { user_id: "ann" } });
  const bob = await subscribed(await rig.connected({ person: { user_id: "bob" } }), "presence-opportunity");
  const channel = await subscribed(ann, "presence-opportunity");
  const heard = record(bob);
  const error = next<object>(ann.connection, "error");
  for (let turn = 0; turn < 11; turn++) channel.trigger("client-typing", turn);
  expect(await error).toMatchObject({ data: { code: 4301 } });
  const end = next(bob, "end");
  await rig.publisher.trigger("presence-opportunity", "end", {});
  await end;
  expect(heard.filter(({ event }) => event === "client-typing").map(({ data }) => data)).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
  ]);
  expect(ann.connection.state).toBe("connected");
});

async function member(userId: string): Promise<RawClient> {
  const raw = await RawClient.greeted(rig.wsUrl);
  raw.say("pusher:subscribe", {
    channel: "presence-opportunity",
    ...rig.authFor(raw.id, "presence-opportunity", { user_id: userId }),
  });
  expect(await raw.next()).toMatchObject({ event: "pusher_internal:subscription_succeeded" });
  return raw;
}
