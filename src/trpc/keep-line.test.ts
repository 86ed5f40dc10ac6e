import { once } from "node:events";
import { type AddressInfo, createServer, connect as dial, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Rig, state } from "@/local/channels/sdk.fixture";
import { keepLine } from "./keep-line";

const everyMs = 10;
const slowMs = 8 * everyMs;
let rig: Rig;
beforeEach(async () => {
  const tab = Object.assign(new EventTarget(), { visibilityState: "visible" });
  vi.stubGlobal("window", tab);
  vi.stubGlobal("document", tab);
  rig = await Rig.open();
});
afterEach(async () => {
  await rig.close();
  vi.unstubAllGlobals();
});

/** A way to the server on which the first bytes take their time. */
async function slowWay() {
  const sockets = new Set<Socket>();
  let attempts = 0;
  const server = createServer((near) => {
    attempts++;
    sockets.add(near.on("error", () => undefined));
    setTimeout(() => {
      if (near.destroyed) return;
      const far = dial(rig.server.port, "127.0.0.1");
      sockets.add(far.on("error", () => undefined));
      near.pipe(far).pipe(near);
    }, slowMs);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    attempts: () => attempts,
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

test("an attempt that needs longer than the first are given opens in the end", async () => {
  using way = await slowWay();
  const client = rig.client({ wsPort: way.port, person: { user_id: "ann" } });
  const kept = keepLine(client, {
    ...{ missed: () => undefined, cut: () => undefined, everyMs },
    mayListen: async () => true,
  });
  await state(client, "connected");
  expect(way.attempts()).toBeGreaterThan(1);
  kept.end();
});
