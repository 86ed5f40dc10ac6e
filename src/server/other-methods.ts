import "server-only";
import { WrongMethod } from "./errors.ts";
import { failureResponse } from "./failure.ts";
import { newId } from "./new-id.ts";

const methods = ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"] as const;
type Method = (typeof methods)[number];
type Handler = (request: Request) => Response;

/** What an address takes, as the answer to OPTIONS. */
export const optionsOf = (taken: readonly string[]): Response =>
  new Response(null, { status: 204, headers: { allow: taken.join(", "), "cache-control": "no-store" } });

/** Handlers of a route for the methods that it does not take: 405 as the API tells it. The framework's has no body. */
export function otherMethods(...taken: Method[]): Record<Method | "OPTIONS", Handler> {
  const refuse = ({ method }: Request) => failureResponse(new WrongMethod(method, taken), newId());
  const refusals = Object.fromEntries(methods.map((method) => [method, refuse])) as Record<Method, Handler>;
  const options = () => optionsOf(taken);
  return { ...refusals, OPTIONS: options };
}
