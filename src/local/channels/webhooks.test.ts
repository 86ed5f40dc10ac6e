import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Rig, subscribed } from "./sdk.fixture";
import type { Timing } from "./timing";

type SentEvent = { name: string; channel: string } & Record<string, unknown>;

let rig: Rig;
let receiver: Server;
let received: { headers: IncomingHttpHeaders; rawBody: string }[];
let answers: number[];
beforeEach(async () => {
  received = [];
  answers = [];
  receiver = createServer(async (request, response) => {
    received.push({ headers: request.headers, rawBody: await text(request) });
    response.writeHead(answers.shift() ?? 200).end();
  });
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
});
afterEach(async () => {
  await rig.close();
  receiver.closeAllConnections();
  receiver.close();
});

it("26: what happens is told once each, in order, and verifies with the SDK", async () => {
  await open({ webhookDelayMs: 0 });
  const person = { user_id: "ann" };
  const [one, other] = [await rig.connected({ person }), await rig.connected({ person })];
  const channel = await subscribed(one, "presence-cache-opportunity");
  await subscribed(other, "presence-cache-opportunity");
  channel.trigger("client-typing", { at: 1 });
  await expect.poll(() => eventsNamed("client_event")).toHaveLength(1);
  one.disconnect();
  other.disconnect();
  await expect.poll(() => eventsNamed("channel_vacated")).toHaveLength(1);
  for (const webhook of received) expect(rig.publisher.webhook(webhook).isValid()).toBe(true);
  const where = { channel: "presence-cache-opportunity" };
  expect(all()).toEqual([
    { name: "channel_occupied", ...where },
    { name: "member_added", ...where, user_id: "ann" },
    { name: "cache_miss", ...where },
    { name: "cache_miss", ...where },
    {
      name: "client_event",
      ...where,
      event: "client-typing",
      data: { at: 1 },
      socket_id: expect.any(String),
      user_id: "ann",
    },
    { name: "member_removed", ...where, user_id: "ann" },
    { name: "channel_vacated", ...where },
  ]);
});

it("26: another secret, another body or another content type is not valid", async () => {
  await open({ webhookDelayMs: 0 });
  await subscribed(await rig.connected(), "news");
  await expect.poll(() => received).toHaveLength(1);
  const [webhook] = received;
  if (!webhook) throw new Error("There is no webhook.");
  expect(rig.publisherWith({ secret: "other" }).webhook(webhook).isValid()).toBe(false);
  expect(rig.publisher.webhook({ ...webhook, rawBody: `${webhook.rawBody} ` }).isValid()).toBe(false);
  expect(webhook.headers["content-type"]).toBe("application/json");
});

it("26: who comes back in time is not told to have left, nor to have come", async () => {
  await open({ webhookDelayMs: 60_000 });
  const client = await rig.connected({ person: { user_id: "ann" } });
  for (const _turn of [1, 2, 3]) {
    await subscribed(client, "presence-opportunity");
    client.unsubscribe("presence-opportunity");
  }
  await subscribed(client, "news");
  await expect.poll(() => all().at(-1)).toEqual({ name: "channel_occupied", channel: "news" });
  expect(all().map(({ name, channel }) => `${name} ${channel}`)).toEqual([
    "channel_occupied presence-opportunity",
    "member_added presence-opportunity",
    "channel_occupied news",
  ]);
});

it("26: what is not taken is sent again, before what came later", async () => {
  answers = Array.from({ length: 10_000 }, (_, index) => [500, 302, 503][index % 3] ?? 500);
  await open({ webhookDelayMs: 0, webhookRetryMs: 1 });
  const client = await rig.connected();
  await subscribed(client, "one");
  await expect.poll(() => received.length).toBeGreaterThan(1);
  await subscribed(client, "two");
  const tries = received.length;
  await expect.poll(() => received.length).toBeGreaterThan(tries + 2);
  answers = [];
  await expect.poll(() => channelsOf(received.at(-1))).toEqual(["two"]);
  for (const webhook of received.slice(0, -1)) expect(webhook.rawBody).toBe(received[0]?.rawBody);
  expect(channelsOf(received[0])).toEqual(["one"]);
});

it("26: what is never taken is given up after its time, and the next one is tried", async () => {
  answers = Array.from({ length: 50 }, () => 500);
  await open({ webhookDelayMs: 0, webhookRetryMs: 1, webhookRetryForMs: 3 });
  const client = await rig.connected();
  await subscribed(client, "one");
  await expect.poll(() => received.length).toBeGreaterThan(0);
  await subscribed(client, "two");
  await expect.poll(() => JSON.stringify(all())).toContain("two");
});

async function open(timing: Partial<Timing>): Promise<void> {
  const { port } = receiver.address() as AddressInfo;
  rig = await Rig.open({ clientEvents: true, webhook: `http://127.0.0.1:${port}/hooks`, timing });
}

function all(): SentEvent[] {
  return received.flatMap(({ rawBody }) => JSON.parse(rawBody).events);
}

function channelsOf(webhook: { rawBody: string } | undefined): string[] {
  return JSON.parse(webhook?.rawBody ?? '{"events":[]}').events.map(({ channel }: SentEvent) => channel);
}

function eventsNamed(name: string): SentEvent[] {
  return all().filter((each) => each.name === name);
}
