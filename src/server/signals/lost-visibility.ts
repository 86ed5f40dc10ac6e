import "server-only";
import { channelName, recordChannels } from "@/lib/channels";
import { groupBy } from "@/lib/group-by";
import { nounOf } from "@/lib/nouns/all";
import type { Ctx } from "../context.ts";
import type { OutboxEvent } from "../outbox/consumers.ts";
import { kindsFrom } from "../owned-of.ts";
import { subscribedChannels, usersOn } from "../pusher.ts";
import { audienceOf } from "./audience.ts";
import { levelOf, liveObject } from "./live.ts";
import { audiencesBefore, audiencesThrough } from "./record-audience.ts";
import { vendor } from "./vendor.ts";
import { ownersBefore } from "./viewers.ts";

/** The members who have open a record of which these events changed the owner, people or links, and who may no longer see it. */
export async function viewersWithoutAccess(ctx: Ctx, events: readonly OutboxEvent[]): Promise<string[]> {
  const blind = new Set<string>();
  for (const [entity, ids] of await changedHands(ctx, events))
    for (const { id, ownerId } of await lookedAt(ctx, entity, ids)) {
      const viewers = nounOf(entity)?.seenThrough
        ? ((await audiencesThrough(ctx, entity, [id])).get(id) ?? null)
        : await audienceOf(ctx, levelIn(ctx, entity), [ownerId]);
      if (viewers === null) continue;
      const subscribers = await vendor(() => usersOn(channelName({ kind: "record", entity, id })));
      for (const looker of subscribers) if (!viewers.includes(looker)) blind.add(looker);
    }
  return [...blind];
}

const levelIn = (ctx: Ctx, entity: string) => {
  const object = liveObject(entity);
  return object?.scope.owned ? levelOf(ctx, object) : "everyone";
};

/** By object, the records that have another owner, other people or other links; null if a bulk act may have changed any of them. */
async function changedHands(ctx: Ctx, events: readonly OutboxEvent[]): Promise<Map<string, Set<string> | null>> {
  const isThrough = ({ entity }: OutboxEvent) => nounOf(entity)?.seenThrough !== undefined;
  const restricted = events.filter((event) => !isThrough(event) && levelIn(ctx, event.entity) !== "everyone");
  const before = await ownersBefore(ctx, restricted);
  const changed = new Map<string, Set<string> | null>();
  const note = ({ entity, entityId }: OutboxEvent) =>
    changed.set(entity, (changed.get(entity) ?? new Set()).add(entityId));
  for (const event of restricted) if (before.has(event.id)) note(event);
  for (const [entity, some] of groupBy(events.filter(isThrough), (event) => event.entity)) {
    const audiences = await audiencesBefore(ctx, entity, some);
    for (const event of some) if (audiences.has(event.id)) note(event);
  }
  // Members who lost a record lose those whose access comes from it.
  for (const entity of [...changed.keys()])
    for (const kind of kindsFrom(entity)) if (levelIn(ctx, kind) !== "everyone") changed.set(kind, null);
  for (const { name, entity } of events) {
    const all = liveObject(entity)?.changesAll;
    if (all?.events.includes(name))
      for (const one of all.entities) if (levelIn(ctx, one) !== "everyone") changed.set(one, null);
  }
  return changed;
}

/** Those of the records that somebody has open now, in one request however many they are. */
async function lookedAt(ctx: Ctx, entity: string, ids: ReadonlySet<string> | null) {
  const prefix = recordChannels(entity);
  const open = (await vendor(() => subscribedChannels(prefix))).map((name) => name.slice(prefix.length));
  const wanted = ids ? open.filter((id) => ids.has(id)) : open;
  return wanted.length > 0 ? ((await liveObject(entity)?.scope.load(ctx, wanted)) ?? []) : [];
}
