import "server-only";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { changedEvent, channelName, memberChannels, readChannel, type Signal } from "@/lib/channels";
import { groupBy } from "@/lib/group-by";
import { tenantById } from "../access.ts";
import { AppError } from "../errors.ts";
import { pusher, subscribedChannels } from "../pusher.ts";
import { SharedAnswer } from "../shared-answer.ts";
import { everyone } from "./live.ts";

const answers = new LRUCache<string, SharedAnswer<ReadonlySet<string>>>({ max: 1_000 });

/** The members who have the workspace open anywhere now: those whose own channel has a subscriber. */
export function onlineMembers(tenantId: string): Promise<ReadonlySet<string>> {
  const shared = answers.get(tenantId) ?? new SharedAnswer(() => subscribedMembers(tenantId));
  answers.set(tenantId, shared);
  return shared.get();
}

async function subscribedMembers(tenantId: string): Promise<ReadonlySet<string>> {
  const channels = (await subscribedChannels(memberChannels(tenantId))).map(readChannel);
  return new Set(channels.flatMap((channel) => (channel?.kind === "member" ? [channel.memberId] : [])));
}

const webhook = z.object({ events: z.array(z.object({ name: z.string(), channel: z.string() })) });
const comesOrGoes = new Set(["channel_occupied", "channel_vacated"]);

/**
 * Receives a webhook of the channels server about members' channels that gained or lost their subscribers. The state
 * is asked again, so that a late, repeated or reordered webhook is harmless.
 */
export async function takeWebhook(headers: Headers, body: string): Promise<void> {
  const hook = pusher().webhook({ headers: Object.fromEntries(headers), rawBody: body });
  if (!hook.isValid()) throw new AppError("UNAUTHENTICATED", "This webhook is not signed by the channels server.");
  const { events } = webhook.parse(hook.getData());
  const members = events.flatMap(({ name, channel }) => {
    const read = comesOrGoes.has(name) ? readChannel(channel) : null;
    return read?.kind === "member" ? [read] : [];
  });
  for (const [tenantId, some] of groupBy(members, (member) => member.tenantId))
    await signalPresence(tenantId, [...new Set(some.map(({ memberId }) => memberId))]);
}

/** As many as fit into one message of 10 kB. */
const atOnce = 40;

async function signalPresence(tenantId: string, memberIds: readonly string[]): Promise<void> {
  const online = await onlineMembers(tenantId);
  const signals = memberIds.map((id): Signal => {
    const event = online.has(id) ? "presence.online" : "presence.offline";
    return { entity: "presence", id, event, by: null, origin: null };
  });
  const tenant = await tenantById(tenantId);
  if (!tenant) return;
  const channel = channelName(everyone(tenant));
  for (let at = 0; at < signals.length; at += atOnce)
    await pusher().trigger(channel, changedEvent, { signals: signals.slice(at, at + atOnce) });
}
