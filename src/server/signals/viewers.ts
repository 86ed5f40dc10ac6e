import "server-only";
import { groupBy } from "@/lib/group-by";
import { nounOf } from "@/lib/nouns/all";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import type { OutboxEvent } from "../outbox/consumers.ts";
import { isOn, isThroughLinks } from "../scope.ts";
import { type AudienceLevel, audienceOf } from "./audience.ts";
import { levelOf, liveObject } from "./live.ts";
import { audiencesBefore, audiencesThrough, united } from "./record-audience.ts";

type Owner = string | null;

/**
 * For each event, the members who see its record now and those who saw it before its owner, people or links changed;
 * null for everyone. Makes one query per object and one per set of owners, however many events there are.
 */
export async function viewersOf(
  ctx: Ctx,
  events: readonly OutboxEvent[],
): Promise<(event: OutboxEvent) => string[] | null> {
  const levels = new Map<OutboxEvent, AudienceLevel>();
  for (const event of events) {
    const object = liveObject(event.entity);
    if (object && isOn(ctx, event.entity)) levels.set(event, levelOf(ctx, object));
  }
  const restricted = [...levels].flatMap(([event, level]) => (level === "everyone" ? [] : [event]));
  const [now, before] = await Promise.all([ownersNow(ctx, restricted), ownersBefore(ctx, restricted)]);
  const viewers = new Map<string, Promise<string[] | null>>();
  const found = new Map<OutboxEvent, string[] | null>();
  for (const event of restricted) {
    const owners = [...(now.get(event.entityId) ?? []), ...(before.get(event.id) ?? [])];
    const own = levels.get(event) ?? "admins";
    // A deleted record is reported to members who see everything; a private one to nobody else.
    const level = owners.length > 0 || own === "self" ? own : "admins";
    const key = JSON.stringify([level, owners]);
    const asked = viewers.get(key) ?? audienceOf(ctx, level, owners);
    viewers.set(key, asked);
    found.set(event, await asked);
  }
  const through = [...levels].flatMap(([event, level]) =>
    nounOf(event.entity)?.seenThrough && (isThroughLinks(event.entity) || level !== "everyone") ? [event] : [],
  );
  for (const [event, members] of await viewersThrough(ctx, through)) found.set(event, members);
  return (event) => {
    const named = found.get(event);
    if (named !== undefined) return named;
    return levels.has(event) ? null : [];
  };
}

/** The viewers of records that are seen through links or by their members, and those who saw them before the events. */
async function viewersThrough(ctx: Ctx, events: readonly OutboxEvent[]): Promise<[OutboxEvent, string[] | null][]> {
  const found: [OutboxEvent, string[] | null][] = [];
  for (const [entity, some] of groupBy(events, (event) => event.entity)) {
    const audiences = await audiencesThrough(ctx, entity, [...new Set(some.map(({ entityId }) => entityId))]);
    const before = await audiencesBefore(ctx, entity, some);
    const admins = await audienceOf(ctx, "admins", []);
    for (const event of some) {
      const now = audiences.has(event.entityId) ? (audiences.get(event.entityId) ?? null) : admins;
      found.push([event, before.has(event.id) ? united(now, before.get(event.id) ?? null) : now]);
    }
  }
  return found;
}

async function ownersNow(ctx: Ctx, events: readonly OutboxEvent[]): Promise<Map<string, Owner[]>> {
  const owners = new Map<string, Owner[]>();
  for (const [entity, some] of groupBy(events, (event) => event.entity)) {
    const ids = [...new Set(some.map((event) => event.entityId))];
    for (const row of (await liveObject(entity)?.scope.load(ctx, ids)) ?? []) owners.set(row.id, [row.ownerId]);
  }
  return owners;
}

/** The previous owner by event; only for events that changed the owner. */
export async function ownersBefore(ctx: Ctx, events: readonly OutboxEvent[]): Promise<Map<string, Owner[]>> {
  if (events.length === 0) return new Map();
  const rows = await tenantSql<{ id: string; owner: Owner }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select id, before->>'ownerId' as owner from events
               where tenant_id = ${ctx.tenant.id}::uuid and id = any(${events.map(({ id }) => id)}::uuid[])
                 and before ? 'ownerId'`,
  );
  return new Map(rows.map((row) => [row.id, [row.owner]]));
}
