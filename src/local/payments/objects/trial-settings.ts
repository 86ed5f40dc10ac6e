import { z } from "zod";
import { one } from "../schema";

/** How a trial ends without a payment method. Pausing is none of this server's cases: it is refused. */
export const trialSettings = () =>
  z.strictObject({ end_behavior: z.strictObject({ missing_payment_method: one("cancel", "create_invoice") }) });

export function trialSettingsOf(given: z.output<ReturnType<typeof trialSettings>> | undefined) {
  if (!given) return null;
  const { missing_payment_method: missing } = given.end_behavior;
  return { end_behavior: { billing_cycle_anchor: null, missing_payment_method: missing } };
}
