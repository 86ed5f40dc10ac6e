import { TRPCClientError } from "@trpc/client";
import type Pusher from "pusher-js";
import { changedEvent, channelName, type Signal } from "@/lib/channels";
import { keepLine } from "./keep-line";
import type { SignalFollower } from "./signal-follower";
import { isRefusal, staySubscribed } from "./stay-subscribed";

interface Following {
  tenantId: string;
  memberId: string;
  /** The newest event when the page was made. */
  seen: string | null;
  /** Asks the server for the newest event of now. */
  newest(): Promise<{ id: string | null }>;
  /** The server cut the line: what this member may do is not what the page was made for. */
  cut(): void;
}

/** Follows by an open line what concerns a member, from when the page was made on, through every break. */
export function followLine(line: Pusher, follower: SignalFollower, following: Following): { end(): void } {
  const { tenantId, memberId, seen, newest, cut } = following;
  let over = false;
  const hear = ({ signals }: { signals: Signal[] }) => follower.hear(signals);
  const listen = () => {
    line.unbind("pusher:signin_success", listen);
    const missed = () => follower.catchUp();
    const ofAll = staySubscribed(line, channelName({ kind: "workspace", tenantId }), missed);
    ofAll.bind(changedEvent, hear);
    const upToDate = async () => {
      ofAll.unbind("pusher:subscription_succeeded", upToDate);
      const now = await newest().catch(() => null);
      if (!over && now?.id !== seen) follower.catchUp();
    };
    // What happened since the page was made and before anyone listened.
    ofAll.bind("pusher:subscription_succeeded", upToDate);
    staySubscribed(line, channelName({ kind: "member", memberId }), missed).bind(changedEvent, hear);
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
