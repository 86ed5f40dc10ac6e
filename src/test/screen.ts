// Before a tab has a document here: the mail code would take it for a browser's.
import "react-email";
import { QueryClient } from "@tanstack/react-query";
import Client from "pusher-js";
import { afterEach, expect, vi } from "vitest";
import { POST as authorize } from "@/app/api/pusher/auth/route";
import { POST as authenticate } from "@/app/api/pusher/user-auth/route";
import { env } from "@/env";
import { type Channel, changedEvent, channelName, readChannel, type Signal } from "@/lib/channels";
import { socketOptions } from "@/lib/channels-address";
import { RawClient } from "@/local/channels/raw.fixture";
import { newestEvent } from "@/modules/platform/history/realtime/operations";
import { tenantCtx } from "@/server/access";
import { readCaller } from "@/server/http";
import { relayOnce } from "@/server/outbox/relay";
import { pusher } from "@/server/pusher";
import { signals } from "@/server/signals/consumer";
import { inTab } from "@/test/browser-tab";
import type { TestMember, TestWorkspace } from "@/test/ctx";
import { signedIn } from "@/test/tenancy/doors";
import { type ChannelEndpoint, channelAuth } from "@/trpc/channel-auth";
import { followSignals } from "@/trpc/follow-signals";
import { SignalFollower } from "@/trpc/signal-follower";

const open: { end(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.end();
  vi.unstubAllGlobals();
});

const doors = { auth: authorize, "user-auth": authenticate };
const post = (door: ChannelEndpoint, headers: Record<string, string>, body: URLSearchParams) =>
  doors[door](new Request(`http://localhost:3000/api/pusher/${door}`, { method: "POST", headers, body }));

/** The response of the channels endpoint, requested as by a browser. */
export async function askFor(headers: Record<string, string>, channel: string, socket = "12.34") {
  const fields = new URLSearchParams({ socket_id: socket, channel_name: channel });
  const response = await post("auth", headers, fields);
  const answer = (await response.json()) as { channels?: Record<string, string> };
  return { status: response.status, auth: answer.channels?.[channel] };
}

/** Signs a raw socket in as this member, and subscribes it to its own channel. */
export async function signInRaw(socket: RawClient & { id: string }, { id }: { id: string }): Promise<void> {
  const channel = channelName({ kind: "socket", socketId: socket.id });
  socket.say("pusher:signin", pusher().authenticateUser(socket.id, { id }));
  socket.say("pusher:subscribe", { channel, auth: pusher().authorizeChannel(socket.id, channel).auth });
  await socket.settled();
}

/** The id of a socket that is signed in as this member until the test ends. */
export async function signedInSocket(member: { id: string }): Promise<string> {
  const socket = await RawClient.greeted(`${env.PUSHER_URL}/app/${env.PUSHER_KEY}?protocol=7`);
  open.push({ end: () => socket.socket.close() });
  await signInRaw(socket, member);
  return socket.id;
}

/** A member's screen, as the browser opens it: its received signals, and the results of its subscriptions. */
export async function screen(of: TestWorkspace, member: TestMember, ...channels: Channel[]) {
  const client = lineWith(await signedIn(member, of.tenant.slug));
  open.push({ end: () => client.disconnect() });
  await new Promise((done) => client.connection.bind("connected", done));
  const received: Signal[] = [];
  const refused: string[] = [];
  const known = new Promise<void>((done) => client.bind("pusher:signin_success", () => done()));
  client.signin();
  const answered = channels.map(channelName).map(
    (name) =>
      new Promise<void>((done) => {
        const channel = client.subscribe(name);
        channel.bind(changedEvent, (data: { signals: Signal[] }) => received.push(...data.signals));
        channel.bind("pusher:subscription_succeeded", () => done());
        channel.bind("pusher:subscription_error", () => {
          refused.push(name);
          done();
        });
      }),
  );
  await Promise.all([known, ...answered]);
  return { client, received, refused };
}

function lineWith(headers: Record<string, string>): Client {
  const { hostname, port } = new URL(env.PUSHER_URL ?? "");
  const line: Client = new Client(env.PUSHER_KEY, {
    ...socketOptions({ host: hostname, port: Number(port), tls: false, path: "" }),
    ...channelAuth(
      (door, body) => post(door, headers, body),
      () => line,
    ),
  });
  return line;
}

/** A member's tab that follows the workspace like a browser: its received signals, and its requests. */
export async function followingTab(of: TestWorkspace, member: TestMember) {
  inTab();
  const headers = await signedIn(member, of.tenant.slug);
  const newest = async () => newestEvent(await tenantCtx(await readCaller(new Headers(headers))), {});
  const seen = await newest();
  const client = lineWith(headers);
  const received: Signal[] = [];
  client.bind(changedEvent, (data: { signals: Signal[] }) => received.push(...data.signals));
  const queries = new QueryClient();
  const follower = new SignalFollower(queries, "tab");
  const { tenant } = of;
  open.push(followSignals(client, follower, { tenantId: tenant.id, memberId: member.id, seen, newest, cut() {} }));
  const receiving = () => client.allChannels().filter((one) => one.subscribed && !isOfSocket(one.name));
  await expect.poll(() => receiving().length).toBe(2);
  return { client, received, queries };
}

const isOfSocket = (name: string) => readChannel(name)?.kind === "socket";

/** The workspace's channel after that many memberships have ended. */
export const ofWorkspace = ({ tenant }: TestWorkspace, departures = 0): Channel => ({
  kind: "workspace",
  tenantId: tenant.id,
  departures,
});

export const ofMember = ({ tenant }: TestWorkspace, { id }: TestMember): Channel => ({
  kind: "member",
  tenantId: tenant.id,
  memberId: id,
});

/** The channels server's received signals of all events. */
export async function relayAll(): Promise<void> {
  while (await relayOnce(signals));
}
