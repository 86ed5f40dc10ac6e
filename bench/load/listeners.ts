import { once } from "node:events";
import { connect, type Socket } from "node:net";

type Options = { port: number; path: string; count: number; subscribe?: string };

/** Sockets with minimal code that count received bytes: a client library would take longer than the measured work. */
export class Listeners {
  readonly #listeners: { socket: Socket; bytes: number }[] = [];
  #wanted = Number.POSITIVE_INFINITY;
  #arrived: (() => void) | undefined;

  /** Connects, fifty at a time; with `subscribe` each is subscribed to that channel when this resolves. */
  static async open(options: Options): Promise<Listeners> {
    const listeners = new Listeners();
    for (let opened = 0; opened < options.count; opened += 50) {
      const some = Math.min(50, options.count - opened);
      await Promise.all(Array.from({ length: some }, () => listeners.#add(options)));
    }
    return listeners;
  }

  /** Milliseconds until each socket has received so many more bytes. */
  receive(bytes: number): Promise<number[]> {
    const started = performance.now();
    const times: number[] = [];
    this.#wanted = bytes;
    for (const listener of this.#listeners) listener.bytes = 0;
    return new Promise((done) => {
      this.#arrived = () => {
        times.push(performance.now() - started);
        if (times.length === this.#listeners.length) done(times);
      };
    });
  }

  close(): void {
    for (const { socket } of this.#listeners) socket.destroy();
  }

  async #add({ port, path, subscribe }: Options): Promise<void> {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    const headers = ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"];
    const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    socket.write([`GET ${path} HTTP/1.1`, "Host: bench", ...headers, key, "\r\n"].join("\r\n"));
    await seen(socket, subscribe === undefined ? "101 " : "connection_established");
    if (subscribe !== undefined) {
      socket.write(masked(JSON.stringify({ event: "pusher:subscribe", data: { channel: subscribe, auth: "" } })));
      await seen(socket, "subscription_succeeded");
    }
    const listener = { socket, bytes: 0 };
    socket.on("data", (data) => {
      const before = listener.bytes;
      listener.bytes += data.length;
      if (before < this.#wanted && listener.bytes >= this.#wanted) this.#arrived?.();
    });
    this.#listeners.push(listener);
  }
}

/** Resolves when these words have arrived. */
function seen(socket: Socket, words: string): Promise<void> {
  let text = "";
  return new Promise((done, fail) => {
    const read = (data: Buffer) => {
      text += data.toString("latin1");
      if (!text.includes(words)) return;
      socket.off("data", read);
      done();
    };
    socket.on("data", read);
    socket.once("close", () => fail(new Error(`A socket was closed before it had "${words}": ${text}`)));
  });
}

/** A text frame as a client sends it, with a mask of zeros. */
function masked(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > 125) throw new Error("This frame is too long for a short header.");
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}
