import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/**
 * For a server without a trusted proxy: X-Forwarded-For then comes from the client, and the framework keeps it. From
 * now on each request of this process carries its socket's address there, set before anyone reads it.
 */
export function nameSocketAddresses(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers["x-forwarded-for"] = request.socket.remoteAddress ?? "";
  });
}
