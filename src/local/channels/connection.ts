import { randomInt } from "node:crypto";
import type { WebSocket } from "ws";
import { errorFrame } from "./frames";
import { BOUNDS, LIMITS } from "./limits";

const ONE_SECOND_MS = 1_000;

/** The user that a socket has signed in as. */
export type SignedIn = { id: string; info: unknown };

let opened = 0;

/** One socket of a client. It has no timer of its own: a sweep checks all sockets. */
export class Connection {
  /** Never used twice, not even by a later server, so an auth for it is worthless elsewhere. */
  readonly id = `${randomInt(1, 2 ** 47)}.${++opened}`;
  readonly channels = new Set<string>();
  user: SignedIn | undefined;
  readonly openedAt = performance.now();
  /** The client is known to the app: it signed in, or joined a private or presence channel. */
  authorized = false;
  /** When the client was last heard, and when an unanswered ping was sent. */
  heardAt = performance.now();
  pingedAt: number | undefined;
  readonly #socket: WebSocket;
  #clientEvents: number[] | undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Sends a text frame; many sockets may share one Buffer. */
  send(frame: string | Buffer): void {
    if (!this.isOpen) return;
    this.#socket.send(frame, { binary: false });
    if (this.#socket.bufferedAmount > BOUNDS.unreadBytes) this.close(4200, "The client does not read its messages.");
  }

  /** Sends the reason and closes; the next sweep cuts off a client that does not answer. */
  close(code: number, message: string): void {
    if (!this.isOpen) return;
    this.#socket.send(errorFrame(code, message));
    this.#socket.close(code, message);
  }

  cut(): void {
    this.#socket.terminate();
  }

  /** Counts a client event, unless the limit of the last second is reached. */
  mayTrigger(now = performance.now()): boolean {
    this.#clientEvents ??= [];
    const recent = this.#clientEvents;
    if (recent.length >= LIMITS.clientEventsPerSecond) {
      const [oldest = 0] = recent;
      if (now - oldest < ONE_SECOND_MS) return false;
      recent.shift();
    }
    recent.push(now);
    return true;
  }
}
