import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import type Client from "pusher-js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { changedEvent, channelChangedEvent, channelName, readChannel } from "@/lib/channels";
import { Rig } from "@/local/channels/sdk.fixture";
import { newId } from "@/server/new-id";
import { inTab } from "@/test/browser-tab";
import { channelAuth } from "./channel-auth";
import { followSignals } from "./follow-signals";
import { SignalFollower } from "./signal-follower";

const tenantId = newId();
const memberId = newId();
const own = channelName({ kind: "member", tenantId, memberId });
const [first, second] = [0, 1].map((departures) => channelName({ kind: "workspace", tenantId, departures })) as [
  string,
  string,
];

/** The workspace's channel, as the app knows it. */
let workspace: string;
let rig: Rig;
let ends: (() => void)[];
beforeEach(async () => {
  inTab();
  workspace = first;
  ends = [];
  rig = await Rig.open();
});
afterEach(async () => {
  for (const end of ends) end();
  await rig.close();
  vi.unstubAllGlobals();
});

interface App {
  /** Called after a socket was authorized, before it knows. */
  letIn?: () => void;
  /** Throws if nobody may be asked. */
  newest?: () => void;
  /** A notification that came after the page was made. */
  notice?: string;
  againMs?: number;
}

const never = 100_000_000;

/** A tab that follows, with an app that authorizes it for its own channel and the workspace's current one. */
async function following({ letIn, newest, notice, againMs = 1 }: App = {}) {
  const line: Client = rig.client(
    channelAuth(
      async (door, fields) => {
        const [socketId = "", one] = [fields.get("socket_id") ?? "", fields.get("channel_name")];
        const sign = (names: string[]) =>
          Object.fromEntries(names.map((name) => [name, rig.authFor(socketId, name).auth]));
        if (door === "user-auth") {
          const channels = sign([channelName({ kind: "socket", socketId })]);
          return Response.json({ ...rig.publisher.authenticateUser(socketId, { id: memberId }), channels });
        }
        if (one !== null) return Response.json({ channels: sign([one]) }, { status: one === workspace ? 200 : 404 });
        const channels = sign([workspace, own]);
        letIn?.();
        return Response.json({ channels });
      },
      () => line,
    ),
  );
  const queries = new QueryClient();
  let asked = 0;
  let isListening = false;
  const shown = new QueryObserver(queries, { queryKey: ["shown"], queryFn: () => ++asked });
  ends.push(shown.subscribe(() => undefined));
  const { end } = followSignals(line, new SignalFollower(queries, "tab"), {
    ...{ tenantId, memberId, seen: { id: first, notice: null, channel: first }, againMs },
    newest: async () => {
      newest?.();
      return { id: workspace, notice: notice ?? null, channel: workspace };
    },
    cut() {},
    listening() {
      isListening = true;
    },
  });
  ends.push(end);
  await expect.poll(() => channelsOf(line)).toEqual([own, workspace].toSorted());
  expect(isListening).toBe(true);
  return { line, asked: () => asked };
}

const channelsOf = (line: Client) => {
  const subscribed = line
    .allChannels()
    .filter(({ subscribed: is, name }) => is && readChannel(name)?.kind !== "socket");
  return subscribed.map(({ name }) => name).toSorted();
};

test("a tab moves to the workspace's new channel when it is told, and fetches what it may have missed", async () => {
  const { line, asked } = await following();
  const before = asked();
  workspace = second;
  await rig.publisher.trigger(own, channelChangedEvent, { to: second });
  await expect.poll(() => channelsOf(line)).toEqual([own, second]);
  await expect.poll(asked).toBeGreaterThan(before);
  const received: string[] = [];
  line.bind(changedEvent, ({ signals }: { signals: { event: string }[] }) =>
    received.push(...signals.map((s) => s.event)),
  );
  for (const name of [first, second])
    await rig.publisher.trigger(name, changedEvent, { signals: [{ event: name, entity: "account", id: null }] });
  await expect.poll(() => received).toEqual([second]);
});

test("a page that was made before the workspace moved finds it", async () => {
  workspace = second;
  const { line } = await following();
  expect(channelsOf(line)).toEqual([own, second]);
});

test("a page that was made after an event and before its notification fetches again", async () => {
  const { asked } = await following({ notice: "0190f3a1-0000-7000-8000-000000000001" });
  await expect.poll(asked).toBeGreaterThan(1);
});

test("a page that misses nothing fetches once", async () => {
  const { asked, line } = await following();
  for (let trip = 0; trip < 20; trip++) await rig.publisher.get({ path: "/channels" });
  expect([asked(), channelsOf(line)]).toEqual([1, [own, first]]);
});

test("a tab whose channel changed while it was disconnected finds the new one at once", async () => {
  const { line } = await following({ againMs: never });
  workspace = second;
  rig.server.disconnectAll(4200);
  await expect.poll(() => channelsOf(line)).toEqual([own, second]);
});

test("a failed request is repeated", async () => {
  let failures = 0;
  const { line } = await following({
    newest() {
      if (failures > 0 && failures-- > 0) throw new Error("no network");
    },
  });
  failures = 3;
  workspace = second;
  rig.server.disconnectAll(4200);
  await expect.poll(() => channelsOf(line)).toEqual([own, second]);
  expect(failures).toBe(0);
});

test("signals sent between sign-in and subscription are fetched afterwards", async () => {
  let isMoving = false;
  const { line } = await following({
    letIn() {
      if (isMoving) workspace = second;
    },
  });
  isMoving = true;
  rig.server.disconnectAll(4200);
  await expect.poll(() => channelsOf(line)).toEqual([own, second]);
});

test("a tab that may not ask for the channel does not ask again", async () => {
  let asked = 0;
  let isGone = false;
  const { line } = await following({
    newest() {
      if (!isGone) return;
      asked++;
      throw TRPCClientError.from({ error: { message: "", code: -32004, data: { httpStatus: 404 } } } as never);
    },
  });
  isGone = true;
  workspace = second;
  const door = new Promise((done) => line.channel(first).bind("pusher:subscription_error", done));
  rig.server.disconnectAll(4200);
  await door;
  await expect.poll(() => asked).toBeGreaterThan(0);
  // A retry each millisecond would have asked more often by then.
  for (let trip = 0; trip < 20; trip++) await rig.publisher.get({ path: "/channels" });
  expect(asked).toBeLessThanOrEqual(2);
});
