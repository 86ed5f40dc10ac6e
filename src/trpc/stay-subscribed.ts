import type Pusher from "pusher-js";
import type { Channel } from "pusher-js";

const refusals = new Set<unknown>([401, 403, 404]);

/** Whether an answer of this status says that one may not, and not that nobody could be asked. */
export const isRefusal = (status: unknown): boolean => refusals.has(status);

const againMs = 2_000;

/**
 * Subscribes a line to a channel for good. The library asks only once for each connection: where nobody could be asked,
 * as in a short outage, it is asked again, and `missed` is called when it was let in after all. A refusal stands.
 */
export function staySubscribed(line: Pusher, name: string, missed: () => void, waitMs = againMs): Channel {
  const channel = line.subscribe(name);
  let failed = false;
  channel.bind("pusher:subscription_error", ({ status }: { status?: number }) => {
    if (isRefusal(status)) return;

    failed = true;
    setTimeout(() => line.subscribe(name), waitMs);
  });
  channel.bind("pusher:subscription_succeeded", () => {
    if (failed) missed();
    failed = false;
  });
  return channel;
}
