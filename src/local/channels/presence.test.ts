import type { PresenceChannel } from "pusher-js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "./limits";
import { type Frame, RawClient } from "./raw.fixture";
import { next, type Person, Rig, subscribed } from "./sdk.fixture";

const ANN = { user_id: "ann", user_info: { name: "Ann" } };
const BOB = { user_id: "bob", user_info: { name: "Bob" } };

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open();
});
afterEach(() => rig.close());

it("13: two users see each other, and themselves", async () => {
  const ann = await joined(ANN);
  const added = next(ann, "pusher:member_added");
  const bob = await joined(BOB);
  expect(await added).toEqual({ id: "bob", info: { name: "Bob" } });
  for (const channel of [ann, bob]) expect(channel.members.count).toBe(2);
  expect(ann.members.me).toEqual({ id: "ann", info: { name: "Ann" } });
  expect(bob.members.me).toEqual({ id: "bob", info: { name: "Bob" } });
  expect(bob.members.get("ann")).toEqual({ id: "ann", info: { name: "Ann" } });
});

describe("14: a user with two tabs", () => {
  it("is one member, who joins with the first and leaves with the last", async () => {
    const ann = await joined(ANN);
    const moves: string[] = [];
    for (const event of ["added", "removed"]) {
      ann.bind(`pusher:member_${event}`, ({ id }: { id: string }) => moves.push(`${event} ${id}`));
    }
    const tabs = [await raw(BOB), await raw(BOB)];
    expect(await usersThere()).toEqual(["ann", "bob"]);
    tabs[0]?.socket.close();
    await tabs[0]?.closed;
    await raw({ user_id: "carl" });
    await expect.poll(() => moves).toEqual(["added bob", "added carl"]);
    expect(ann.members.count).toBe(3);
    tabs[1]?.say("pusher:unsubscribe", { channel: "presence-opportunity" });
    await expect.poll(() => moves).toEqual(["added bob", "added carl", "removed bob"]);
    expect(await usersThere()).toEqual(["ann", "carl"]);
  });

  it("hears nothing of its own arrival", async () => {
    const tabs = [await raw(BOB), await raw(BOB)];
    for (const tab of tabs) expect(await tab.settled()).toEqual([]);
  });

  it("is shown as the first of them said, until the user has left", async () => {
    await raw({ user_id: "bob", user_info: { name: "First" } });
    await raw({ user_id: "bob", user_info: { name: "Second" } });
    const ann = await joined(ANN);
    expect(ann.members.get("bob")).toEqual({ id: "bob", info: { name: "First" } });
  });

  it("that subscribes again on one socket is neither added nor counted again", async () => {
    const ann = await raw(ANN);
    const bob = await raw(BOB);
    await subscribe(bob, BOB);
    const events = (await ann.settled()).map(({ event }) => event);
    expect(events).toEqual(["pusher_internal:member_added"]);
    bob.socket.terminate();
    expect(await ann.next()).toMatchObject({ event: "pusher_internal:member_removed", data: { user_id: "bob" } });
  });
});

it("13: a socket that subscribes again as another user stays who it was", async () => {
  const [ann, bob] = [await raw(ANN), await raw(BOB)];
  expect((await subscribe(bob, { user_id: "chief" })).data).toMatchObject({ presence: { ids: ["ann", "bob"] } });
  bob.socket.terminate();
  await expect.poll(usersThere).toEqual(["ann"]);
  expect((await ann.settled()).map(({ event, data }) => [event, data])).toEqual([
    ["pusher_internal:member_added", expect.objectContaining({ user_id: "bob" })],
    ["pusher_internal:member_removed", { user_id: "bob" }],
  ]);
});

it("13: a number is a user id too, the same as its text", async () => {
  await raw({ user_id: 7 as never });
  await raw({ user_id: "7" });
  expect(await usersThere()).toEqual(["7"]);
});

it("13: an id such as __proto__ is only a name", async () => {
  await raw({ user_id: "__proto__", user_info: { name: "x" } });
  const last = await rawAnswer({ user_id: "constructor" });
  expect(last.data).toMatchObject({ presence: { count: 2, ids: ["__proto__", "constructor"] } });
});

describe("13: who is not who they say", () => {
  it("is refused: channel_data that was not signed", async () => {
    const client = await RawClient.greeted(rig.wsUrl);
    const { auth } = rig.authFor(client.id, "presence-opportunity", ANN);
    client.say("pusher:subscribe", { channel: "presence-opportunity", auth, channel_data: JSON.stringify(BOB) });
    expect(await client.next()).toMatchObject({ event: "pusher:subscription_error", data: { status: 401 } });
    expect(await usersThere()).toEqual([]);
  });

  it.each([
    ["no user_id", {}],
    ["an empty user_id", { user_id: "" }],
    ["a user_id that is an object", { user_id: { id: 1 } }],
    ["a user_id of 129 characters", { user_id: "x".repeat(129) }],
    ["more than 1 kB of user_info", { user_id: "x", user_info: { text: "x".repeat(1_024) } }],
  ])("is refused: %s", async (_name, person) => {
    const answer = await rawAnswer(person as Person);
    expect(answer).toMatchObject({ event: "pusher:subscription_error", data: { type: "AuthError" } });
    expect(await usersThere()).toEqual([]);
  });

  it("is refused: nobody at all", async () => {
    const client = await RawClient.greeted(rig.wsUrl);
    const { auth } = rig.authFor(client.id, "presence-opportunity");
    client.say("pusher:subscribe", { channel: "presence-opportunity", auth });
    expect(await client.next()).toMatchObject({ event: "pusher:subscription_error", data: { status: 401 } });
  });
});

it("13: who has signed in needs no channel_data", async () => {
  const client = await RawClient.greeted(rig.wsUrl);
  client.say("pusher:signin", rig.publisher.authenticateUser(client.id, { id: "ann", user_info: { name: "Ann" } }));
  await client.next();
  const { auth } = rig.authFor(client.id, "presence-opportunity");
  client.say("pusher:subscribe", { channel: "presence-opportunity", auth });
  expect((await client.next()).data).toEqual({
    presence: { count: 1, ids: ["ann"], hash: { ann: { name: "Ann" } } },
  });
});

it("13: a hundred members are the most; one of them may open a tab more", async () => {
  for (let turn = 0; turn < LIMITS.membersPerChannel; turn++) await raw({ user_id: `user-${turn}` });
  expect(await rawAnswer({ user_id: "one-more" })).toMatchObject({
    event: "pusher:subscription_error",
    data: { type: "LimitReached", status: 4100 },
  });
  expect(await rawAnswer({ user_id: "user-7" })).toMatchObject({ data: { presence: { count: 100 } } });
});

async function joined(person: Person): Promise<PresenceChannel> {
  return (await subscribed(await rig.connected({ person }), "presence-opportunity")) as PresenceChannel;
}

async function raw(person: Person): Promise<RawClient> {
  const client = await RawClient.greeted(rig.wsUrl);
  expect(await subscribe(client, person)).toMatchObject({ event: "pusher_internal:subscription_succeeded" });
  return client;
}

async function rawAnswer(person: Person): Promise<Frame> {
  return subscribe(await RawClient.greeted(rig.wsUrl), person);
}

function subscribe(client: RawClient & { id?: string }, person: Person): Promise<Frame> {
  const signed = rig.authFor(client.id ?? "", "presence-opportunity", person);
  client.say("pusher:subscribe", { channel: "presence-opportunity", ...signed });
  return client.next();
}

async function usersThere(): Promise<string[]> {
  const answer = await rig.publisher.get({ path: "/channels/presence-opportunity/users" });
  const { users } = (await answer.json()) as { users: { id: string }[] };
  return users.map(({ id }) => id).sort();
}
