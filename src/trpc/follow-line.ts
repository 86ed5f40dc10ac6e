import { TRPCClientError } from "@trpc/client";
import type Pusher from "pusher-js";
import { type Channel, changedEvent, channelName, type Signal } from "@/lib/channels";
import { keepLine } from "./keep-line";
import { isRefusal } from "./line-doors";
import type { SignalFollower } from "./signal-follower";
import { staySubscribed } from "./stay-subscribed";

interface Following {
  tenantId: string;
  memberId: string;
  /** The newest event when the page was made. */
  seen: string | null;
  /** Asks the server for the newest event of now. */
  newest(): Promise<{ id: string | null }>;
  /** The server cut the line: what this member may do is not what the page was made for. */
  cut(): void;
  /** From now on the line hears what happens in the workspace. */
  listening?(): void;
}

/** Follows by an open line what concerns a member, from when the page was made on, through every break. */
export function followLine(line: Pusher, follower: SignalFollower, following: Following): { end(): void } {
  const { tenantId, memberId, seen, newest, cut, listening } = following;
  let over = false;
  const upToDate = async () => {
    const now = await newest().catch(() => null);
    if (!over && now?.id !== seen) follower.catchUp();
  };
  const hear = (channel: Channel, first?: () => void) => {
    const heard = staySubscribed(line, channelName(channel));
    heard.bind(changedEvent, ({ signals }: { signals: Signal[] }) => follower.hear(signals));
    let again = false;
    // Only who is let in hears: what was said before is asked for from then on, after a break all.
    heard.bind("pusher:subscription_succeeded", () => {
      if (again) return follower.catchUp();
      again = true;
      first?.();
      void upToDate();
    });
  };
  const listen = () => {
    line.unbind("pusher:signin_success", listen);
    hear({ kind: "workspace", tenantId }, listening);
    hear({ kind: "member", tenantId, memberId });
  };
  // Not before the channels server knows whose line it is, and can cut it.
  line.bind("pusher:signin_success", listen);
  const mayListen = async () => {
    try {
      await newest();
      return true;
    } catch (error) {
      if (error instanceof TRPCClientError && isRefusal(error.data?.httpStatus)) return false;
      throw error;
    }
  };
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
