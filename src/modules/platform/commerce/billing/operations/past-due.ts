import "server-only";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { memberCtxs } from "@/server/member-ctx";
import { billingEvents } from "../events";
import { duePastDue, unpaidText } from "../rules";

/** The name under which a reminder is recorded, with its days and the day of the failure, so that it is sent once. */
const subject = "pastDue";

/**
 * Notifies those who may pay of an open invoice: once per reminder, even if this runs twice. They get it as a
 * notification and by e-mail, which the mail log shows.
 */
export async function notifyPastDue(ctx: Ctx, now: Date): Promise<number> {
  const row = await ctx.db.subscription.findFirst({ select: { pastDueSince: true } });
  const reminder = duePastDue(row?.pastDueSince ?? null, now);
  if (!reminder) return 0;
  const memberIds = await payers(ctx);
  const { name, timeZone, locale } = ctx.tenant;
  return await inTransaction(ctx, async (inner) => {
    const period = reminder.since.toISOString().slice(0, 10);
    const made = await inner.db.limitNotice.createMany({
      data: [{ subject, threshold: reminder.days, period }],
      skipDuplicates: true,
    });
    if (made.count === 0) return 0;
    const text = unpaidText(reminder, { workspace: name, timeZone, locale });
    emit(inner, billingEvents.unpaid, { id: ctx.tenant.id, data: { text, days: reminder.days, memberIds } });
    return memberIds.length;
  });
}

/** Owners, and others with the right to pay. */
async function payers(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db.member.findMany({
    where: { status: "active", userId: { not: null } },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  const ids = rows.map(({ id }) => id);
  const rights = await memberCtxs(ctx, ids);
  return ids.filter((id) => rights.get(id)?.can("billing:manage"));
}
