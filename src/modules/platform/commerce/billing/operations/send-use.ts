import "server-only";
import Stripe from "stripe";
import type { MeterKey } from "@/lib/meters";
import { meterOf } from "@/lib/meters";
import type { Ctx, TenantData } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError } from "@/server/errors";
import { log } from "@/server/log";
import { asked, stripeClient } from "@/server/stripe";
import { customerOf } from "./sync";

interface Part {
  meter: MeterKey;
  hour: Date;
  part: number;
  quantity: bigint;
  triedAt: Date | null;
}

/** Stripe knows an identifier for 24 hours; after that it is queried for its sum of the hour. */
const knownMs = 23 * 3_600_000;
const atOnce = 10;

/** The hour and part say what a meter event is: repeated it counts once. */
export const identifierOf = (tenantId: string, { meter, hour, part }: Pick<Part, "meter" | "hour" | "part">): string =>
  `${tenantId}:${meter}:${hour.toISOString().slice(0, 16)}:${part}`;

export const hasUnsent = async ({ db }: TenantData): Promise<boolean> =>
  (await db.usageSending.findFirst({ where: { state: "open" }, select: { part: true } })) !== null;

/**
 * Sends noted use, oldest hours first, and returns how many parts are done. It ends where Stripe does not answer, and
 * goes on there the next time; a meter that Stripe refuses waits alone.
 */
export async function sendUse(ctx: Ctx, now: Date, most = 200): Promise<number> {
  const customer = stripeClient() && (await customerOf(ctx));
  if (!customer) return 0;
  const refused = new Set<MeterKey>();
  let done = 0;
  while (done < most) {
    const parts = await nextParts(ctx, [...refused], now);
    if (parts.length === 0) break;
    const answers = await Promise.all(parts.map((part) => sent(ctx, part, customer, now)));
    for (const state of ["sent", "skipped"] as const)
      await mark(
        ctx,
        parts.filter((_, place) => answers[place] === state),
        state,
      );
    for (const [place, { meter }] of parts.entries()) if (answers[place] === "refused") refused.add(meter);
    done += answers.filter((answer) => answer === "sent" || answer === "skipped").length;
    if (answers.includes("away")) break;
  }
  return done;
}

/**
 * The next open parts, marked as tried before anything leaves. A later part of an hour waits for the earlier one, so
 * that Stripe's sum of the hour says which of them arrived. Two senders lock rows in the same order.
 */
async function nextParts({ tenant, db }: TenantData, without: readonly string[], now: Date): Promise<Part[]> {
  const rows = await tenantSql<Part>(
    tenant.id,
    db,
    Prisma.sql`
      with next as (
        select s.meter, s.hour, s.part, s.tried_at from usage_sendings s
        where s.tenant_id = ${tenant.id}::uuid and s.state = 'open' and s.meter <> all(${without}::text[])
          and not exists (select 1 from usage_sendings e where e.tenant_id = s.tenant_id and e.meter = s.meter
                          and e.hour = s.hour and e.part < s.part and e.state = 'open')
        order by s.hour, s.meter limit ${atOnce} for update of s
      )
      update usage_sendings s set tried_at = coalesce(s.tried_at, ${now.toISOString()}::timestamptz)
      from next n
      where s.tenant_id = ${tenant.id}::uuid and s.meter = n.meter and s.hour = n.hour and s.part = n.part
      returning s.meter, s.hour, s.part, s.quantity, n.tried_at as "triedAt"`,
  );
  return rows;
}

async function mark({ tenant, db }: TenantData, parts: readonly Part[], state: "sent" | "skipped"): Promise<void> {
  if (parts.length === 0) return;
  const keys = parts.map(
    ({ meter, hour, part }) => Prisma.sql`(${meter}, ${hour.toISOString()}::timestamptz, ${part}::int)`,
  );
  await tenantSql(
    tenant.id,
    db,
    Prisma.sql`
      with those as (
        select s.meter, s.hour, s.part from usage_sendings s
        where s.tenant_id = ${tenant.id}::uuid and (s.meter, s.hour, s.part) in (${Prisma.join(keys)})
        order by s.hour, s.meter, s.part for update
      )
      update usage_sendings s set state = ${state} from those t
      where s.tenant_id = ${tenant.id}::uuid and s.meter = t.meter and s.hour = t.hour and s.part = t.part`,
  );
}

type Answer = "sent" | "skipped" | "refused" | "away";

async function sent(ctx: Ctx, part: Part, customer: string, now: Date): Promise<Answer> {
  const { meter, hour, quantity } = part;
  try {
    if (await arrivedLongAgo(ctx, part, customer, now)) return "sent";
    await asked((stripe) =>
      stripe.billing.meterEvents.create({
        event_name: meter,
        identifier: identifierOf(ctx.tenant.id, part),
        // Later parts of an hour lie behind earlier ones: a meter that keeps the last value keeps the newest.
        timestamp: secondsOf(hour) + part.part - 1,
        payload: { stripe_customer_id: customer, value: String(quantity) },
      }),
    );
    return "sent";
  } catch (error) {
    const answer = answerOf(error);
    if (answer !== "sent") log.warn({ tenantId: ctx.tenant.id, meter, hour, err: error }, "use was not sent");
    return answer;
  }
}

function answerOf(error: unknown): Answer {
  if (error instanceof Stripe.errors.StripeInvalidRequestError) {
    // The code of a known identifier is in no list of Stripe's: its sentence is.
    if (error.code === "duplicate_meter_event" || /already exists with identifier/i.test(error.message)) return "sent";
    return error.code === "timestamp_too_far_in_past" ? "skipped" : "refused";
  }
  if (error instanceof AppError) return error.code === "UNAVAILABLE" ? "away" : "refused";
  throw error;
}

const secondsOf = (at: Date) => Math.floor(at.getTime() / 1_000);
const hourSeconds = 3_600;

/** Whether Stripe has a part whose answer was lost so long ago that its identifier may be forgotten. */
async function arrivedLongAgo(ctx: Ctx, part: Part, customer: string, now: Date): Promise<boolean> {
  const { meter, hour, quantity, triedAt } = part;
  // The same last value twice changes nothing.
  if (triedAt === null || now.getTime() - triedAt.getTime() < knownMs || meterOf(meter).aggregation === "max")
    return false;
  const counted = await asked(async (stripe) => {
    const known = await stripe.billing.meters
      .list({ status: "active", limit: 100 })
      .autoPagingToArray({ limit: 1_000 });
    const found = known.find(({ event_name }) => event_name === meter);
    if (!found) return 0;
    const from = secondsOf(hour);
    const span = { customer, start_time: from, end_time: from + hourSeconds };
    const { data } = await stripe.billing.meters.listEventSummaries(found.id, span);
    return data.reduce((sum, { aggregated_value: value }) => sum + value, 0);
  });
  const { _sum } = await ctx.db.usageSending.aggregate({
    where: { meter, hour, state: "sent" },
    _sum: { quantity: true },
  });
  return counted >= Number((_sum.quantity ?? 0n) + quantity);
}
