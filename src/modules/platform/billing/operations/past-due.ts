import "server-only";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { log } from "@/server/log";
import { deliverMail, MailRefused } from "@/server/mailer";
import { memberCtxs } from "@/server/member-ctx";
import { duePastDue, type PastDueMoment } from "../rules";
import { pageOf } from "./checkout";

/** Mails of one moment that are told once: under this name, with the days and the day of the failure. */
const subject = "pastDue";

/** Tells those who may pay of an open invoice: once for each moment and person, whatever runs twice. */
export async function tellPastDue(ctx: Ctx, now: Date): Promise<number> {
  const row = await ctx.db.subscription.findFirst({ select: { pastDueSince: true } });
  const moment = duePastDue(row?.pastDueSince ?? null, now);
  if (!moment) return 0;
  const isFirst = await inTransaction(ctx, async (inner) => {
    const period = moment.since.toISOString().slice(0, 10);
    const made = await inner.db.limitNotice.createMany({
      data: [{ subject, threshold: moment.days, period }],
      skipDuplicates: true,
    });
    return made.count > 0;
  });
  if (!isFirst) return 0;
  const people = await payers(ctx);
  for (const email of people) await tell(ctx, email, moment);
  return people.length;
}

/** Owners, and others with the right to pay. */
async function payers(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db.member.findMany({
    where: { status: "active", userId: { not: null } },
    select: { id: true, email: true },
  });
  const rights = await memberCtxs(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ id, email }) => (email && rights.get(id)?.can("billing:manage") ? [email] : []));
}

async function tell(ctx: Ctx, to: string, moment: PastDueMoment): Promise<void> {
  // Templates are loaded where mail is written: the background thread, which names the jobs too, cannot.
  const { PastDueMail, pastDueSubject } = await import("../emails/past-due-mail");
  const { timeZone, locale, name } = ctx.tenant;
  const body = PastDueMail({ moment, workspace: name, timeZone, locale, href: pageOf(ctx, "billing") });
  try {
    await deliverMail({ to, subject: pastDueSubject(moment, name), body });
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    log.error({ tenantId: ctx.tenant.id, err: error }, "a mail about an unpaid invoice was not sent");
  }
}
