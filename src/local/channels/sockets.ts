import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { obey } from "./client-frames";
import { Connection } from "./connection";
import { errorFrame, protocolFrame, readFrame } from "./frames";
import type { Hub } from "./hub";
import { BOUNDS } from "./limits";
import type { App } from "./signature";
import type { Timing } from "./timing";

type Options = {
  app: App;
  hub: Hub;
  timing: Timing;
  capacity: number;
  authorizedOnly: boolean;
  clientEvents: boolean;
};

/** The sockets of all clients, and the one timer that checks them. */
export class Sockets {
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: BOUNDS.frameBytes });
  readonly #open = new Set<Connection>();
  readonly #options: Options;
  readonly #sweeper: NodeJS.Timeout;
  #stopping = false;
  #lastGone: (() => void) | undefined;

  constructor(http: Server, options: Options) {
    this.#options = options;
    http.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    this.#sweeper = setInterval(() => this.#sweep(), options.timing.sweepMs);
  }

  /** Closes all; pusher-js reconnects at once after 4200, and after a second after 4100. */
  disconnectAll(code: 4100 | 4200): void {
    for (const connection of this.#open) connection.close(code, "This server is closing its connections.");
  }

  /** Closes all connections; cuts off clients that do not answer the close in time, and tells new ones to wait. */
  async stop(): Promise<void> {
    clearInterval(this.#sweeper);
    this.disconnectAll(4200);
    this.#stopping = true;
    const patience = setTimeout(() => {
      for (const socket of this.#server.clients) socket.terminate();
    }, this.#options.timing.stopMs);
    await this.#empty();
    clearTimeout(patience);
  }

  #empty(): Promise<void> {
    return new Promise((done) => {
      this.#lastGone = done;
      if (this.#server.clients.size === 0) done();
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      // An error of a socket also closes it.
      webSocket.on("error", () => undefined);
      webSocket.on("close", () => this.#server.clients.size === 0 && this.#lastGone?.());
      const refusal = this.#refusal(request.url ?? "/");
      if (refusal) {
        webSocket.send(errorFrame(refusal.code, refusal.message));
        webSocket.close(refusal.code, refusal.message);
      } else {
        this.#accept(webSocket);
      }
    });
  }

  /** A client receives close codes only on an open socket: it could not interpret an HTTP status. */
  #refusal(url: string): { code: number; message: string } | undefined {
    const [pathname = "", query] = url.split("?");
    const [, key] = /^\/app\/([^/]+)$/.exec(pathname) ?? [];
    const protocol = new URLSearchParams(query).get("protocol");
    if (key === undefined) return { code: 4005, message: "There is nothing at this path." };
    if (key !== this.#options.app.key) return { code: 4001, message: "There is no app with this key." };
    if (protocol === null || protocol === "") return { code: 4008, message: "The protocol version is missing." };
    if (protocol !== "7") return { code: 4007, message: "Only protocol 7 is supported." };
    if (this.#stopping) return { code: 4100, message: "This server is stopping." };
    if (this.#open.size >= this.#options.capacity) return { code: 4100, message: "This server is full." };
    return undefined;
  }

  #accept(webSocket: WebSocket): void {
    const { hub, timing } = this.#options;
    const connection = new Connection(webSocket);
    this.#open.add(connection);
    webSocket.on("close", () => {
      this.#open.delete(connection);
      hub.leave(connection);
    });
    webSocket.on("message", (message, isBinary) => {
      connection.heardAt = performance.now();
      connection.pingedAt = undefined;
      const frame = isBinary ? undefined : readFrame(String(message));
      if (frame) obey(this.#options, connection, frame);
      else connection.send(errorFrame(null, "A frame is a JSON text with an event."));
    });
    const greeting = { socket_id: connection.id, activity_timeout: timing.activityTimeoutSeconds };
    connection.send(protocolFrame("pusher:connection_established", greeting));
  }

  /** Pings silent clients, and closes those that did not answer a ping or are not authorized by the app. */
  #sweep(): void {
    const { hub, timing, authorizedOnly } = this.#options;
    const now = performance.now();
    for (const connection of this.#open) {
      const { heardAt, pingedAt } = connection;
      const isNobodys = authorizedOnly && !connection.authorized;
      if (!connection.isOpen) connection.cut();
      else if (isNobodys && now - connection.openedAt > timing.authorizedWithinMs) {
        connection.close(4009, "Connection not authorized within timeout");
      } else if (pingedAt !== undefined && now - pingedAt > timing.pongWithinMs) {
        connection.close(4201, "There was no answer to a ping.");
      } else if (pingedAt === undefined && now - heardAt > timing.pingAfterMs) {
        connection.pingedAt = now;
        connection.send(protocolFrame("pusher:ping", {}));
      }
    }
    hub.lastEvents.forgetOld();
  }
}
