import "server-only";
import Stripe from "stripe";
import { env } from "@/env";
import { AppError } from "./errors.ts";
import { log } from "./log.ts";

/** People wait for these calls, and some of them hold a lock: two tries of five seconds. */
const limits = { timeout: 5_000, maxNetworkRetries: 1 };

/** A client for Stripe, or for the server at `url` that speaks its protocol. */
export function stripeAt(key: string, url: string | undefined): Stripe {
  if (url === undefined) return new Stripe(key, { ...limits, telemetry: false });
  const { hostname, port, protocol } = new URL(url);
  const scheme = protocol === "http:" ? "http" : "https";
  return new Stripe(key, {
    ...limits,
    telemetry: false,
    host: hostname,
    port: port === "" ? (scheme === "http" ? 80 : 443) : Number(port),
    protocol: scheme,
  });
}

let client: Stripe | undefined;

/** Stripe as the environment names it; null where payments are not set up. */
export function stripeClient(): Stripe | null {
  const { STRIPE_SECRET_KEY: key, STRIPE_API_URL: url } = env;
  if (key === undefined) return null;
  client ??= stripeAt(key, url);
  return client;
}

/** The same, for work that is impossible without it. */
export function requireStripe(): Stripe {
  const stripe = stripeClient();
  if (!stripe) throw new AppError("UNAVAILABLE", "Payments are not set up.");
  return stripe;
}

/** The secrets that sign webhooks: the current one, and the one before it while they are changed. */
export const webhookSecrets = (): string[] =>
  [env.STRIPE_WEBHOOK_SECRET, env.STRIPE_WEBHOOK_SECRET_OLD].flatMap((secret) => secret ?? []);

/** Whether the id of a call names nothing that Stripe has. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing";

/** Whether Stripe refuses a call because of its parameters or the state that it meets. */
export const isRefusal = (error: unknown): boolean => error instanceof Stripe.errors.StripeInvalidRequestError;

/** Whether the bank refused the card or wants a confirmation. */
export const isDecline = (error: unknown): error is InstanceType<typeof Stripe.errors.StripeCardError> =>
  error instanceof Stripe.errors.StripeCardError;

/**
 * Calls Stripe: a server that is away or slow is UNAVAILABLE, and so is one that refuses our key; any other refusal is
 * ours to repair.
 */
export async function asked<T>(call: (stripe: Stripe) => Promise<T>): Promise<T> {
  const stripe = requireStripe();
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
    return new AppError("UNAVAILABLE", "The payments service refuses this app. Tell its operator.", {}, error);
  }
  const isAway = [StripeConnectionError, StripeAPIError, StripeRateLimitError].some((kind) => error instanceof kind);
  if (!isAway) return error;
  const message = "The payments service does not answer. Try again in a moment; nothing is bought twice.";
  return new AppError("UNAVAILABLE", message, { retryAfter: 10 }, error);
}
