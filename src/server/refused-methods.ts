import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** All methods that at least one of our addresses accepts. */
export const knownMethods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"] as const;

/** The route for a request with another method, and the header that names this method. */
const nowhere = "/api/nowhere";
const header = "x-refused-method";

/** The method that was refused before the request was forwarded here; null for any other request. */
export function refusedMethod(headers: Headers): string | null {
  const method = headers.get(header);
  return method && /^[A-Z-]{1,20}$/.test(method) ? method : null;
}

/**
 * The framework answers 500 to methods that its own request cannot hold (TRACE): this forwards them to a route that
 * answers 405.
 */
export function refuseOtherMethods(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    if (knownMethods.some((method) => method === request.method)) return;
    request.headers[header] = request.method ?? "";
    request.url = nowhere;
    request.method = "GET";
  });
}
