import Publisher from "pusher";
import Client, { type Channel, type Options } from "pusher-js";
import { socketOptions } from "@/lib/channels-address";
import { freePort } from "../ports";
import { type ChannelsServer, newApp, startChannels } from "./start";

export type Person = { user_id: string; user_info?: Record<string, unknown> };

const MASTER_KEY = Buffer.alloc(32, 7).toString("base64");

/** A separate server, with the official SDKs pointed at it. */
export class Rig {
  readonly server: ChannelsServer;
  readonly publisher: Publisher;
  readonly #clients: Client[] = [];

  static async open(options: Partial<Parameters<typeof startChannels>[0]> = {}): Promise<Rig> {
    const port = await freePort();
    const timing = { stopMs: 200, ...options.timing };
    return new Rig(await startChannels({ port, app: newApp(), ...options, timing }));
  }

  private constructor(server: ChannelsServer) {
    this.server = server;
    this.publisher = this.publisherWith({});
  }

  get wsUrl(): string {
    return `ws://127.0.0.1:${this.server.port}/app/${this.server.app.key}?protocol=7&client=js&version=8.6.0`;
  }

  /** The server SDK; given options replace the correct ones. */
  publisherWith(wrong: { appId?: string; key?: string; secret?: string }): Publisher {
    const { app, port } = this.server;
    const right = { appId: app.id, key: app.key, secret: app.secret };
    const place = { host: "127.0.0.1", port: String(port), useTLS: false };
    return new Publisher({ ...right, ...place, encryptionMasterKeyBase64: MASTER_KEY, ...wrong });
  }

  /** A client that has not connected yet; its requests are signed as the app would sign them. */
  client({ person, key, ...options }: { person?: Person; key?: string } & Partial<Options> = {}): Client {
    const { port, app } = this.server;
    const client = new Client(key ?? app.key, {
      ...socketOptions({ host: "127.0.0.1", port: port, tls: false, path: "" }),
      channelAuthorization: {
        endpoint: "",
        transport: "ajax",
        customHandler: ({ socketId, channelName }, done) => done(null, this.authFor(socketId, channelName, person)),
      },
      userAuthentication: {
        endpoint: "",
        transport: "ajax",
        customHandler: ({ socketId }, done) =>
          done(null, this.publisher.authenticateUser(socketId, { id: person?.user_id ?? "" })),
      },
      ...options,
    });
    this.#clients.push(client);
    return client;
  }

  /** The signature of the app; on a presence channel with the user's data. */
  authFor(socketId: string, channel: string, person?: Person): Publisher.ChannelAuthResponse {
    return this.publisher.authorizeChannel(socketId, channel, channel.startsWith("presence-") ? person : undefined);
  }

  /** A client that is connected. */
  async connected(options: Parameters<Rig["client"]>[0] = {}): Promise<Client> {
    const client = this.client(options);
    await state(client, "connected");
    return client;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.disconnect();
    await this.server.stop();
  }
}

/** Resolves when the connection of a client is in this state. */
export function state(client: Client, wanted: string): Promise<void> {
  if (client.connection.state === wanted) return Promise.resolve();
  return new Promise((done) => client.connection.bind(wanted, () => done()));
}

type Emitter = {
  bind(event: string, heard: (data: never) => void): unknown;
  unbind(event: string, heard: (data: never) => void): unknown;
};

/** Resolves with the data of the next event of that name. */
export function next<Data>(of: Emitter, event: string): Promise<Data> {
  return new Promise((done) => {
    const heard = (data: Data) => {
      of.unbind(event, heard);
      done(data);
    };
    of.bind(event, heard);
  });
}

/** Subscribes and waits until the subscription succeeded. */
export async function subscribed(client: Client, name: string): Promise<Channel> {
  const channel = client.subscribe(name);
  await next(channel, "pusher:subscription_succeeded");
  return channel;
}

/** All events of a channel from now on except the protocol's own, in order. */
export function record(channel: Channel): { event: string; data: unknown }[] {
  const heard: { event: string; data: unknown }[] = [];
  channel.bind_global((event: string, data: unknown) => {
    if (!event.startsWith("pusher:")) heard.push({ event, data });
  });
  return heard;
}
