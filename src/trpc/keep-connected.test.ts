import { once } from "node:events";
import { type AddressInfo, createServer, connect as dial, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Rig, state } from "@/local/channels/sdk.fixture";
import { inTab } from "@/test/browser-tab";
import { keepConnected } from "./keep-connected";

const everyMs = 10;
const slowMs = 8 * everyMs;
let rig: Rig;
let ends: (() => void)[];
beforeEach(async () => {
  inTab();
  ends = [];
  rig = await Rig.open();
});
afterEach(async () => {
  for (const end of ends) end();
  await rig.close();
  vi.unstubAllGlobals();
});

/** A network to the server: each attempt is reported with a function that lets it through. */
async function way(meet: (attempt: number, near: Socket, letThrough: () => void) => void) {
  const sockets = new Set<Socket>();
  let attempts = 0;
  const keep = (socket: Socket) => sockets.add(socket.on("error", () => undefined));
  const server = createServer((near) => {
    keep(near);
    meet(++attempts, near, () => {
      if (near.destroyed) return;
      const far = dial(rig.server.port, "127.0.0.1");
      keep(far);
      near.pipe(far).pipe(near);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, attempts: () => attempts };
}

const slowWay = () => way((_attempt, _near, letThrough) => setTimeout(letThrough, slowMs));

/** A connection that is kept open over that network; the app decides whether it may subscribe. */
function kept(port: number, mayListen: () => Promise<boolean>) {
  const line = rig.client({ wsPort: port, person: { user_id: "ann" } });
  const { end } = keepConnected(line, { missed: () => undefined, cut: () => undefined, mayListen, everyMs });
  ends.push(end);
  return line;
}

test("on a slow network a line opens in the end, where the app answers", async () => {
  const { port, attempts } = await slowWay();
  await state(
    kept(port, async () => true),
    "connected",
  );
  expect(attempts()).toBeGreaterThan(1);
});

test("attempts without an answer stay short, so that a returned server is found soon", async () => {
  const { port, attempts } = await slowWay();
  let isThere = false;
  const line = kept(port, async () => {
    if (!isThere) throw new Error("no network");
    return true;
  });
  await expect.poll(attempts).toBeGreaterThan(10);
  expect(line.connection.state).toBe("connecting");
  isThere = true;
  await state(line, "connected");
});

test("after attempts that were refused the next comes as soon as ever: they went nowhere, not slowly", async () => {
  const refusals = 8;
  const { port } = await way((attempt, near, letThrough) => (attempt > refusals ? letThrough() : near.destroy()));
  let asked = 0;
  const line = kept(port, async () => ++asked > 0);
  await state(line, "connected");
  // One refusal may be noticed too late for a wake-up; all of them cannot.
  expect(asked).toBeLessThan(refusals / 2);
});
