import "server-only";
import type Stripe from "stripe";
import { platform } from "@/modules/platform/module";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { asked, requireStripe } from "@/server/stripe";
import { portalConfiguration } from "@/server/stripe-prices";
import { billingEvents } from "../events";
import { portalInput, redirect } from "../schema";
import { pageOf } from "./checkout";
import { billingAct, customerOf, requireSelling } from "./sync";

const flows = {
  overview: null,
  paymentMethod: "payment_method_update",
  details: "customer_update",
} as const satisfies Record<string, Stripe.BillingPortal.SessionCreateParams.FlowData.Type | null>;

export const openPortal = platform.operation({
  ...billingAct,
  input: portalInput,
  output: redirect,
  describe:
    "Opens a page of the payments service where the card or the invoice details can be changed; it leads back here.",
  async run(ctx, { flow }) {
    requireStripe();
    // A new card is for renewals: an open invoice is paid on its own page.
    await requireSelling(ctx);
    const customer = await customerOf(ctx);
    if (customer === null)
      throw new AppError("CONFLICT", "This workspace has not bought anything yet. Choose a plan first.");
    const back = `${pageOf(ctx, "billing")}?portal=done`;
    const type = flows[flow];
    const configuration = await asked(portalConfiguration);
    const session = await asked((stripe) =>
      stripe.billingPortal.sessions.create({
        customer,
        return_url: back,
        ...(configuration ? { configuration: configuration.id } : {}),
        ...(type
          ? { flow_data: { type, after_completion: { type: "redirect", redirect: { return_url: back } } } }
          : {}),
      }),
    );
    await inTransaction(ctx, async (inner) => emit(inner, billingEvents.portalOpened, { id: ctx.tenant.id, data: {} }));
    return { url: session.url };
  },
});
