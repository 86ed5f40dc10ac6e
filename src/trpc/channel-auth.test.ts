import type Client from "pusher-js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { channelName } from "@/lib/channels";
import { next, Rig, state, subscribed } from "@/local/channels/sdk.fixture";
import { newId } from "@/server/new-id";
import { channelAuth } from "./channel-auth";

const tenantId = newId();
const memberId = newId();
const standing = [
  channelName({ kind: "workspace", tenantId, departures: 0 }),
  channelName({ kind: "member", tenantId, memberId }),
];
const record = channelName({ kind: "record", entity: "opportunity", id: newId() });

let rig: Rig;
let asked: string[];
beforeEach(async () => {
  rig = await Rig.open();
  asked = [];
});
afterEach(() => rig.close());

/** A connection with an app that authorizes it; its requests are recorded. */
function line(): Client {
  const doors = channelAuth(async (door, fields) => {
    const [socketId = "", one = ""] = [fields.get("socket_id"), fields.get("channel_name")].map(String);
    asked.push(door === "auth" ? one : door);
    if (door === "auth") return Response.json(rig.authFor(socketId, one));
    const channels = Object.fromEntries(standing.map((name) => [name, rig.authFor(socketId, name).auth]));
    return Response.json({ ...rig.publisher.authenticateUser(socketId, { id: memberId }), channels });
  });
  return rig.client(doors);
}

test("a tab asks once for its sign-in and its own channels, also after a lost connection", async () => {
  const client = line();
  const channels = standing.map((name) => client.subscribe(name));
  const letIn = () =>
    Promise.all([
      next(client, "pusher:signin_success"),
      ...channels.map((channel) => next(channel, "pusher:subscription_succeeded")),
    ]);
  client.signin();
  await letIn();
  expect(asked).toEqual(["user-auth"]);
  client.disconnect();
  await state(client, "disconnected");
  client.connect();
  await letIn();
  expect(asked).toEqual(["user-auth", "user-auth"]);
});

test("for a record, and for what a tab is not let into with its person, it asks by name", async () => {
  const client = line();
  client.signin();
  await next(client, "pusher:signin_success");
  const other = channelName({ kind: "workspace", tenantId: newId(), departures: 0 });
  await subscribed(client, other);
  expect(asked).toEqual(["user-auth", other]);
  client.subscribe(record);
  await expect.poll(() => asked).toEqual(["user-auth", other, record]);
});
