import "server-only";
import { LRUCache } from "lru-cache";
import { type Channel, changedEvent, channelName, type Signal } from "@/lib/channels";
import { groupBy } from "@/lib/group-by";
import { nounOf } from "@/lib/nouns/all";
import type { Ctx } from "../context.ts";
import { log } from "../log.ts";
import { systemCtx } from "../member-ctx.ts";
import { newId } from "../new-id.ts";
import { inActiveWorkspaces } from "../outbox/active-workspaces.ts";
import type { Consumer, OutboxEvent } from "../outbox/consumers.ts";
import { cutOff, trigger } from "../pusher.ts";
import { outdatedConnections } from "./changed-visibility.ts";
import { signalMoves } from "./channel-moves.ts";
import { guestAudience } from "./guests.ts";
import { everyone, liveObject } from "./live.ts";
import { viewersWithoutAccess } from "./lost-visibility.ts";
import { vendor } from "./vendor.ts";
import { viewersOf } from "./viewers.ts";

/** Tells open screens which records changed, each only to members who may see it. */
export const signals: Consumer = {
  name: "signals",
  waitsForEnd: true,
  wants: ({ entity }) => liveObject(entity) !== undefined,
  async deliver(events) {
    for await (const [ctx, theirs] of inActiveWorkspaces(events, "signals", "updates open screens"))
      await signalEvents(ctx, theirs);
  },
};

/** The shortest time between two progress signals of an object: faster than anyone can read. */
const progressEveryMs = 250;
const recentProgress = new LRUCache<string, true>({ max: 1_000, ttl: progressEveryMs });

/**
 * Sends the progress of a record's work to open screens, without an event. A lost signal is harmless: the next step
 * sends another, and the end is an event.
 */
export async function signalProgress({ tenantId, entity, id }: Progress): Promise<void> {
  if (recentProgress.has(id)) return;
  recentProgress.set(id, true);
  try {
    const ctx = await systemCtx(tenantId, "signals", "sends progress to open screens");
    if (ctx?.tenant.status !== "active") return;
    const facts = { entityVersion: null, memberId: null, origin: null, at: Date.now() };
    await signalEvents(ctx, [{ tenantId, id: newId(), name: `${entity}.progressed`, entity, entityId: id, ...facts }]);
  } catch (error) {
    log.debug({ tenantId, entity, id, err: error }, "progress was not sent");
  }
}

interface Progress {
  tenantId: string;
  entity: string;
  id: string;
}

async function signalEvents(ctx: Ctx, events: readonly OutboxEvent[]): Promise<void> {
  const byAudience = new Map<string, { channels: string[]; signals: Signal[] }>();
  const [viewers, guests] = [await viewersOf(ctx, events), await guestAudience(ctx, events)];
  const ofMember = (memberId: string): Channel => ({ kind: "member", tenantId: ctx.tenant.id, memberId });
  for (const event of events) {
    const members = viewers(event);
    const colleagues = members?.filter((id) => !guests.all.includes(id)).map(ofMember) ?? [everyone(ctx.tenant)];
    const channels = [...colleagues, ...guests.of(event, members).map(ofMember)].map(channelName);
    const key = channels.join();
    const group = byAudience.get(key) ?? { channels, signals: [] };
    byAudience.set(key, group);
    group.signals.push(signalOf(event));
  }
  const many = events.flatMap(({ name, entity, memberId }) => {
    const all = liveObject(entity)?.changesAll;
    return all?.events.includes(name) ? all.entities.map((one) => manyOf(one, name, memberId)) : [];
  });
  if (many.length > 0) await send([channelName(everyone(ctx.tenant))], compact(many));
  const shared = many.filter(({ entity }) => nounOf(entity)?.guests);
  const toGuests = guests.all.map((id) => channelName(ofMember(id)));
  if (shared.length > 0 && toGuests.length > 0) await send(toGuests, compact(shared));
  const groups = [...byAudience.values()];
  for (let at = 0; at < groups.length; at += sentAtOnce)
    await Promise.all(
      groups.slice(at, at + sentAtOnce).map(({ channels, signals: all }) => send(channels, compact(all))),
    );
  await signalMoves(ctx, events);
  // A member who may still subscribe connects again.
  const cut = new Set([...(await outdatedConnections(ctx, events)), ...(await viewersWithoutAccess(ctx, events))]);
  await vendor(() => cutOff([...cut]));
}

const signalOf = ({ entity, entityId, name, memberId, origin }: OutboxEvent): Signal => ({
  entity,
  id: entityId,
  event: name,
  by: memberId,
  origin,
});

/** Tells that many records changed without naming one: not everyone may see each of them. */
const manyOf = (entity: string, event: string, by: string | null): Signal => ({
  entity,
  id: null,
  event,
  by,
  origin: null,
});

/** Up to this many records of an object are named; beyond it the signal only says that many changed. */
const maxNamed = 40;
/** Parallel calls to the channels server: each member's own signals do not wait for those of others. */
const sentAtOnce = 10;

/** Each change once, in as few signals as fit into one message. */
export function compact(all: readonly Signal[]): Signal[] {
  const once = [...new Map(all.map((signal) => [JSON.stringify(signal), signal])).values()];
  if (once.length <= maxNamed) return once;
  return [...groupBy(once, ({ entity }) => entity)].map(([entity, [first]]) =>
    manyOf(entity, first?.event ?? "", null),
  );
}

const send = (channels: readonly string[], list: readonly Signal[]): Promise<void> =>
  vendor(() => trigger(channels, changedEvent, { signals: list }));
