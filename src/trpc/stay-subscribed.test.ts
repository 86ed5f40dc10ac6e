import type Client from "pusher-js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { channelName } from "@/lib/channels";
import { next, Rig, subscribed } from "@/local/channels/sdk.fixture";
import { channelAuth } from "./channel-auth";
import { staySubscribed } from "./stay-subscribed";

const name = "private-opportunity";
let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open();
});
afterEach(() => rig.close());

/** A client whose endpoint answers with these statuses in turn, and authorizes with 200. */
async function through(...statuses: number[]) {
  let asked = 0;
  const doors = channelAuth(
    async (door, fields) => {
      const socketId = fields.get("socket_id") ?? "";
      const one = door === "auth" ? name : channelName({ kind: "socket", socketId });
      const channels = { [one]: rig.authFor(socketId, one).auth };
      if (door === "auth") return Response.json({ channels }, { status: statuses[asked++] ?? 500 });
      return Response.json({ ...rig.publisher.authenticateUser(socketId, { id: "one" }), channels });
    },
    () => client,
  );
  const client: Client = await rig.connected(doors);
  client.signin();
  return { client, asked: () => asked };
}

test("a failed request for a channel is repeated", async () => {
  const door = await through(503, 500, 200);
  const channel = staySubscribed(door.client, name, 0);
  await next(channel, "pusher:subscription_succeeded");
  expect(door.asked()).toBe(3);
  const received = next(channel, "moved");
  await rig.publisher.trigger(name, "moved", { id: "7" });
  expect(await received).toEqual({ id: "7" });
});

test("a refusal stands", async () => {
  const door = await through(403, 200);
  const channel = staySubscribed(door.client, name, 0);
  expect(await next(channel, "pusher:subscription_error")).toMatchObject({ error: "refused" });
  // Two more round trips: a retry would have been authorized by then.
  for (const other of ["news", "more"]) await subscribed(door.client, other);
  expect([door.asked(), channel.subscribed]).toEqual([1, false]);
});

test("a channel that was left in the meantime is not requested again", async () => {
  const door = await through(503, 200);
  const channel = staySubscribed(door.client, name, 0);
  await next(channel, "pusher:subscription_error");
  door.client.unsubscribe(name);
  for (const other of ["news", "more"]) await subscribed(door.client, other);
  expect(door.asked()).toBe(1);
});
