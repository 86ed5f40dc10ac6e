import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { BOUNDS } from "./limits";
import { RawClient } from "./raw.fixture";
import { next, Rig, subscribed } from "./sdk.fixture";

let rig: Rig;
afterEach(() => rig.close());

describe("a frame that is none", () => {
  it.each([
    ["text that is no JSON", "{nonsense"],
    ["an empty text", ""],
    ["a number", "7"],
    ["null", "null"],
    ["a list", "[]"],
    ["no event", '{"data":{}}'],
    ["an event that is no text", '{"event":{"toString":1}}'],
    ["a channel that is no text", '{"event":"client-x","channel":{}}'],
    ["an event of the protocol", '{"event":"pusher_internal:member_added","channel":"news","data":"{}"}'],
    ["an event that clients may not send", '{"event":"posted","channel":"news","data":{}}'],
    ["very deep JSON", `{"event":"x","data":${"[".repeat(20_000)}${"]".repeat(20_000)}}`],
    ["a binary frame", Buffer.from('{"event":"pusher:ping"}')],
  ])("%s: an error without a code, and the socket stays", async (_name, frame) => {
    rig = await Rig.open();
    const raw = await RawClient.greeted(rig.wsUrl);
    raw.socket.send(frame);
    expect(await raw.settled()).toMatchObject([{ event: "pusher:error", data: { code: null } }]);
    await works();
  });

  it.each([
    ["no data", { event: "pusher:subscribe" }],
    ["data that is a text", { event: "pusher:subscribe", data: "news" }],
    ["a channel that is an object", { event: "pusher:subscribe", data: { channel: { name: "news" } } }],
    [
      "channel_data that is an object",
      { event: "pusher:subscribe", data: { channel: "presence-x", channel_data: {} } },
    ],
  ])("a subscription with %s: an error, and the socket stays", async (_name, frame) => {
    rig = await Rig.open();
    const raw = await RawClient.greeted(rig.wsUrl);
    raw.socket.send(JSON.stringify(frame));
    expect(await raw.settled()).toMatchObject([{ event: "pusher:subscription_error" }]);
    await works();
  });

  it("an unsubscription from nothing is nothing", async () => {
    rig = await Rig.open();
    const raw = await RawClient.greeted(rig.wsUrl);
    for (const data of [undefined, {}, { channel: 7 }, { channel: "news" }]) raw.say("pusher:unsubscribe", data);
    expect(await raw.settled()).toEqual([]);
  });

  it("text that is no UTF-8 ends its socket only", async () => {
    rig = await Rig.open();
    const raw = await RawClient.greeted(rig.wsUrl);
    raw.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });
    expect(await raw.closed).toBe(1007);
    await works();
  });

  it("a huge one ends its socket only, with 1009, before it is read", async () => {
    rig = await Rig.open();
    const raw = await RawClient.greeted(rig.wsUrl);
    raw.say("client-typing", "x".repeat(BOUNDS.frameBytes), "private-opportunity");
    expect(await raw.closed).toBe(1009);
    await works();
  });
});

it("a socket that does not read is closed when too much waits for it, and the others hear all", async () => {
  rig = await Rig.open({ timing: { sweepMs: 20 } });
  const raw = await RawClient.greeted(rig.wsUrl);
  raw.say("pusher:subscribe", { channel: "news", auth: "" });
  await raw.settled();
  raw.socket.pause();
  const witness = await subscribed(await rig.connected(), "news");
  let heard = 0;
  witness.bind("posted", () => heard++);
  const data = "x".repeat(10_240);
  let sent = 0;
  const batch = () =>
    Array.from({ length: 10 }, () => ({ channel: "news", name: "posted", data, info: "subscription_count" }));
  const readers = async () => {
    const answer = await rig.publisher.triggerBatch(batch());
    sent += 10;
    return (await answer.json()).batch[0].subscription_count;
  };
  while ((await readers()) > 1) expect(sent).toBeLessThan(5_000);
  await expect.poll(() => heard).toBe(sent);
});

it("a client with endless headers is disconnected in time", async () => {
  rig = await Rig.open({ timing: { headersMs: 500, requestMs: 60_000, sweepMs: 50 } });
  const slow = await dialled(`GET /app/${rig.server.app.key}?protocol=7 HTTP/1.1\r\nHost: x\r\n`);
  slow.resume();
  await once(slow, "close");
  await works();
});

it("a client with an endless body is disconnected in time", async () => {
  rig = await Rig.open({ timing: { headersMs: 500, requestMs: 1_000, sweepMs: 50 } });
  const slow = await dialled("POST /apps/1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
  slow.resume();
  await once(slow, "close");
  await works();
});

it("a client that hangs up in the middle of a request does no harm", async () => {
  rig = await Rig.open();
  for (const words of [
    "POST /apps/1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
    "GET /app/x HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n",
    "\u0000\u0001\u0002\r\n\r\n",
    "GET // HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    "GET /app/x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
  ]) {
    const socket = await dialled(words);
    socket.resetAndDestroy();
    await once(socket, "close");
  }
  await works();
});

it("a stop ends in its time though somebody does not say goodbye", async () => {
  rig = await Rig.open({ timing: { stopMs: 50 } });
  const rude = await dialled(upgradeOf(rig.server.app.key));
  await once(rude, "data");
  const refused = await dialled(upgradeOf("unknown"));
  await once(refused, "data");
  const closed = Promise.all([once(rude, "close"), once(refused, "close")]);
  await rig.server.stop();
  await closed;
});

it("a client that connects while the server stops is told to try later", async () => {
  rig = await Rig.open({ timing: { stopMs: 60_000 } });
  const rude = await dialled(upgradeOf(rig.server.app.key));
  await once(rude, "data");
  const stopped = rig.server.stop();
  const late = new RawClient(rig.wsUrl);
  expect(await late.next()).toMatchObject({ event: "pusher:error", data: { code: 4100 } });
  expect(await late.closed).toBe(4100);
  rude.destroy();
  await stopped;
});

function upgradeOf(key: string): string {
  const headers = ["Host: x", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"];
  return [
    `GET /app/${key}?protocol=7 HTTP/1.1`,
    ...headers,
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "\r\n",
  ].join("\r\n");
}

async function dialled(words: string): Promise<Socket> {
  const socket = connect(rig.server.port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.write(words);
  return socket;
}

/** The server still serves everybody else. */
async function works(): Promise<void> {
  const heard = next(await subscribed(await rig.connected(), "news"), "posted");
  await rig.publisher.trigger("news", "posted", "still here");
  expect(await heard).toBe("still here");
}
