import { TRPCClientError } from "@trpc/client";
import type Pusher from "pusher-js";
import { changedEvent, channelChangedEvent, channelName, type Signal } from "@/lib/channels";
import { isRefusal, refusedMessage } from "./channel-auth";
import { keepConnected } from "./keep-connected";
import type { RouterOutputs } from "./react";
import type { SignalFollower } from "./signal-follower";
import { staySubscribed } from "./stay-subscribed";

/** The newest event of a workspace, the newest notification of the member, and the current channel. */
type Newest = RouterOutputs["realtime"]["newest"];

interface Following {
  tenantId: string;
  memberId: string;
  /** The newest of both when the page was rendered. */
  seen: Newest;
  /** Asks the server for the newest of both and the current channel. */
  newest(): Promise<Newest>;
  /** The server closed the connection: the member's rights changed after the page was made. */
  cut(): void;
  /** Called when the connection starts to receive the workspace's signals. */
  listening?(): void;
  /**
   * How long it waits before it asks for the workspace's channel again; the double-check comes after several times as
   * long.
   */
  againMs?: number;
}

const whereAgainMs = 2_000;

/** Whether the server still answers this member; throws where it could not be reached. */
async function isLetIn(ask: () => Promise<Newest>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (error instanceof TRPCClientError && isRefusal(error.data?.httpStatus)) return false;
    throw error;
  }
}

/** Follows the signals for a member on an open connection, from the time the page was made, through every reconnect. */
export function followSignals(line: Pusher, follower: SignalFollower, following: Following): { end(): void } {
  const { tenantId, memberId, seen, newest, cut, listening, againMs = whereAgainMs } = following;
  let over = false;
  let workspace = seen.channel;
  const ownName = channelName({ kind: "member", tenantId, memberId });
  const ask = async () => {
    const now = await newest();
    moveTo(now.channel);
    return now;
  };
  const upToDate = async (begins = false) => {
    if (begins) listening?.();
    const now = await ask().catch(() => null);
    const isSeen = now?.id === seen.id && now.notice === seen.notice;
    if (!over && !isSeen) follower.catchUp();
  };
  const mayListen = () => isLetIn(ask);
  const subscribe = (name: string, letIn: { first(): void; again?(): void }) => {
    const channel = staySubscribed(line, name);
    channel.bind(changedEvent, ({ signals }: { signals: Signal[] }) => follower.receive(signals));
    let again = false;
    // Earlier signals are requested after the subscription: those since the page was made, after a reconnect all.
    channel.bind("pusher:subscription_succeeded", () => {
      if (!again) letIn.first();
      else {
        follower.catchUp();
        letIn.again?.();
      }
      again = true;
    });
    return channel;
  };
  const find = async () => {
    const may = await mayListen().catch(() => null);
    if (may === null && !over) setTimeout(find, againMs);
  };
  const subscribeToWorkspace = (catchUp: () => void) => {
    const first = () => {
      listening?.();
      catchUp();
    };
    subscribe(workspace, { first }).bind("pusher:subscription_error", ({ error }: { error?: string }) => {
      // The channel moved while nobody could tell this tab.
      if (error === refusedMessage) void find();
    });
  };
  const moveTo = (name: string) => {
    if (over || name === workspace) return;
    const isSubscribed = line.channel(workspace) !== undefined;
    line.unsubscribe(workspace);
    workspace = name;
    if (isSubscribed) subscribeToWorkspace(() => follower.catchUp());
  };
  const listen = () => {
    line.unbind("pusher:signin_success", listen);
    // Guests hear everything by their own channel.
    if (workspace !== ownName) subscribeToWorkspace(() => void upToDate());
    // Subscribers are notified when the workspace's channel changes; others ask, but not while all tabs reconnect.
    const own = subscribe(ownName, {
      first: () => void upToDate(workspace === ownName),
      again: () => setTimeout(find, againMs * (2 + 2 * Math.random())),
    });
    own.bind(channelChangedEvent, ({ to }: { to: string }) => moveTo(to));
  };
  // Only after the channels server knows the connection's user, and can close it.
  line.bind("pusher:signin_success", listen);
  const kept = keepConnected(line, { missed: () => follower.catchUp(), cut, mayListen });
  return {
    end() {
      over = true;
      kept.end();
      follower.stop();
      line.disconnect();
    },
  };
}
