import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A wire to a server that can be cut and joined again, on one and the same port. */
export async function wireTo(url: string) {
  const target = new URL(url);
  const ends = new Set<Socket>();
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
      one.pipe(other);
    }
  });
  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };
  const port = await listen(0);
  return {
    /** The same login, over this wire. */
    over: (login: string) => Object.assign(new URL(login), { hostname: "127.0.0.1", port: String(port) }).href,
    async cut() {
      const closed = once(server, "close");
      server.close();
      for (const socket of ends) socket.destroy();
      await closed;
    },
    join: () => listen(port),
  };
}
