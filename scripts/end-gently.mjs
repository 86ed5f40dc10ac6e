import { Server } from "node:net";

const quietMs = 1_000;
const atMostMs = 30_000;

/**
 * Watches the connections and open answers of an HTTP server; call it before the server gets its own listeners. The
 * returned function ends the server: it takes no new connection, finishes each request that it has accepted, says
 * `Connection: close` in every answer, and closes connections that stay quiet. It resolves with the number of requests
 * that were cut off because they were not answered in time.
 * @param {import("node:http").Server} server
 */
export function endsGently(server) {
  /** @type {Set<import("node:net").Socket>} */
  const sockets = new Set();
  /** @type {Set<import("node:http").ServerResponse>} */
  const open = new Set();
  let ending = false;
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("request", (_request, response) => {
    open.add(response);
    response.once("close", () => open.delete(response));
    if (ending) sayClose(response);
  });
  return async ({ quiet = quietMs, atMost = atMostMs } = {}) => {
    ending = true;
    open.forEach(sayClose);
    // The close of an HTTP server also closes idle connections at once, on which a client may just be sending.
    const closed = new Promise((done) => Server.prototype.close.call(server, done));
    const looking = setInterval(() => setImmediate(closeQuiet), quiet);
    const late = new Promise((done) => setTimeout(done, atMost).unref());
    const heard = new Map();
    closeQuiet();
    await Promise.race([closed, late]);
    clearInterval(looking);
    const cut = open.size;
    server.closeAllConnections();
    return cut;

    /** Closes connections without an open answer on which nothing came since the last look. */
    function closeQuiet() {
      const busy = new Set([...open].map((response) => response.req.socket));
      for (const socket of sockets) {
        if (!busy.has(socket) && heard.get(socket) === socket.bytesRead) socket.destroy();
        heard.set(socket, socket.bytesRead);
      }
    }
  };
}

/** @param {import("node:http").ServerResponse} response */
function sayClose(response) {
  if (!response.headersSent) response.setHeader("connection", "close");
}
