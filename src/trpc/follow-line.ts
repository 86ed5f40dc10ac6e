import { TRPCClientError } from "@trpc/client";
import type Pusher from "pusher-js";
import { changedEvent, channelName, movedEvent, type Signal } from "@/lib/channels";
import { keepLine } from "./keep-line";
import { isRefusal, refused } from "./line-doors";
import type { RouterOutputs } from "./react";
import type { SignalFollower } from "./signal-follower";
import { staySubscribed } from "./stay-subscribed";

/** The newest event of a workspace, and the channel on which it is heard. */
type Newest = RouterOutputs["realtime"]["newest"];

interface Following {
  tenantId: string;
  memberId: string;
  /** When the page was made. */
  seen: Newest;
  /** Asks the server for those of now. */
  newest(): Promise<Newest>;
  /** The server cut the line: what this member may do is not what the page was made for. */
  cut(): void;
  /** From now on the line hears what happens in the workspace. */
  listening?(): void;
  /** How long it waits before it asks again where the workspace is heard; some times longer before it makes sure. */
  againMs?: number;
}

const whereAgainMs = 2_000;

/** Follows by an open line what concerns a member, from when the page was made on, through every break. */
export function followLine(line: Pusher, follower: SignalFollower, following: Following): { end(): void } {
  const { tenantId, memberId, seen, newest, cut, listening, againMs = whereAgainMs } = following;
  let over = false;
  let workspace = seen.channel;
  const ask = async () => {
    const now = await newest();
    moveTo(now.channel);
    return now;
  };
  const upToDate = async () => {
    const now = await ask().catch(() => null);
    if (!over && now?.id !== seen.id) follower.catchUp();
  };
  const mayListen = async () => {
    try {
      await ask();
      return true;
    } catch (error) {
      if (error instanceof TRPCClientError && isRefusal(error.data?.httpStatus)) return false;
      throw error;
    }
  };
  const hear = (name: string, letIn: { first(): void; again?(): void }) => {
    const heard = staySubscribed(line, name);
    heard.bind(changedEvent, ({ signals }: { signals: Signal[] }) => follower.hear(signals));
    let again = false;
    // Only who is let in hears: what was said before is asked for from then on, after a break all.
    heard.bind("pusher:subscription_succeeded", () => {
      if (!again) letIn.first();
      else {
        follower.catchUp();
        letIn.again?.();
      }
      again = true;
    });
    return heard;
  };
  const find = async () => {
    const may = await mayListen().catch(() => null);
    if (may === null && !over) setTimeout(find, againMs);
  };
  const hearWorkspace = (catchUp: () => void) => {
    const first = () => {
      listening?.();
      catchUp();
    };
    hear(workspace, { first }).bind("pusher:subscription_error", ({ error }: { error?: string }) => {
      // It moved while nobody could tell this tab.
      if (error === refused) void find();
    });
  };
  const moveTo = (name: string) => {
    if (over || name === workspace) return;
    const isHeard = line.channel(workspace) !== undefined;
    line.unsubscribe(workspace);
    workspace = name;
    if (isHeard) hearWorkspace(() => follower.catchUp());
  };
  const listen = () => {
    line.unbind("pusher:signin_success", listen);
    hearWorkspace(() => void upToDate());
    // Whom this channel lets in is told from then on where the workspace is heard; not asked while all tabs come back.
    const own = hear(channelName({ kind: "member", tenantId, memberId }), {
      first: () => void upToDate(),
      again: () => setTimeout(find, againMs * (2 + 2 * Math.random())),
    });
    own.bind(movedEvent, ({ to }: { to: string }) => moveTo(to));
  };
  // Not before the channels server knows whose line it is, and can cut it.
  line.bind("pusher:signin_success", listen);
  const kept = keepLine(line, { missed: () => follower.catchUp(), cut, mayListen });
  return {
    end() {
      over = true;
      kept.end();
      follower.stop();
      line.disconnect();
    },
  };
}
