import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";

/** How storage is: as usual, without an answer, slower by some milliseconds, or without room. */
export type StorageState = "up" | "silent" | "full" | { slowerMs: number };

const noRoom = "<Error><Code>InsufficientStorage</Code><Message>The disk is full.</Message></Error>";

/** The way to a storage server, on which faults can be set. */
export class StorageWay {
  #state: StorageState = "up";

  private constructor(
    readonly url: string,
    private readonly end: () => Promise<void>,
  ) {}

  static async open(target: string): Promise<StorageWay> {
    const server = createServer((incoming, response) => way.#take(incoming, response, target));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const end = async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    };
    const way: StorageWay = new StorageWay(`http://127.0.0.1:${port}`, end);
    return way;
  }

  set(state: StorageState): void {
    this.#state = state;
  }

  close(): Promise<void> {
    return this.end();
  }

  #take(incoming: IncomingMessage, response: ServerResponse, target: string): void {
    const state = this.#state;
    if (state === "silent") incoming.resume();
    else if (state === "full" && (incoming.method === "PUT" || incoming.method === "POST")) {
      incoming.resume();
      incoming.once("end", () => response.writeHead(507, { "content-type": "application/xml" }).end(noRoom));
    } else if (typeof state === "object") setTimeout(() => pass(incoming, response, target), state.slowerMs);
    else pass(incoming, response, target);
  }
}

/** The headers stay as they are: they are signed. */
function pass(incoming: IncomingMessage, response: ServerResponse, target: string): void {
  const { method, headers, url } = incoming;
  const { hostname, port } = new URL(target);
  const nothing = () => undefined;
  const onward = request({ hostname, port, path: url, method, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    pipeline(answer, response, nothing);
  });
  onward.once("error", () => response.destroy());
  pipeline(incoming, onward, nothing);
}
