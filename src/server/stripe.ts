import "server-only";
import Stripe from "stripe";
import { env } from "@/env";
import { AppError } from "./errors.ts";
import { log } from "./log.ts";
import { requireNoTransaction } from "./outbound.ts";
import { isMissing, stripeAt } from "./stripe-at.ts";

let client: { key: string; url: string | undefined; stripe: Stripe } | undefined;

/** The Stripe client from the environment's settings; null if payments are not set up. */
export function stripeClient(): Stripe | null {
  const { STRIPE_SECRET_KEY: key, STRIPE_API_URL: url } = env;
  if (key === undefined) return null;
  if (client?.key !== key || client.url !== url) client = { key, url, stripe: stripeAt(key, url) };
  return client.stripe;
}

/** The Stripe client, for work that is impossible without it; throws if payments are not set up. */
export function requireStripe(): Stripe {
  const stripe = stripeClient();
  if (!stripe) throw new AppError("UNAVAILABLE", "Payments are not set up.");
  return stripe;
}

/** The secrets that sign webhooks: the current one, and the one before it while they are changed. */
export const webhookSecrets = (): string[] =>
  [env.STRIPE_WEBHOOK_SECRET, env.STRIPE_WEBHOOK_SECRET_OLD].flatMap((secret) => secret ?? []);

/** Calls Stripe. UNAVAILABLE if it is away or slow or rejects our key; other errors pass unchanged. */
export async function asked<T>(call: (stripe: Stripe) => Promise<T>): Promise<T> {
  const stripe = requireStripe();
  requireNoTransaction("Stripe");
  try {
    return await call(stripe);
  } catch (error) {
    throw translated(error);
  }
}

const { StripeConnectionError, StripeAPIError, StripeRateLimitError } = Stripe.errors;
const { StripeAuthenticationError, StripePermissionError } = Stripe.errors;

function translated(error: unknown): unknown {
  if (error instanceof StripeAuthenticationError || error instanceof StripePermissionError) {
    log.error({ err: error }, "the payments service refuses our key");
    return new AppError(
      "UNAVAILABLE",
      "The payments service refuses this app. Tell the operator of this server.",
      {},
      error,
    );
  }
  if (isMissing(error)) {
    log.error({ err: error }, "the payments service lacks something that is stored here");
    return new AppError(
      "CONFLICT",
      "The payments service no longer has this. Tell the operator of this server.",
      {},
      error,
    );
  }
  const isAway = [StripeConnectionError, StripeAPIError, StripeRateLimitError].some((kind) => error instanceof kind);
  if (!isAway) return error;
  const message = "The payments service does not answer. Try again in a moment; nothing is bought twice.";
  return new AppError("UNAVAILABLE", message, { retryAfter: 10 }, error);
}
