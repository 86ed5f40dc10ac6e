import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { freePort, isPortFree } from "./ports";

test("free ports differ, and are none that outgoing connections are given", async () => {
  const ports: number[] = [];
  for (let n = 0; n < 20; n++) ports.push(await freePort());
  expect(new Set(ports).size).toBe(20);
  for (const port of ports) {
    expect(port).toBeGreaterThanOrEqual(20_000);
    expect(port).toBeLessThan(32_768);
  }
});

test("a port that is taken is neither free nor given", async () => {
  const before = await freePort();
  const following = before === 32_767 ? 20_000 : before + 1;
  const server = createServer();
  server.listen(following, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  expect(await isPortFree(following, "127.0.0.1")).toBe(false);
  expect(await freePort()).not.toBe(following);
});
