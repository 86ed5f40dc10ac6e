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
  /** @type {Map<import("node:net").Socket, import("node:http").ServerResponse | null>} */
  const answers = new Map();
  let ending = false;
  // Nothing is added to each response: the framework adds nearly as many listeners as Node takes without a warning.
  const open = () => [...answers.values()].filter((response) => response !== null && isOpen(response));
  server.on("connection", (socket) => {
    answers.set(socket, null);
    socket.once("close", () => answers.delete(socket));
  });
  server.on("request", (request, response) => {
    answers.set(request.socket, response);
    if (ending) sayClose(response);
  });
  return async ({ quiet = quietMs, atMost = atMostMs } = {}) => {
    ending = true;
    for (const response of open()) sayClose(response);
    // The close of an HTTP server also closes idle connections at once, on which a client may just be sending.
    const closed = new Promise((done) => Server.prototype.close.call(server, done));
    const looking = setInterval(() => setImmediate(closeQuiet), quiet);
    const late = new Promise((done) => setTimeout(done, atMost).unref());
    const heard = new Map();
    closeQuiet();
    await Promise.race([closed, late]);
    clearInterval(looking);
    const cut = open().length;
    server.closeAllConnections();
    return cut;

    /** Closes connections without an open answer on which nothing came since the last look. */
    function closeQuiet() {
      for (const [socket, response] of answers) {
        const busy = response !== null && isOpen(response);
        if (!busy && heard.get(socket) === socket.bytesRead) socket.destroy();
        heard.set(socket, socket.bytesRead);
      }
    }
  };
}

/** @param {import("node:http").ServerResponse} response */
function isOpen(response) {
  return !response.writableFinished && !response.destroyed;
}

/** @param {import("node:http").ServerResponse} response */
function sayClose(response) {
  if (!response.headersSent) response.setHeader("connection", "close");
}
