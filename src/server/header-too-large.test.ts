import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { explainHeaderTooLarge } from "./header-too-large";

explainHeaderTooLarge();
let server: Server;
let origin: string;
beforeEach(async () => {
  server = createServer((_request, response) => response.end("here")).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await (await fetch(origin)).text()).toBe("here");
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

test("an address that is too long is answered with what to do instead, and the next request goes through", async () => {
  const answer = await fetch(`${origin}/?conditions=${"x".repeat(20_000)}`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([431, "application/json"]);
  expect(await answer.json()).toEqual({
    error: { code: "VALIDATION", message: expect.stringContaining("POST …/query"), details: {} },
  });
  expect((await fetch(origin)).status).toBe(200);
});

test("bytes that are no request are refused", async () => {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write("no request at all\r\n\r\n");
  const [data] = (await once(socket, "data")) as [Buffer];
  expect(data.toString()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nconnection: close\r\n/);
  socket.destroy();
});
