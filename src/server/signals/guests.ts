import "server-only";
import { groupBy } from "@/lib/group-by";
import { nounOf } from "@/lib/nouns/all";
import type { Ctx } from "../context.ts";
import type { OutboxEvent } from "../outbox/consumers.ts";
import { isOn } from "../scope.ts";
import { liveObject } from "./live.ts";
import { sharedWith } from "./record-audience.ts";

/** The guests of a workspace, and who of them hears of an event. */
export interface GuestAudience {
  /** All who are active. */
  all: readonly string[];
  /** Those whom an event concerns: of colleagues and guests who were found, or of everyone (null). */
  of(event: OutboxEvent, found: readonly string[] | null): string[];
}

/**
 * The guests with whom the records of these events are shared. Signals for one member alone reach a guest as anybody
 * else. One statement where a workspace has no guests.
 */
export async function guestAudience(ctx: Ctx, events: readonly OutboxEvent[]): Promise<GuestAudience> {
  const rows = await ctx.db.member.findMany({ where: { role: "guest", status: "active" }, select: { id: true } });
  const all = rows.map(({ id }) => id);
  const shared = new Map<string, readonly string[]>();
  const named = all.length === 0 ? [] : events.filter(({ entity }) => isOn(ctx, entity) && nounOf(entity)?.guests);
  for (const [entity, some] of groupBy(named, (event) => event.entity))
    for (const [id, members] of await sharedWith(ctx, entity, some)) shared.set(id, members);
  return {
    all,
    of(event, found) {
      if (liveObject(event.entity)?.level === "self") return all.filter((id) => found?.includes(id));
      return all.filter((id) => shared.get(event.id)?.includes(id));
    },
  };
}
