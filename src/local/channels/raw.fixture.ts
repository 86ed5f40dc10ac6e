import { once } from "node:events";
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";
import { WebSocket } from "ws";

/** A frame as a client sees it, with its data. */
export type Frame = { event: string; channel?: string; data?: unknown; user_id?: string };

/** A client without the SDK: sends frames that the SDK would not, and never answers on its own. */
export class RawClient {
  readonly socket: WebSocket;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  readonly #frames: Frame[] = [];
  readonly #waiting: ((frame: Frame) => void)[] = [];

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on("error", () => undefined);
    this.closed = new Promise((done) => this.socket.on("close", (code) => done(code)));
    this.socket.on("message", (message) => {
      const frame = JSON.parse(String(message));
      const read = { ...frame, ...(typeof frame.data === "string" ? { data: inside(frame.data) } : {}) };
      const waiting = this.#waiting.shift();
      if (waiting) waiting(read);
      else this.#frames.push(read);
    });
  }

  /** Connects, and returns the socket id. */
  static async greeted(url: string): Promise<RawClient & { id: string }> {
    const client = new RawClient(url);
    const { data } = await client.next();
    return Object.assign(client, { id: (data as { socket_id: string }).socket_id });
  }

  /** The next frame, in order. */
  next(): Promise<Frame> {
    const frame = this.#frames.shift();
    return frame ? Promise.resolve(frame) : new Promise((done) => this.#waiting.push(done));
  }

  /** All frames until the answer to a ping: no later frame can belong to an earlier message. */
  async settled(): Promise<Frame[]> {
    this.say("pusher:ping", {});
    const frames: Frame[] = [];
    for (;;) {
      const frame = await this.next();
      if (frame.event === "pusher:pong") return frames;
      frames.push(frame);
    }
  }

  say(event: string, data: unknown, channel?: string): void {
    this.socket.send(JSON.stringify({ event, data, channel }));
  }
}

function inside(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

/** A network between a client and a server; while frozen it silently drops everything. */
export class Line {
  readonly port: number;
  readonly #close: () => void;
  readonly #pairs: [Socket, Socket][] = [];

  static async to(port: number): Promise<Line> {
    const server = createServer();
    const sockets: Socket[] = [];
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const close = () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    };
    const line = new Line((server.address() as AddressInfo).port, close);
    server.on("connection", (near) => {
      const far = createConnection(port, "127.0.0.1");
      for (const socket of [near, far]) {
        sockets.push(socket);
        socket.on("error", () => undefined);
      }
      near.pipe(far).pipe(near);
      line.#pairs.push([near, far]);
    });
    return line;
  }

  private constructor(port: number, close: () => void) {
    this.port = port;
    this.#close = close;
  }

  /** Existing connections receive and send nothing any more; later connections work. */
  freeze(): void {
    for (const [near, far] of this.#pairs.splice(0)) {
      near.unpipe(far);
      far.unpipe(near);
      near.pause();
      far.pause();
    }
  }

  close(): void {
    this.#close();
  }
}
