import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { addressOf } from "./network";
import { nameSocketAddresses } from "./socket-address";

test("without a proxy to trust, a client cannot choose its address", async () => {
  nameSocketAddresses();
  await using server = createServer((request, response) => {
    response.end(addressOf(new Headers(request.headers as Record<string, string>)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const forged of [undefined, "203.0.113.7", "203.0.113.7, 198.51.100.1"]) {
    const headers: Record<string, string> = forged ? { "x-forwarded-for": forged } : {};
    expect(await (await fetch(url, { headers })).text()).toBe("127.0.0.1");
  }
});
