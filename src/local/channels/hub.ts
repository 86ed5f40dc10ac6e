import type { Connection } from "./connection";
import { eventFrame, protocolFrame } from "./frames";
import { type Kind, kindOf } from "./kinds";
import { LastEvents } from "./last-events";
import { type Member, Members } from "./presence";

/** A channel while it has subscribers. */
export type Channel = { name: string; kind: Kind; sockets: Set<Connection>; members: Members };

/** An event for the subscribers of one channel. */
export type Published = { channel: string; name: string; data: string; socketId?: string | undefined };

/** The webhook events of an app, in the words of the protocol. */
export type Happening = { name: string; channel: string } & Record<string, unknown>;

/** The subscriptions, in memory: none survives the server. */
export class Hub {
  readonly lastEvents: LastEvents;
  readonly #channels = new Map<string, Channel>();
  readonly #users = new Map<string, Set<Connection>>();
  readonly #tell: (happening: Happening) => void;

  constructor({ cacheMs, tell }: { cacheMs: number; tell: (happening: Happening) => void }) {
    this.lastEvents = new LastEvents(cacheMs);
    this.#tell = tell;
  }

  channel(name: string): Channel | undefined {
    return this.#channels.get(name);
  }

  occupied(): Iterable<Channel> {
    return this.#channels.values();
  }

  /**
   * Adds a socket once, however often it subscribes, and notifies it and the others in the order that clients expect.
   */
  subscribe(connection: Connection, name: string, kind: Kind, member?: Member): void {
    const channel = this.#channels.get(name) ?? this.#open(name, kind);
    const isNew = !channel.sockets.has(connection);
    channel.sockets.add(connection);
    connection.channels.add(name);
    connection.authorized ||= kind.signed;
    const arrived = isNew && member !== undefined && channel.members.join(connection, member);
    const success = kind.presence ? channel.members.snapshot() : {};
    connection.send(protocolFrame("pusher_internal:subscription_succeeded", success, name));
    if (arrived) {
      const joined = { user_id: member.id, user_info: member.info };
      this.#fanOut(channel, protocolFrame("pusher_internal:member_added", joined, name), connection);
      this.#tell({ name: "member_added", channel: name, user_id: member.id });
    }
    if (!kind.cache) return;
    const last = this.lastEvents.of(name);
    connection.send(
      last ? eventFrame(last.name, name, last.data) : JSON.stringify({ event: "pusher:cache_miss", channel: name }),
    );
    if (!last) this.#tell({ name: "cache_miss", channel: name });
  }

  unsubscribe(connection: Connection, name: string): void {
    const channel = this.#channels.get(name);
    if (!connection.channels.delete(name) || !channel) return;
    channel.sockets.delete(connection);
    const gone = channel.members.leave(connection);
    if (gone !== undefined) {
      this.#fanOut(channel, protocolFrame("pusher_internal:member_removed", { user_id: gone }, name));
      this.#tell({ name: "member_removed", channel: name, user_id: gone });
    }
    if (channel.sockets.size > 0) return;
    this.#channels.delete(name);
    if (channel.kind.userId === undefined) this.#tell({ name: "channel_vacated", channel: name });
  }

  signIn(connection: Connection, user: { id: string; info: unknown }): void {
    connection.user = user;
    connection.authorized = true;
    const sockets = this.#users.get(user.id) ?? new Set();
    this.#users.set(user.id, sockets.add(connection));
  }

  socketsOf(userId: string): Connection[] {
    return [...(this.#users.get(userId) ?? [])];
  }

  /** Removes a closed socket with all its subscriptions. */
  leave(connection: Connection): void {
    for (const name of connection.channels) this.unsubscribe(connection, name);
    const id = connection.user?.id;
    const sockets = id === undefined ? undefined : this.#users.get(id);
    sockets?.delete(connection);
    if (id !== undefined && sockets?.size === 0) this.#users.delete(id);
  }

  /** Sends an event of the app to all subscribers except the socket that it names. */
  publish({ channel: name, name: event, data, socketId }: Published): void {
    if (kindOf(name)?.cache) this.lastEvents.keep(name, { name: event, data });
    const channel = this.#channels.get(name);
    if (!channel) return;
    const frame = Buffer.from(eventFrame(event, name, data));
    for (const connection of channel.sockets) if (connection.id !== socketId) connection.send(frame);
  }

  /** Sends an event of a subscriber to all others, with the user that its subscription was signed for. */
  relay(connection: Connection, channel: Channel, event: string, data: unknown): void {
    const userId = channel.members.idOf(connection);
    this.#fanOut(channel, eventFrame(event, channel.name, data, userId), connection);
    const by = { socket_id: connection.id, ...(userId === undefined ? {} : { user_id: userId }) };
    this.#tell({ name: "client_event", channel: channel.name, event, data, ...by });
  }

  #open(name: string, kind: Kind): Channel {
    const channel = { name, kind, sockets: new Set<Connection>(), members: new Members() };
    this.#channels.set(name, channel);
    if (kind.userId === undefined) this.#tell({ name: "channel_occupied", channel: name });
    return channel;
  }

  #fanOut(channel: Channel, text: string, except?: Connection): void {
    const frame = Buffer.from(text);
    for (const connection of channel.sockets) if (connection !== except) connection.send(frame);
  }
}
