import { createServer, type Socket } from "node:net";
import { Client } from "pg";
import { freePort, listenOn } from "@/local/ports";

/** A minimal pooler in transaction mode: a beginning transaction gets any free connection. */
export type TransactionPooler = Disposable & {
  /** The address of a login through the pooler. */
  over(url: string): string;
};

const SSL_REQUEST = 80_877_103;
const READY = "Z".charCodeAt(0);
const TERMINATE = "X".charCodeAt(0);

/** `AuthenticationOk` and `ReadyForQuery`: all that a client needs to begin. */
const WELCOME = Buffer.from([...Buffer.from("R"), 0, 0, 0, 8, 0, 0, 0, 0, ...Buffer.from("Z"), 0, 0, 0, 5, 0x49]);

/** Starts one for the logins of these addresses; client messages are passed on unchanged. */
export async function transactionPooler(urls: readonly string[]): Promise<TransactionPooler> {
  const backends = new Map(urls.map((url) => [new URL(url).username, new Backends(url)]));
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    serve(socket, (user) => backends.get(user));
  });
  const port = await freePort();
  await listenOn(server, { port, host: "127.0.0.1", name: "pooler" });
  return {
    over: (url) => Object.assign(new URL(url), { host: `127.0.0.1:${port}` }).href,
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      for (const pool of backends.values()) pool.end();
    },
  };
}

/** One client: its messages go to one connection until its transaction is over. */
function serve(client: Socket, poolOf: (user: string) => Backends | undefined): void {
  let pool: Backends | undefined;
  let held: Promise<Backend> | undefined;
  const first = (packet: Buffer): void => {
    if (packet.readInt32BE(4) === SSL_REQUEST) {
      client.write("N");
      return;
    }
    const user = /\0user\0([^\0]+)\0/.exec(`\0${packet.subarray(8).toString()}`)?.[1] ?? "";
    pool = poolOf(user);
    if (pool) client.write(WELCOME);
    else client.destroy();
  };
  const next = (message: Buffer): void => {
    if (message[0] === TERMINATE) {
      client.end();
      return;
    }
    held ??= pool?.take((answer) => {
      client.write(answer);
      if (isOver(answer)) held = undefined;
    });
    // One after the other, also while the connection is being opened.
    held = held?.then((backend) => {
      backend.socket.write(message);
      return backend;
    });
  };
  const packets = framed(0, first);
  const messages = framed(1, next);
  client.on("data", (chunk) => (pool ? messages : packets)(chunk));
}

/** I: the connection is in no transaction. */
const isOver = (message: Buffer) => message[0] === READY && message[5] === 0x49;

/** Calls `take` with each complete message of the input; `head` is the number of bytes before its length. */
function framed(head: number, take: (message: Buffer) => void): (chunk: Buffer | string) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, Buffer.from(chunk)]);
    while (rest.length >= head + 4 && rest.length >= head + rest.readInt32BE(head)) {
      const length = head + rest.readInt32BE(head);
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      take(message);
    }
  };
}

/** A connection to the server, and the client that gets its answers now. */
type Backend = { socket: Socket; answer: (message: Buffer) => void };

/** Connections of one login; the last returned one is used first. */
class Backends {
  readonly #all: Backend[] = [];
  readonly #idle: Backend[] = [];

  constructor(private readonly url: string) {}

  async take(answer: Backend["answer"]): Promise<Backend> {
    const backend = this.#idle.pop() ?? (await this.#open());
    backend.answer = answer;
    return backend;
  }

  async #open(): Promise<Backend> {
    const client = new Client({ connectionString: this.url });
    client.on("error", () => undefined);
    await client.connect();
    const { stream: socket } = (client as unknown as { connection: { stream: Socket } }).connection;
    const backend: Backend = { socket, answer: () => undefined };
    this.#all.push(backend);
    // From here on its bytes belong to the pooler, not to the library that signed in.
    socket.removeAllListeners("data");
    const receive = framed(1, (message) => {
      if (isOver(message)) this.#idle.push(backend);
      backend.answer(message);
    });
    socket.on("data", receive);
    return backend;
  }

  end(): void {
    for (const { socket } of this.#all) socket.destroy();
  }
}
