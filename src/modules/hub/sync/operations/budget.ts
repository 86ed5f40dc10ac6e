import "server-only";
import { setTimeout as rest } from "node:timers/promises";
import type { Ctx } from "@/server/context";
import { tenantRows } from "@/server/db/tenant-db";
import { type Provider, ProviderFailure } from "@/server/sync/provider";

/** A worker waits so long for its turn; for longer the run goes back to the queue. */
export const patienceMs = 2_000;
/** A first run leaves the rest of a day to the customer's other tools. */
const shareOfDay = 0.6;

interface Turn {
  tokens: number;
  waitUntil: Date | null;
  dayLimit: number | null;
  dayLeft: number | null;
  backfillCalls: number;
}

/**
 * Takes one call from what the service allows, which all processes share; waits a moment for it. Throws `ProviderFailure`
 * "limit" with the time to go on where that is later. `isBackfill`: a first run, which never takes the whole day.
 */
export async function takeCall(
  ctx: Ctx,
  { connectionId, provider, isBackfill }: { connectionId: string; provider: Provider; isBackfill: boolean },
): Promise<void> {
  const { requests, windowMs } = provider.pace;
  const perSecond = (requests * 1_000) / windowMs;
  const turn = await nextTurn(ctx, connectionId, { requests, perSecond, isBackfill });
  const limited = (retryAt: Date) =>
    new ProviderFailure("limit", `${provider.label} takes no more requests for now.`, { retryAt });
  const { dayLimit, dayLeft, backfillCalls } = turn;
  if (isBackfill && dayLimit !== null && backfillCalls > dayLimit * shareOfDay) throw limited(tomorrow());
  if (dayLeft === 0) throw limited(tomorrow());
  const untilTurn = turn.tokens < 0 ? (-turn.tokens / perSecond) * 1_000 : 0;
  const waitMs = Math.max(untilTurn, (turn.waitUntil?.getTime() ?? 0) - Date.now());
  if (waitMs > patienceMs) throw limited(new Date(Date.now() + waitMs));
  if (waitMs > 0) await rest(waitMs);
}

function tomorrow(): Date {
  const day = new Date();
  day.setUTCHours(24, 5, 0, 0);
  return day;
}

/** Tokens below zero are turns that others took before: each worker waits for its own. */
async function nextTurn(
  ctx: Ctx,
  connectionId: string,
  { requests, perSecond, isBackfill }: { requests: number; perSecond: number; isBackfill: boolean },
): Promise<Turn> {
  const backfill = isBackfill ? 1 : 0;
  const [turn] = await tenantRows<Turn>(ctx)`
    insert into connection_budgets as b (tenant_id, connection_id, counted_on, tokens, filled_at, calls, backfill_calls)
    values (${ctx.tenant.id}::uuid, ${connectionId}::uuid, current_date, ${requests - 1}, now(), 1, ${backfill})
    on conflict (tenant_id, connection_id) do update set
      tokens = least(${requests}, b.tokens + extract(epoch from now() - b.filled_at) * ${perSecond}::float8) - 1,
      filled_at = now(),
      calls = case when b.counted_on = current_date then b.calls + 1 else 1 end,
      backfill_calls = case when b.counted_on = current_date then b.backfill_calls else 0 end + ${backfill},
      day_left = case when b.counted_on = current_date then b.day_left end,
      counted_on = current_date
    returning tokens, wait_until as "waitUntil", day_limit as "dayLimit", day_left as "dayLeft", backfill_calls as "backfillCalls"`;
  if (!turn) throw new Error("A call was not counted.");
  return turn;
}

/** Notes what an answer says of the calls that are left. */
export async function noteAllowance(
  { db }: Ctx,
  connectionId: string,
  { dayLimit, dayLeft }: { dayLimit: number | null; dayLeft: number | null },
): Promise<void> {
  if (dayLimit === null && dayLeft === null) return;
  await db.connectionBudget.updateMany({ where: { connectionId }, data: { dayLimit, dayLeft } });
}

/** Nobody calls before this time. */
export async function noteWait({ db }: Ctx, connectionId: string, waitUntil: Date): Promise<void> {
  await db.connectionBudget.updateMany({ where: { connectionId }, data: { waitUntil } });
}
