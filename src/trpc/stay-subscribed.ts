import type Pusher from "pusher-js";
import type { Channel } from "pusher-js";
import { refused } from "./line-doors";

const againMs = 2_000;

/**
 * Subscribes a line to a channel for good. The library asks only once for each connection: where nobody could be asked,
 * as in a short outage, it is asked again until somebody unsubscribes. A refusal stands.
 */
export function staySubscribed(line: Pusher, name: string, waitMs = againMs): Channel {
  const channel = line.subscribe(name);
  channel.bind("pusher:subscription_error", ({ error }: { error?: string }) => {
    if (error === refused) return;
    setTimeout(() => {
      if (line.channel(name) === channel) line.subscribe(name);
    }, waitMs);
  });
  return channel;
}
