import "server-only";
import { counted, wordsFor } from "@/lib/counted";
import { type MeterKey, meterOf } from "@/lib/meters";
import { noteActivity } from "../activity.ts";
import type { Ctx, TenantData } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantDb, tenantSql } from "../db/tenant-db.ts";
import { AppError, invalid, notFound } from "../errors.ts";
import { inTransaction } from "../execute.ts";
import { newId } from "../new-id.ts";
import { assertWithinBudget, firstTeam } from "./enforce-budget.ts";
import { monthlyLimit, monthOf, monthSpan, nextMonth } from "./month.ts";
import { type Purpose, record, requireCountable } from "./record.ts";

interface Reserve extends Purpose {
  meter: MeterKey;
  quantity: number;
  /** The usage counts towards the month of this instant. */
  at?: Date;
  /** Given back after this time, if nobody commits. */
  heldMs?: number;
}

const heldFor = 15 * 60_000;

/** Joins the running transaction, or opens one. */
const together = <T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  ctx.inTransaction ? work(ctx) : inTransaction(ctx, work);

/**
 * Reserves usage that is about to happen, so that parallel work cannot use more than the plan and the budgets allow.
 * LIMIT_REACHED with what is left; then nothing is held. Returns the id to commit or release.
 */
export async function reserve(
  ctx: Ctx,
  { meter, quantity, at = new Date(), heldMs = heldFor, ...purpose }: Reserve,
): Promise<string> {
  requireCountable([{ ...purpose, meter, quantity, key: "reserve", at }], at);
  const month = monthOf(at, ctx.tenant.timeZone);
  return await together(ctx, async (inner) => {
    const period = await lockPeriod(inner, meter, month, at);
    requireRoom(inner, { meter, month, quantity }, period);
    const teamId = purpose.teamId ?? (await firstTeam(inner, purpose.memberId ?? null));
    await assertWithinBudget(inner, { ...purpose, teamId, meter, quantity, month, now: at });
    const id = newId();
    const { source, memberId = null, apiKeyId = null, entity = null, recordId = null } = purpose;
    await inner.db.usageReservation.create({
      data: {
        ...{ id, meter, month, quantity, at, source, memberId, apiKeyId, teamId, entity, recordId },
        cost: new Prisma.Decimal(meterOf(meter).cost).mul(quantity),
        expiresAt: new Date(at.getTime() + heldMs),
      },
    });
    await addReserved(inner, meter, month, quantity);
    inner.afterCommit.push(() => noteActivity("use", inner.tenant.id));
    return id;
  });
}

interface Period {
  used: number;
  reserved: number;
}

/** The row of a month, made where there is none, and locked until the transaction ends; what expired is given back. */
async function lockPeriod(ctx: Ctx, meter: MeterKey, month: string, now: Date): Promise<Period> {
  const tenantId = ctx.tenant.id;
  await tenantSql(
    tenantId,
    ctx.db,
    Prisma.sql`
      insert into usage_periods (tenant_id, meter, month) values (${tenantId}::uuid, ${meter}, ${month})
      on conflict (tenant_id, meter, month) do update set month = excluded.month returning 1 as locked`,
  );
  // A statement of its own: it sees what was committed while the first one waited.
  const [period] = await tenantSql<{ used: bigint; reserved: bigint }>(
    tenantId,
    ctx.db,
    Prisma.sql`
      with expired as (
        update usage_reservations set state = 'expired'
        where tenant_id = ${tenantId}::uuid and state = 'open' and meter = ${meter} and month = ${month}
          and expires_at <= ${now.toISOString()}::timestamptz
        returning quantity
      )
      update usage_periods p set reserved = p.reserved - coalesce((select sum(quantity) from expired), 0)
      where p.tenant_id = ${tenantId}::uuid and p.meter = ${meter} and p.month = ${month}
      returning p.used, p.reserved`,
  );
  return { used: Number(period?.used ?? 0), reserved: Number(period?.reserved ?? 0) };
}

interface RequestedUsage {
  meter: MeterKey;
  month: string;
  quantity: number;
}

function requireRoom(ctx: Ctx, { meter, month, quantity }: RequestedUsage, { used, reserved }: Period): void {
  const limit = monthlyLimit(ctx, meter);
  if (limit === null || used + reserved + quantity <= limit) return;
  const left = Math.max(0, limit - used - reserved);
  const words = meterOf(meter);
  const day = `${nextMonth(month)}-01`;
  throw new AppError(
    "LIMIT_REACHED",
    `The plan has ${counted(limit, words, ctx.tenant.locale)} a month: ${left === 0 ? "none is" : `${counted(left, words, ctx.tenant.locale)} ${wordsFor(left, isLeft)}`} left, and this needs ${counted(quantity, words, ctx.tenant.locale)}. Nothing was done. Move to a larger plan, or wait until ${day}.`,
    {
      ...{ meter, limit, used, reserved, left },
      resetsAt: monthSpan(month, ctx.tenant.timeZone).until.toISOString(),
    },
  );
}

const isLeft = { one: "is", many: "are" };

const addReserved = (ctx: Ctx, meter: string, month: string, quantity: number) =>
  ctx.db.usagePeriod.updateMany({ where: { meter, month }, data: { reserved: { increment: quantity } } });

const select = {
  ...{ meter: true, month: true, quantity: true, committed: true, state: true, at: true },
  ...{ source: true, memberId: true, teamId: true, apiKeyId: true, entity: true, recordId: true },
} as const;

/** The reservation, with its month locked first, as each change of it does. */
async function lockReservation(ctx: Ctx, id: string) {
  const found = await ctx.db.usageReservation.findFirst({ where: { id }, select });
  if (!found) throw notFound("reservation");
  const meter = found.meter as MeterKey;
  // Its own expiry does not count here: what is still held is still theirs.
  const period = await lockPeriod(ctx, meter, found.month, beforeAll);
  const row = await ctx.db.usageReservation.findFirstOrThrow({ where: { id }, select });
  return { row: { ...row, meter }, period };
}

const beforeAll = new Date(0);

/**
 * Counts what was used of a reservation, all of it by default; the rest is given back. A second commit changes
 * nothing. After it expired, it counts only if there is still room; LIMIT_REACHED otherwise.
 */
export async function commit(ctx: Ctx, id: string, quantity?: number): Promise<void> {
  await together(ctx, async (inner) => {
    const { row, period } = await lockReservation(inner, id);
    const used = quantity ?? row.quantity;
    if (!Number.isInteger(used) || used < 0 || used > row.quantity)
      throw invalid("quantity", `The quantity must be a whole number from 0 to ${row.quantity}, as reserved.`);
    if (row.state === "committed") {
      if (row.committed !== used)
        throw new AppError("CONFLICT", "This reservation was committed with another quantity.");
      return;
    }
    if (row.state === "released") throw new AppError("CONFLICT", "This reservation was released.");
    if (row.state === "expired") requireRoom(inner, { ...row, quantity: used }, period);
    else await addReserved(inner, row.meter, row.month, -row.quantity);
    await inner.db.usageReservation.updateMany({ where: { id }, data: { state: "committed", committed: used } });
    const { quantity: _held, committed: _none, state: _state, month: _month, ...use } = row;
    // At the time of the reservation: it belongs to the month that was asked.
    if (used > 0) await record(inner, [{ ...use, quantity: used, key: `reservation ${id}` }], row.at);
  });
}

/** Gives a reservation back unused. One that is committed, released or expired stays as it is. */
export async function release(ctx: Ctx, id: string): Promise<void> {
  await together(ctx, async (inner) => {
    const { row } = await lockReservation(inner, id);
    if (row.state !== "open") return;
    await addReserved(inner, row.meter, row.month, -row.quantity);
    await inner.db.usageReservation.updateMany({ where: { id }, data: { state: "released" } });
  });
}

/** When the first reservation that is still held expires; null without one. */
export async function expiresFrom({ db }: TenantData): Promise<Date | null> {
  const { _min } = await db.usageReservation.aggregate({ where: { state: "open" }, _min: { expiresAt: true } });
  return _min.expiresAt;
}

/** Gives back all reservations that have expired. */
export async function giveBackExpired(ctx: Ctx, now: Date): Promise<void> {
  const months = await tenantDb(ctx.tenant.id).db.usageReservation.groupBy({
    by: ["meter", "month"],
    where: { state: "open", expiresAt: { lte: now } },
    orderBy: [{ meter: "asc" }, { month: "asc" }],
  });
  for (const { meter, month } of months)
    await together(ctx, async (inner) => void (await lockPeriod(inner, meter as MeterKey, month, now)));
}

/** Days for which ended reservations are kept: usage of their time could still be queried. */
const retentionDays = 40;

/** Deletes reservations that ended long ago; their use stands in the ledger. */
export async function forgetReservations({ db }: TenantData, now: Date): Promise<void> {
  const before = new Date(now.getTime() - retentionDays * 86_400_000);
  await db.usageReservation.deleteMany({ where: { state: { not: "open" }, at: { lt: before } } });
}
