import type Client from "pusher-js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RawClient } from "./raw.fixture";
import { next, Rig, state, subscribed } from "./sdk.fixture";
import { sign } from "./signature";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open();
});
afterEach(() => rig.close());

describe("20: a user who has signed in", () => {
  it("hears on every tab what is sent to them, and nobody else does", async () => {
    const tabs = [await signedIn("ann"), await signedIn("ann")];
    const other = await signedIn("bob");
    let overheard = 0;
    other.user.bind("alert", () => overheard++);
    const heard = tabs.map((tab) => next(tab.user, "alert"));
    await rig.publisher.sendToUser("ann", "alert", { text: "Grüße" });
    expect(await Promise.all(heard)).toEqual([{ text: "Grüße" }, { text: "Grüße" }]);
    const end = next(other.user, "end");
    await rig.publisher.sendToUser("bob", "end", {});
    await end;
    expect(overheard).toBe(0);
  });

  it.each([["nobody"], ["bob"]])("has a channel that %s cannot join", async (who) => {
    const raw = await RawClient.greeted(rig.wsUrl);
    if (who !== "nobody") raw.say("pusher:signin", rig.publisher.authenticateUser(raw.id, { id: who }));
    await raw.settled();
    const { auth } = rig.publisher.authorizeChannel(raw.id, "private-opportunity");
    raw.say("pusher:subscribe", { channel: "#server-to-user-ann", auth });
    expect(await raw.next()).toMatchObject({ event: "pusher:subscription_error", data: { status: 401 } });
    await rig.publisher.sendToUser("ann", "alert", {});
    expect(await raw.settled()).toEqual([]);
  });

  it("gets user_data back as it was signed, also a second time", async () => {
    const raw = await RawClient.greeted(rig.wsUrl);
    const signed = rig.publisher.authenticateUser(raw.id, { id: "ann", name: "Ann" });
    for (const _turn of [1, 2]) {
      raw.say("pusher:signin", signed);
      expect(await raw.next()).toEqual({ event: "pusher:signin_success", data: { user_data: signed.user_data } });
    }
  });

  it("with a watchlist is signed in, and told aloud that there are none", async () => {
    const raw = await RawClient.greeted(rig.wsUrl);
    raw.say("pusher:signin", rig.publisher.authenticateUser(raw.id, { id: "ann", watchlist: ["bob"] }));
    expect(await raw.settled()).toMatchObject([
      { event: "pusher:signin_success" },
      { event: "pusher:error", data: { code: 4302 } },
    ]);
  });

  it("stays who they are: another id is refused", async () => {
    const raw = await RawClient.greeted(rig.wsUrl);
    raw.say("pusher:signin", rig.publisher.authenticateUser(raw.id, { id: "ann" }));
    await raw.next();
    raw.say("pusher:signin", rig.publisher.authenticateUser(raw.id, { id: "bob" }));
    expect(await raw.next()).toMatchObject({ event: "pusher:error", data: { code: 4009 } });
    raw.say("pusher:subscribe", { channel: "#server-to-user-bob", auth: "" });
    expect(await raw.next()).toMatchObject({ event: "pusher:subscription_error" });
  });

  it.each([
    ["for another socket", () => rig.publisher.authenticateUser("1.1", { id: "ann" })],
    [
      "with other user_data",
      (id: string) => ({ ...rig.publisher.authenticateUser(id, { id: "bob" }), user_data: '{"id":"ann"}' }),
    ],
    ["without user_data", (id: string) => ({ auth: rig.publisher.authenticateUser(id, { id: "ann" }).auth })],
    ["with an id that is no text", (id: string) => signedByHand(id, '{"id":7}')],
    ["with an id that is empty", (id: string) => signedByHand(id, '{"id":""}')],
    ["with nothing", () => ({})],
  ])("is nobody when signed %s: 4009, and the socket is closed", async (_name, signed) => {
    const raw = await RawClient.greeted(rig.wsUrl);
    raw.say("pusher:signin", signed(raw.id));
    expect(await raw.next()).toMatchObject({ event: "pusher:error", data: { code: 4009 } });
    expect(await raw.closed).toBe(4009);
  });

  /** The SDK does not sign such a user. */
  function signedByHand(socketId: string, userData: string): object {
    const { app } = rig.server;
    return { auth: `${app.key}:${sign(app, `${socketId}::user::${userData}`)}`, user_data: userData };
  }
});

describe("21: terminating the connections of a user", () => {
  it("ends all of them for good, and nobody else's", async () => {
    const tabs = [await signedIn("ann"), await signedIn("ann")];
    const bob = await signedIn("bob");
    const member = await rig.connected({ person: { user_id: "ann" } });
    await subscribed(member, "presence-opportunity");
    await rig.publisher.terminateUserConnections("ann");
    await Promise.all(tabs.map((tab) => state(tab, "disconnected")));
    for (const other of [bob, member]) expect(other.connection.state).toBe("connected");
    const end = next(bob.user, "end");
    await rig.publisher.sendToUser("bob", "end", {});
    await end;
  });

  it("tells them 4009, takes an id with a space, and does nothing for one that is not there", async () => {
    const raw = await RawClient.greeted(rig.wsUrl);
    raw.say("pusher:signin", rig.publisher.authenticateUser(raw.id, { id: "ann b" }));
    await raw.next();
    await rig.publisher.terminateUserConnections("nobody");
    await rig.publisher.terminateUserConnections("ann b");
    expect(await raw.next()).toMatchObject({ event: "pusher:error", data: { code: 4009 } });
    expect(await raw.closed).toBe(4009);
  });
});

/** Signed in, and subscribed to the channel of that user. */
async function signedIn(id: string): Promise<Client> {
  const client = await rig.connected({ person: { user_id: id } });
  client.signin();
  await expect.poll(() => client.user.serverToUserChannel?.subscribed).toBe(true);
  return client;
}
