import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { freePort } from "@/local/ports";

/**
 * The network between clients and a server, which can be cut: existing connections end, and new ones fail. It can
 * also drop the server's last message.
 */
export class Network {
  #server: Server | undefined;
  #lastWords: RegExp | undefined;
  readonly #sockets = new Set<Socket>();

  private constructor(
    readonly port: number,
    private readonly target: number,
  ) {}

  static async open(target: number): Promise<Network> {
    const network = new Network(await freePort(), target);
    await network.mend();
    return network;
  }

  async mend(): Promise<void> {
    this.#server = createServer((near) => {
      const far = connect(this.target, "127.0.0.1");
      this.#keep(near, far);
      this.#keep(far, near);
      near.pipe(far);
      let isLost = false;
      far.on("data", (chunk: Buffer) => {
        if (isLost) return;
        near.write(chunk);
        isLost = this.#lastWords?.test(chunk.toString("latin1")) ?? false;
      });
    });
    this.#server.listen(this.port, "127.0.0.1", 1_000);
    await once(this.#server, "listening");
  }

  async cut(): Promise<void> {
    const closed = this.#server && once(this.#server, "close");
    this.#server?.close();
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** From now on drops all that a server sends on a connection after these words; without them nothing is dropped. */
  loseAfter(words: RegExp | undefined): void {
    this.#lastWords = words;
  }

  #keep(socket: Socket, other: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.#sockets.delete(socket);
      other.destroy();
    });
  }
}
