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

/** A connection with an app that authorizes it; its requests are recorded, and the first of them may fail. */
function line(failures: { [door: string]: number } = {}): Client {
  const client: Client = rig.client(
    channelAuth(
      async (door, fields) => {
        const [socketId = "", one] = [fields.get("socket_id") ?? "", fields.get("channel_name")];
        const request = one ?? door;
        asked.push(request);
        if ((failures[request] ?? 0) > 0) {
          failures[request] = (failures[request] ?? 0) - 1;
          return new Response("", { status: 503 });
        }
        const sign = (names: string[]) =>
          Object.fromEntries(names.map((name) => [name, rig.authFor(socketId, name).auth]));
        if (door === "auth") {
          const { users } = await usersOf(socketId);
          return Response.json({ channels: sign(one ? [one] : standing) }, { status: users.length === 1 ? 200 : 403 });
        }
        const channels = sign([channelName({ kind: "socket", socketId })]);
        return Response.json({ ...rig.publisher.authenticateUser(socketId, { id: memberId }), channels });
      },
      () => client,
    ),
  );
  return client;
}

async function usersOf(socketId: string): Promise<{ users: { id: string }[] }> {
  const path = `/channels/${channelName({ kind: "socket", socketId })}/users`;
  return (await rig.publisher.get({ path })).json();
}

test("a tab asks once for its sign-in and once for its own channels when it is signed in, also after a lost connection", async () => {
  const client = line();
  const channels = standing.map((name) => client.subscribe(name));
  const letIn = () =>
    Promise.all([
      next(client, "pusher:signin_success"),
      ...channels.map((channel) => next(channel, "pusher:subscription_succeeded")),
    ]);
  client.signin();
  await letIn();
  expect(asked).toEqual(["user-auth", "auth"]);
  client.disconnect();
  await state(client, "disconnected");
  client.connect();
  await letIn();
  expect(asked).toEqual(["user-auth", "auth", "user-auth", "auth"]);
});

test("for a record, and for a channel that not every tab needs, it asks by name", async () => {
  const client = line();
  client.signin();
  await next(client, "pusher:signin_success");
  const other = channelName({ kind: "workspace", tenantId: newId(), departures: 0 });
  await subscribed(client, other);
  await subscribed(client, record);
  expect(asked).toEqual(["user-auth", "auth", other, record]);
});

test("a sign-in that failed is made again with the next request for a channel", async () => {
  const client = line({ "user-auth": 1 });
  const [name = ""] = standing;
  const channel = client.subscribe(name);
  client.signin();
  await next(channel, "pusher:subscription_error");
  await subscribed(client, name);
  expect(asked).toEqual(["user-auth", "user-auth", "auth"]);
});
