import { addDays } from "date-fns";
import type { Subscription } from "@/lib/entitlements";
import { isTrial, trialReminders } from "@/lib/plans";

/** A trial of the workspace (module null) or of a module, at one of its moments. */
export interface TrialMoment {
  module: string | null;
  /** Days before its end; 0 is the end. */
  days: number;
  endsAt: Date;
}

/** Ends are told for this many days: a workspace that was away for longer knows. */
const toldForDays = 7;

/** The moments of trials that people should have been told of by now: the last one of each. */
export function trialMoments(subscription: Subscription, now: Date): TrialMoment[] {
  const own = isTrial(subscription.plan) ? [{ module: null, endsAt: subscription.trialEndsAt }] : [];
  const modules = subscription.modules
    .filter(({ module }) => !subscription.addOns.includes(module))
    .map(({ module, trialEndsAt }) => ({ module, endsAt: trialEndsAt }));
  return [...own, ...modules].flatMap(({ module, endsAt }) => {
    if (endsAt === null || addDays(endsAt, toldForDays) <= now) return [];
    const days = endsAt <= now ? 0 : trialReminders.findLast((before) => addDays(endsAt, -before) <= now);
    return days === undefined ? [] : [{ module, days, endsAt }];
  });
}

export const momentName = ({ module, days, endsAt }: TrialMoment): string =>
  `${module ?? "workspace"} ${days} ${endsAt.toISOString().slice(0, 10)}`;
