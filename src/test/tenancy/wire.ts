import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A connection to a server that can be cut and restored on the same port, or frozen. */
export async function wireTo(url: string) {
  const target = new URL(url);
  const ends = new Set<Socket>();
  const pairs = new Set<readonly [Socket, Socket]>();
  let still = false;
  const link = ([near, far]: readonly [Socket, Socket]) => near.pipe(far).pipe(near);
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        ends.delete(one);
        other.destroy();
      });
    }
    const pair = [near, far] as const;
    pairs.add(pair);
    near.on("close", () => pairs.delete(pair));
    if (!still) link(pair);
  });
  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };
  const port = await listen(0);
  return {
    /** The same login, over this connection. */
    over: (login: string) => Object.assign(new URL(login), { hostname: "127.0.0.1", port: String(port) }).href,
    async cut() {
      const closed = once(server, "close");
      server.close();
      for (const socket of ends) socket.destroy();
      await closed;
    },
    join: () => listen(port),
    /** Nothing gets through any more, and no connection ends. */
    stand() {
      still = true;
      for (const [near, far] of pairs) {
        near.unpipe(far).pause();
        far.unpipe(near).pause();
      }
    },
    go() {
      still = false;
      for (const pair of pairs) link(pair);
    },
  };
}
