import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll } from "vitest";
import { env } from "@/env";

export type Scan = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * A virus scanner that runs while the tests of the file run. It answers as `onScan` says.
 * `use()` makes the app ask it until the end of the test.
 */
export function virusScanner(onScan: Scan): { use(): void } {
  const was = { SCAN_URL: env.SCAN_URL };
  const server = createServer(onScan);
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterEach(() => Object.assign(env, was));
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return {
    use() {
      const { port } = server.address() as AddressInfo;
      Object.assign(env, { SCAN_URL: `http://127.0.0.1:${port}/scan` });
    },
  };
}
