import { planPage } from "@/lib/plan-page";
import "server-only";
import { counted } from "@/lib/counted";
import type { EventDefinition } from "@/lib/events";
import { planEvents } from "@/lib/plan-events";
import { limitText } from "@/lib/plan-notices";
import { type LimitKey, limitNotices, limits } from "@/lib/plans";
import { localDay } from "@/lib/working-time";
import type { Ctx, TenantData } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantSql } from "./db/tenant-db.ts";
import type { EmittedEvent } from "./emitted-event.ts";
import { AppError } from "./errors.ts";
import { emit } from "./events.ts";
import { newId } from "./new-id.ts";
import { processWide } from "./process-wide.ts";

export interface Counted {
  /** Its id, or another name that no other has. */
  id: string;
  name: string;
}

/** A limit of the plan on how many of something exist at once, such as custom fields or pipelines. */
export interface CountedLimit {
  key: LimitKey;
  /** The events that may add one. */
  adds: readonly EventDefinition[];
  /** Everything that counts now; those that stay usable under a smaller limit come first. Names are for people. */
  counted(ctx: TenantData): Promise<Counted[]>;
  /** After a move to a smaller plan the rest is read-only, and so are the records that belong to it. */
  guards?: {
    concerns(event: EmittedEvent): boolean;
    /** The name of what these events would change, of all that is beyond the limit; undefined where they change none. */
    touched(ctx: Ctx, events: readonly EmittedEvent[], beyond: readonly Counted[]): Promise<string | undefined>;
  };
}

const registeredLimits = processWide<readonly CountedLimit[]>("limits of plans");

/** Called by the registry when it is loaded. */
export function registerLimits(list: readonly CountedLimit[]): void {
  registeredLimits.set(list);
}

export const countedLimits = (): readonly CountedLimit[] => registeredLimits.get() ?? [];

/**
 * Rejects a transaction that creates more than the plan allows, or changes what is read-only because there is too much
 * of it. Called with the events before they are written, so that no write can bypass it.
 */
export async function holdLimits(ctx: Ctx): Promise<void> {
  for (const limit of countedLimits()) {
    const most = ctx.entitlements.limit(limit.key);
    if (most === null) continue;
    const adds = new Set(limit.adds.map(({ name }) => name));
    if (ctx.emitted.some(({ name }) => adds.has(name))) await requireWithin(ctx, limit, most);
    await requireUsable(ctx, limit, most);
  }
}

/**
 * Throws if there are more than the limit. Additions of a workspace are counted one after another, so none is missed.
 */
async function requireWithin(ctx: Ctx, limit: CountedLimit, most: number): Promise<void> {
  await lockAdditions(ctx);
  const now = (await limit.counted(ctx)).length;
  if (now > most) throw limitReached(ctx, limit.key, most);
  await noteUse(ctx, limit.key, { used: now, most });
}

/** Until the transaction ends, no other one of this workspace that asks for it counts what it adds. */
export async function lockAdditions(ctx: Ctx): Promise<void> {
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select 1 as locked from subscriptions where tenant_id = ${ctx.tenant.id}::uuid for no key update`,
  );
}

/** Tells owners and admins that a limit is near or reached: once for each threshold and month. A module has words of its own. */
export async function noteUse(
  ctx: Ctx,
  limit: string,
  use: { used: number; most: number },
  words: { many: string; per: string | null } = limits[limit as LimitKey],
): Promise<void> {
  const period = localDay(new Date(), ctx.tenant.timeZone).slice(0, 7);
  const threshold = limitNotices.findLast((share) => use.used * 100 >= use.most * share);
  if (threshold === undefined || use.most === 0) return;
  const made = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`insert into limit_notices (id, tenant_id, subject, threshold, period)
      values (${newId()}::uuid, ${ctx.tenant.id}::uuid, ${limit}, ${threshold}, ${period})
      on conflict do nothing returning id`,
  );
  if (made.length === 0) return;
  emit(ctx, planEvents.limitNear, {
    id: ctx.tenant.id,
    data: { text: limitText(words, use, ctx.tenant.locale), limit, threshold, ...use },
  });
}

async function requireUsable(ctx: Ctx, limit: CountedLimit, most: number): Promise<void> {
  const { guards } = limit;
  const isSystem = ctx.actor.type === "system" || ctx.actor.type === "webhook";
  if (!guards || isSystem) return;
  const events = ctx.emitted.filter((event) => guards.concerns(event));
  if (events.length === 0) return;
  const beyond = (ctx.counted.get(limit.key) ?? (await limit.counted(ctx))).slice(most);
  const name = beyond.length > 0 ? await guards.touched(ctx, events, beyond) : undefined;
  if (name !== undefined)
    throw new AppError(
      "LIMIT_REACHED",
      `${name} is read-only: the plan of this workspace has ${counted(most, limits[limit.key], ctx.tenant.locale)}. Choose a larger plan, or archive others.`,
      { limit: limit.key, most },
    );
}

/**
 * Throws early if the limit is reached, before an act that cannot be undone; the transaction checks the limit anyway.
 */
export async function requireRoom(ctx: Ctx, key: LimitKey): Promise<void> {
  const most = ctx.entitlements.limit(key);
  const limit = countedLimits().find((one) => one.key === key);
  if (most !== null && limit && (await limit.counted(ctx)).length >= most) throw limitReached(ctx, key, most);
}

/** The error for one more than the plan allows. */
function limitReached(ctx: Ctx, key: LimitKey, most: number): AppError {
  const { one, many } = limits[key];
  return new AppError(
    "LIMIT_REACHED",
    `The plan of this workspace has ${counted(most, { one, many }, ctx.tenant.locale)}, and ${most === 1 ? "it is" : "all are"} in use. Owners can change the plan in Settings, ${planPage()}.`,
    { limit: key, most },
  );
}
