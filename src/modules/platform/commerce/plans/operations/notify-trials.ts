import "server-only";
import { type LicenceKey, licenceKeys, licenceOf } from "@/lib/licences";
import { planEvents } from "@/lib/plan-events";
import { trialEndText, trialText } from "@/lib/plan-notices";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { dueTrialReminders } from "../rules";

const labelOf = (module: string | null) =>
  module !== null && licenceKeys.includes(module as LicenceKey) ? licenceOf(module as LicenceKey).label : null;

/** Notifies owners and admins of trials that end or have ended: once per reminder, even if this runs twice. */
export async function notifyOfTrials(ctx: Ctx, now: Date): Promise<number> {
  return await inTransaction(ctx, async (inner) => {
    let sent = 0;
    for (const { module, days, endsAt } of dueTrialReminders(ctx.tenant.subscription, now)) {
      const subject = module === null ? "trial" : `trial:${module}`;
      const period = endsAt.toISOString().slice(0, 10);
      const made = await inner.db.limitNotice.createMany({
        data: [{ subject, threshold: days, period }],
        skipDuplicates: true,
      });
      if (made.count === 0) continue;
      sent += 1;
      const label = labelOf(module);
      const id = ctx.tenant.id;
      if (days === 0) emit(inner, planEvents.trialEnded, { id, data: { text: trialEndText(label), module } });
      else emit(inner, planEvents.trialEnding, { id, data: { text: trialText(label, days), module, days } });
    }
    return sent;
  });
}
