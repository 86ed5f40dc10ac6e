import type { Hub } from "./hub";
import { kindOf } from "./kinds";
import { Refusal } from "./refusal";

const ATTRIBUTES = ["user_count", "subscription_count", "cache"];

/** The attributes that `info` requests. Throws Refusal for an unknown one. */
export function attributesIn(info: string | undefined): string[] {
  const asked = (info ?? "").split(",").filter((name) => name !== "");
  const unknown = asked.find((name) => !ATTRIBUTES.includes(name));
  if (unknown !== undefined) throw new Refusal(400, `There is no attribute ${unknown.slice(0, 50)}.`);
  return asked;
}

/** The requested facts about a channel. Throws Refusal for facts that a channel of its kind does not have. */
export function factsOf(hub: Hub, name: string, attributes: string[]): Record<string, unknown> {
  const [channel, kind] = [hub.channel(name), kindOf(name)];
  const facts: Record<string, unknown> = {};
  for (const attribute of attributes) {
    if (attribute === "user_count") {
      if (!kind?.presence) throw new Refusal(400, "Only presence channels have a user_count.");
      facts.user_count = channel?.members.size ?? 0;
    } else if (attribute === "subscription_count") {
      facts.subscription_count = channel?.sockets.size ?? 0;
    } else if (kind?.cache) {
      const last = hub.lastEvents.of(name);
      if (last) facts.cache = { data: last.data, ttl: last.ttl };
    }
  }
  return facts;
}
