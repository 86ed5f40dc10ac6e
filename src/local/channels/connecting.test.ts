import type Client from "pusher-js";
import { afterEach, describe, expect, it } from "vitest";
import { Line, RawClient } from "./raw.fixture";
import { next, Rig, state, subscribed } from "./sdk.fixture";
import { newApp, startChannels } from "./start";

let rig: Rig;
let line: Line | undefined;
afterEach(async () => {
  await rig.close();
  line?.close();
  line = undefined;
});

/** When a client that lost its connection begins to connect again; the client starts its second with "connecting_in". */
const returnOf = ({ connection }: Client) =>
  new Promise<string>((done) => {
    connection.bind("connecting_in", () => setTimeout(done, 1_000, "after a second"));
    connection.bind("connecting", () => done("at once"));
  });

it("1, 2: each client of pusher-js gets a socket id of its own, of two numbers", async () => {
  rig = await Rig.open();
  const ids = await Promise.all([1, 2, 3].map(async () => (await rig.connected()).connection.socket_id));
  for (const id of ids) expect(id).toMatch(/^\d+\.\d+$/);
  expect(new Set(ids).size).toBe(3);
});

it("22: an unknown key ends in disconnected, with error 4001", async () => {
  rig = await Rig.open();
  const client = rig.client({ key: "unknown" });
  const error = next<object>(client.connection, "error");
  await state(client, "disconnected");
  expect(await error).toMatchObject({ error: { type: "PusherError", data: { code: 4001 } } });
});

describe("23: a client that is sent away", () => {
  it("with 4200 is back at once, with what it was subscribed to", async () => {
    rig = await Rig.open();
    const client = await rig.connected({ person: { user_id: "ann" } });
    const channels = [await subscribed(client, "news"), await subscribed(client, "presence-opportunity")];
    const before = client.connection.socket_id;
    const again = channels.map((channel) => next(channel, "pusher:subscription_succeeded"));
    const returns = returnOf(client);
    rig.server.disconnectAll(4200);
    expect(await returns).toBe("at once");
    await Promise.all(again);
    expect(client.connection.socket_id).not.toBe(before);
    const heard = next(client.channel("news"), "posted");
    await rig.publisher.trigger("news", "posted", "again");
    expect(await heard).toBe("again");
  });

  it("with 4100 is back after a second", async () => {
    rig = await Rig.open();
    const client = await rig.connected();
    const returns = returnOf(client);
    const back = next(client.connection, "connected");
    rig.server.disconnectAll(4100);
    expect(await returns).toBe("after a second");
    await back;
  });

  it("by a stop has a goodbye with 4200 in hand before the port is free", async () => {
    rig = await Rig.open();
    const raw = await RawClient.greeted(rig.wsUrl);
    await rig.server.stop();
    expect(await raw.next()).toMatchObject({ event: "pusher:error", data: { code: 4200 } });
    expect(await raw.closed).toBe(4200);
  });
});

describe("24: a connection that is silent", () => {
  it("is kept by pings of the client", async () => {
    rig = await Rig.open({ timing: { activityTimeoutSeconds: 1 } });
    const client = await rig.connected();
    const before = client.connection.socket_id;
    let pongs = 0;
    await new Promise<void>((done) => {
      client.connection.bind("message", ({ event }: { event: string }) => {
        if (event === "pusher:pong" && ++pongs === 2) done();
      });
    });
    expect(client.connection).toMatchObject({ state: "connected", socket_id: before });
  });

  it("is kept by pings of the server", async () => {
    rig = await Rig.open({ timing: { pingAfterMs: 20, pongWithinMs: 5_000, sweepMs: 5 } });
    const client = await rig.connected();
    const before = client.connection.socket_id;
    let pings = 0;
    await new Promise<void>((done) => {
      client.connection.bind("message", ({ event }: { event: string }) => {
        if (event === "pusher:ping" && ++pings === 3) done();
      });
    });
    expect(client.connection).toMatchObject({ state: "connected", socket_id: before });
  });

  it("is left by a client that hears no pong, for a new one", async () => {
    rig = await Rig.open();
    line = await Line.to(rig.server.port);
    const client = await rig.connected({ wsPort: line.port, activityTimeout: 200, pongTimeout: 500 });
    const channel = await subscribed(client, "news");
    const before = client.connection.socket_id;
    const again = next(channel, "pusher:subscription_succeeded");
    line.freeze();
    await again;
    expect(client.connection.socket_id).not.toBe(before);
  });
});

it("15: a member whose network died without a word is removed within the window of the ping", async () => {
  rig = await Rig.open({ timing: { pingAfterMs: 100, pongWithinMs: 1_500, sweepMs: 20 } });
  line = await Line.to(rig.server.port);
  const ann = await subscribed(await rig.connected({ person: { user_id: "ann" } }), "presence-opportunity");
  const bob = await rig.connected({ person: { user_id: "bob" }, wsPort: line.port });
  const added = next(ann, "pusher:member_added");
  await subscribed(bob, "presence-opportunity");
  await added;
  const removed = next(ann, "pusher:member_removed");
  line.freeze();
  expect(await removed).toMatchObject({ id: "bob" });
});

it("15: a client that answers no ping is told 4201", async () => {
  rig = await Rig.open({ timing: { pingAfterMs: 20, pongWithinMs: 20, sweepMs: 5 } });
  const raw = await RawClient.greeted(rig.wsUrl);
  expect(await raw.next()).toMatchObject({ event: "pusher:ping" });
  expect(await raw.next()).toMatchObject({ event: "pusher:error", data: { code: 4201 } });
  expect(await raw.closed).toBe(4201);
});

describe("a connection that cannot be", () => {
  it.each([
    ["a key that is not of this app", "/app/unknown?protocol=7", 4001],
    ["another path", "/somewhere?protocol=7", 4005],
    ["no protocol", "/app/KEY", 4008],
    ["an older protocol", "/app/KEY?protocol=6", 4007],
    ["something like a path", "//?protocol=7", 4005],
  ])("%s: %s gives %i, in words and as the code of the end", async (_name, path, code) => {
    rig = await Rig.open();
    const raw = new RawClient(`ws://127.0.0.1:${rig.server.port}${path.replace("KEY", rig.server.app.key)}`);
    expect(await raw.next()).toMatchObject({ event: "pusher:error", data: { code } });
    expect(await raw.closed).toBe(code);
  });

  it("one more than there is room for gives 4100, and comes in when somebody has left", async () => {
    rig = await Rig.open({ capacity: 1 });
    const first = await rig.connected();
    const second = rig.client();
    const refused = next<object>(second.connection, "error");
    expect(await refused).toMatchObject({ error: { data: { code: 4100 } } });
    first.disconnect();
    await state(second, "connected");
  });
});

it("a port that is taken is named", async () => {
  rig = await Rig.open();
  await expect(startChannels({ port: rig.server.port, app: newApp() })).rejects.toThrow(
    `Port ${rig.server.port} on 127.0.0.1 is in use by another program`,
  );
});

describe("a server for authorized connections only", () => {
  const timing = { authorizedWithinMs: 100, sweepMs: 20 };

  it("a client that neither signs in nor joins a private or presence channel is closed with 4009", async () => {
    // Time enough for the known ones, also on a busy machine.
    rig = await Rig.open({ timing: { ...timing, authorizedWithinMs: 2_000 }, authorizedOnly: true });
    const known = await Promise.all([1, 2, 3].map(() => RawClient.greeted(rig.wsUrl)));
    const [user, listener, present] = known;
    if (!user || !listener || !present) throw new Error("Three were to come.");
    user.say("pusher:signin", rig.publisher.authenticateUser(user.id, { id: "ann" }));
    listener.say("pusher:subscribe", {
      channel: "private-opportunity",
      ...rig.authFor(listener.id, "private-opportunity"),
    });
    const person = { user_id: "bob" };
    present.say("pusher:subscribe", {
      channel: "presence-opportunity",
      ...rig.authFor(present.id, "presence-opportunity", person),
    });
    for (const one of known) await one.settled();
    listener.say("pusher:unsubscribe", { channel: "private-opportunity" });
    // These come last: when they are closed, the time of the others is over too.
    const [silent, reader, forger] = await Promise.all([1, 2, 3].map(() => RawClient.greeted(rig.wsUrl)));
    reader?.say("pusher:subscribe", { channel: "news", auth: "" });
    forger?.say("pusher:subscribe", { channel: "private-opportunity", auth: "x:y" });
    expect(await Promise.all([silent, reader, forger].map((one) => one?.closed))).toEqual([4009, 4009, 4009]);
    expect(known.map(({ socket }) => socket.readyState)).toEqual([1, 1, 1]);
  });

  it("is not so unless the app wants it", async () => {
    rig = await Rig.open({ timing });
    const first = await RawClient.greeted(rig.wsUrl);
    const other = await Rig.open({ timing, authorizedOnly: true });
    const second = await RawClient.greeted(other.wsUrl);
    expect(await second.closed).toBe(4009);
    await other.close();
    expect(first.socket.readyState).toBe(1);
  });
});
