import "server-only";
import { WrongMethod } from "./errors.ts";
import { failureResponse } from "./failure.ts";
import { newId } from "./new-id.ts";

const methods = ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"] as const;
type Method = (typeof methods)[number];
type Handler = (request: Request) => Response;

/** The response to OPTIONS: the methods that an address accepts. */
export const optionsOf = (taken: readonly string[]): Response =>
  new Response(null, { status: 204, headers: { allow: taken.join(", "), "cache-control": "no-store" } });

/**
 * Handlers for the methods that a route does not accept: 405 in the API's form. The framework's own 405 has no body.
 */
export function otherMethods(...taken: Method[]): Record<Method | "OPTIONS", Handler> {
  const refuse = ({ method }: Request) => failureResponse(new WrongMethod(method, taken), newId());
  const refusals = Object.fromEntries(methods.map((method) => [method, refuse])) as Record<Method, Handler>;
  const options = () => optionsOf(taken);
  return { ...refusals, OPTIONS: options };
}
