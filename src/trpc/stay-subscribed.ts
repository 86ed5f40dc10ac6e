import type Pusher from "pusher-js";
import type { Channel } from "pusher-js";
import { refusedMessage } from "./channel-auth";

const againMs = 2_000;

/**
 * Keeps a connection subscribed to a channel. The library tries once per connection: if the app could not be reached,
 * this retries until unsubscribed. Denied access is final.
 */
export function staySubscribed(line: Pusher, name: string, waitMs = againMs): Channel {
  const channel = line.subscribe(name);
  channel.bind("pusher:subscription_error", ({ error }: { error?: string }) => {
    if (error === refusedMessage) return;
    setTimeout(() => {
      if (line.channel(name) === channel) line.subscribe(name);
    }, waitMs);
  });
  return channel;
}
