import type Pusher from "pusher-js";
import type { Channel } from "pusher-js";

const refusals = new Set<unknown>([401, 403, 404]);

/** Whether an answer of this status says that one may not, and not that nobody could be asked. */
export const isRefusal = (status: unknown): boolean => refusals.has(status);

const againMs = 2_000;

/**
 * Subscribes a line to a channel for good. The library asks only once for each connection: where nobody could be asked,
 * as in a short outage, it is asked again. A refusal stands.
 */
export function staySubscribed(line: Pusher, name: string, waitMs = againMs): Channel {
  const channel = line.subscribe(name);
  channel.bind("pusher:subscription_error", ({ status }: { status?: number }) => {
    if (!isRefusal(status)) setTimeout(() => line.subscribe(name), waitMs);
  });
  return channel;
}
