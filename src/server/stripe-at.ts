import "server-only";
import Stripe from "stripe";

/** People wait for these calls, and some of them hold a lock: two tries of five seconds. */
const limits = { timeout: 5_000, maxNetworkRetries: 1, telemetry: false };

/** Options for a call that asks a bank, which may be slow: one attempt, because two exceed what a person waits for. */
export const paying = (idempotencyKey: string) => ({ timeout: 20_000, maxNetworkRetries: 0, idempotencyKey });

/** A client for Stripe, or for the server at `url` that speaks its protocol. */
export function stripeAt(key: string, url: string | undefined): Stripe {
  if (url === undefined) return new Stripe(key, limits);
  const { hostname, port, protocol } = new URL(url);
  const scheme = protocol === "http:" ? "http" : "https";
  const usual = scheme === "http" ? 80 : 443;
  return new Stripe(key, {
    ...limits,
    host: hostname,
    port: port === "" ? usual : Number(port),
    protocol: scheme,
  });
}

const { StripeInvalidRequestError, StripeCardError } = Stripe.errors;

/** Whether the id of a call names nothing that Stripe has. */
export const isMissing = (error: unknown): boolean =>
  error instanceof StripeInvalidRequestError && error.code === "resource_missing";

/** Whether Stripe refuses a call because of its parameters or the state that it meets. */
export const isRefusal = (error: unknown): boolean => error instanceof StripeInvalidRequestError;

/** Whether the bank refused the card or wants a confirmation. */
export const isDecline = (error: unknown): error is InstanceType<typeof StripeCardError> =>
  error instanceof StripeCardError;
