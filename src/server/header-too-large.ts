import "server-only";
import { subscribe } from "node:diagnostics_channel";
import { type IncomingMessage, maxHeaderSize, type Server, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";

const message = `The address and headers of this request are larger than ${Math.floor(maxHeaderSize / 1000)} kB. Send a long filter in the body of POST …/query.`;

/**
 * Node answers unreadable requests with a bare status; for an address that is too long this response says what to do
 * instead.
 */
export function explainHeaderTooLarge(): void {
  const explained = new WeakSet<Server>();
  subscribe("http.server.request.start", (request) => {
    const { server } = request as { request: IncomingMessage; server: Server };
    if (explained.has(server)) return;
    explained.add(server);
    server.on("clientError", answer);
  });
}

/** Node's own statuses by error. */
const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** The response that Node is about to send on a connection; undocumented, and the check that Node itself uses. */
type Busy = Socket & { _httpMessage?: { headersSent: boolean } | null };

function answer({ code = "" }: Error & { code?: string }, socket: Busy): void {
  if (!socket.writable || socket._httpMessage?.headersSent) {
    socket.destroy();
    return;
  }
  const status = statuses[code] ?? 400;
  const body = status === 431 ? JSON.stringify({ error: { code: "VALIDATION", message, details: {} } }) : "";
  const type = body === "" ? [] : ["content-type: application/json"];
  const length = `content-length: ${Buffer.byteLength(body)}`;
  socket.write(
    [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, "connection: close", ...type, length, "", body].join("\r\n"),
  );
  socket.destroySoon();
}
