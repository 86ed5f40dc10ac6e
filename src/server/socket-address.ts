import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/**
 * For a server without a proxy to trust: X-Forwarded-For is then the client's own word, and the framework keeps it.
 * From now on each request of this process carries the address of its socket there, set before anyone reads it.
 */
export function nameSocketAddresses(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers["x-forwarded-for"] = request.socket.remoteAddress ?? "";
  });
}
