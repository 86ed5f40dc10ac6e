import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { next, Rig, subscribed } from "@/local/channels/sdk.fixture";
import { staySubscribed } from "./stay-subscribed";

const name = "private-deal";
let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open();
});
afterEach(() => rig.close());

/** A client whose door answers with these statuses, one after the other, and lets in with 200. */
async function through(...statuses: number[]) {
  let asked = 0;
  const door = createServer(async (request, response) => {
    const socketId = new URLSearchParams(await text(request)).get("socket_id") ?? "";
    response.statusCode = statuses[asked++] ?? 500;
    response.end(JSON.stringify(rig.authFor(socketId, name)));
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  const endpoint = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  const client = await rig.connected({ channelAuthorization: { endpoint, transport: "ajax" } });
  return { client, asked: () => asked, [Symbol.dispose]: () => void door.close() };
}

test("where nobody could be asked it asks again", async () => {
  using door = await through(503, 500, 200);
  const channel = staySubscribed(door.client, name, 0);
  await next(channel, "pusher:subscription_succeeded");
  expect(door.asked()).toBe(3);
  const heard = next(channel, "moved");
  await rig.publisher.trigger(name, "moved", { id: "7" });
  expect(await heard).toEqual({ id: "7" });
});

test("a refusal stands", async () => {
  using door = await through(403, 200);
  const channel = staySubscribed(door.client, name, 0);
  expect(await next(channel, "pusher:subscription_error")).toMatchObject({ status: 403 });
  // Two round trips more: who asked again would have been let in by then.
  for (const other of ["news", "more"]) await subscribed(door.client, other);
  expect([door.asked(), channel.subscribed]).toEqual([1, false]);
});
