import Client from "pusher-js";
import { afterEach } from "vitest";
import { POST as authorize } from "@/app/api/pusher/auth/route";
import { POST as authenticate } from "@/app/api/pusher/user-auth/route";
import { env } from "@/env";
import { type Channel, changedEvent, channelName, type Signal } from "@/lib/channels";
import { socketOptions } from "@/lib/channels-address";
import { relayOnce } from "@/server/outbox/relay";
import { signals } from "@/server/signals/consumer";
import type { TestMember, TestWorkspace } from "@/test/ctx";
import { signedIn } from "@/test/tenancy/doors";
import { type LineDoor, lineDoors } from "@/trpc/line-doors";

const open: Client[] = [];
afterEach(() => {
  for (const client of open.splice(0)) client.disconnect();
});

const doors = { auth: authorize, "user-auth": authenticate };
const post = (door: LineDoor, headers: Record<string, string>, body: URLSearchParams) =>
  doors[door](new Request(`http://localhost:3000/api/pusher/${door}`, { method: "POST", headers, body }));

/** What the door to channels answers, asked as a browser asks it. */
export async function askFor(headers: Record<string, string>, channel: string, socket = "12.34") {
  const fields = new URLSearchParams({ socket_id: socket, channel_name: channel });
  const response = await post("auth", headers, fields);
  return { status: response.status, answer: (await response.json()) as { auth: string } };
}

/** A member's screen, as the browser opens it: what it hears, and how its subscriptions went. */
export async function screen(of: TestWorkspace, member: TestMember, ...channels: Channel[]) {
  const headers = await signedIn(member, of.tenant.slug);
  const { hostname, port } = new URL(env.PUSHER_URL ?? "");
  const client = new Client(env.PUSHER_KEY, {
    ...socketOptions({ host: hostname, port: Number(port), tls: false, path: "" }),
    ...lineDoors((door, body) => post(door, headers, body)),
  });
  open.push(client);
  await new Promise((done) => client.connection.bind("connected", done));
  const heard: Signal[] = [];
  const refused: string[] = [];
  const known = new Promise<void>((done) => client.bind("pusher:signin_success", () => done()));
  client.signin();
  const answered = channels.map(channelName).map(
    (name) =>
      new Promise<void>((done) => {
        const channel = client.subscribe(name);
        channel.bind(changedEvent, (data: { signals: Signal[] }) => heard.push(...data.signals));
        channel.bind("pusher:subscription_succeeded", () => done());
        channel.bind("pusher:subscription_error", () => {
          refused.push(name);
          done();
        });
      }),
  );
  await Promise.all([known, ...answered]);
  return { client, heard, refused };
}

export const ofWorkspace = ({ tenant }: TestWorkspace): Channel => ({ kind: "workspace", tenantId: tenant.id });

export const ofMember = ({ tenant }: TestWorkspace, { id }: TestMember): Channel => ({
  kind: "member",
  tenantId: tenant.id,
  memberId: id,
});

/** What the channels server is told of all that has happened. */
export async function relayAll(): Promise<void> {
  while (await relayOnce(signals));
}
