import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { listenOn } from "../ports";
import { newSecret } from "../state";
import { answerRequest } from "./http-api";
import { Hub } from "./hub";
import type { App } from "./signature";
import { Sockets } from "./sockets";
import { TIMING, type Timing } from "./timing";
import { Webhooks } from "./webhooks";

const CAPACITY = 20_000;

type Options = {
  port: number;
  app: App;
  /** The address to listen on; by default only this machine can connect. */
  host?: string;
  /** Maximum number of open sockets; further ones are told to try again later. */
  capacity?: number;
  /** Pusher's authorized connections: a client without a signature of the app is closed after a while. */
  authorizedOnly?: boolean;
  /** Subscribers of a private or presence channel may send events to each other. The app does not need this. */
  clientEvents?: boolean;
  /** The app's webhook for events on its channels. */
  webhook?: string;
  timing?: Partial<Timing>;
};

/** A running stand-in for Pusher Channels, for one app: the address to publish to, and the port for browsers. */
export type ChannelsServer = {
  url: string;
  port: number;
  app: App;
  /**
   * Closes every socket, as a server that is about to be replaced: with 4200 clients reconnect at once, with 4100
   * later.
   */
  disconnectAll(code: 4100 | 4200): void;
  stop(): Promise<void>;
};

/** Starts a server for protocol 7 of Pusher Channels and its HTTP API; it keeps everything in memory. */
export async function startChannels(options: Options): Promise<ChannelsServer> {
  const { port, app, host = "127.0.0.1", capacity = CAPACITY, webhook } = options;
  const { authorizedOnly = false, clientEvents = false } = options;
  const times = { ...TIMING, ...options.timing };
  const webhooks = webhook === undefined ? undefined : new Webhooks({ url: webhook, app, timing: times });
  const hub = new Hub({ cacheMs: times.cacheMs, tell: (happening) => webhooks?.tell(happening) });
  const server = createServer(
    {
      headersTimeout: times.headersMs,
      requestTimeout: times.requestMs,
      connectionsCheckingInterval: Math.min(times.headersMs, times.sweepMs),
    },
    (request, response) => {
      answerRequest(app, hub, request, response).catch((error: unknown) => {
        console.error("The channels stand-in could not answer a request.", error);
        response.destroy();
      });
    },
  );
  const sockets = new Sockets(server, { app, hub, timing: times, capacity, authorizedOnly, clientEvents });
  const stop = async () => {
    await sockets.stop();
    await webhooks?.stop();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  try {
    await listenOn(server, { port, host, name: "channels stand-in" });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, port, app, disconnectAll: (code) => sockets.disconnectAll(code), stop };
}

/** An app with its own key and secret. */
export function newApp(): App {
  return { id: "1", key: randomBytes(10).toString("hex"), secret: newSecret() };
}
