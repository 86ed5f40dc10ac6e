import type { Connection } from "./connection";
import { asRecord, parsed } from "./frames";
import { LIMITS } from "./limits";

/** A user's identity on a presence channel; it is signed. */
export type Member = { id: string; info: unknown };

/** The members of a presence channel: a user with several sockets counts once, with the data of the first. */
export class Members {
  readonly #members = new Map<string, { info: unknown; sockets: Set<Connection> }>();
  readonly #ids = new Map<Connection, string>();

  get size(): number {
    return this.#members.size;
  }

  /** No room is left for a new user. */
  isFullFor(id: string): boolean {
    return this.#members.size >= LIMITS.membersPerChannel && !this.#members.has(id);
  }

  idOf(connection: Connection): string | undefined {
    return this.#ids.get(connection);
  }

  ids(): string[] {
    return [...this.#members.keys()];
  }

  /** Returns whether it is the user's first socket. */
  join(connection: Connection, { id, info }: Member): boolean {
    this.#ids.set(connection, id);
    const known = this.#members.get(id);
    if (known) known.sockets.add(connection);
    else this.#members.set(id, { info, sockets: new Set([connection]) });
    return known === undefined;
  }

  /** The id of the user who has no socket left after this one. */
  leave(connection: Connection): string | undefined {
    const id = this.#ids.get(connection);
    this.#ids.delete(connection);
    const member = id === undefined ? undefined : this.#members.get(id);
    if (id === undefined || !member) return undefined;
    member.sockets.delete(connection);
    if (member.sockets.size > 0) return undefined;
    this.#members.delete(id);
    return id;
  }

  /** The data that a socket receives when it has joined. */
  snapshot(): { presence: { count: number; ids: string[]; hash: Record<string, unknown> } } {
    const hash = Object.fromEntries([...this.#members].map(([id, { info }]) => [id, info]));
    return { presence: { count: this.size, ids: this.ids(), hash } };
  }
}

/** The member that `channel_data` names, or the error in it. */
export function readMember(channelData: string): Member | { problem: string } {
  const data = asRecord(parsed(channelData));
  const id = typeof data?.user_id === "number" ? String(data.user_id) : data?.user_id;
  return memberOf(id, data?.user_info);
}

/** The same for the data of a sign-in. */
export function memberOf(id: unknown, info: unknown = {}): Member | { problem: string } {
  if (typeof id !== "string" || id === "") return { problem: "channel_data must name a user_id." };
  if (id.length > LIMITS.userIdLength) {
    return { problem: `A user_id has ${LIMITS.userIdLength} characters at most.` };
  }
  if (Buffer.byteLength(JSON.stringify(info)) > LIMITS.userInfoBytes) {
    return { problem: `user_info has ${LIMITS.userInfoBytes} bytes at most.` };
  }
  return { id, info };
}
