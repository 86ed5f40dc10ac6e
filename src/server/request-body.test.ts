import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { failureResponse } from "./failure";
import { capBody } from "./http";

const limit = 1_000;

/** Reads bodies like one of the framework's routes: its request uses the socket's own stream. */
const server = createServer(async (incoming, outgoing) => {
  const body = incoming as unknown as ReadableStream;
  const request = new Request("http://localhost/", { method: "POST", body, duplex: "half" } as RequestInit);
  const response = await capBody(request, limit)
    .text()
    .then(
      (text) => new Response(text),
      (error: unknown) => failureResponse(error, "test"),
    );
  outgoing.writeHead(response.status);
  outgoing.end(await response.text());
});
const thrown: unknown[] = [];
const note = (error: unknown) => void thrown.push(error);

beforeAll(async () => {
  process.on("uncaughtException", note);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  process.off("uncaughtException", note);
  await new Promise((resolve) => server.close(resolve));
});

/** Sends a body in these pieces over a separate socket; returns the status. */
async function send(...pieces: Buffer[]): Promise<number> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
  for (const piece of pieces) {
    socket.write(`${piece.length.toString(16)}\r\n`);
    socket.write(piece);
    socket.write("\r\n");
    await new Promise((resolve) => setImmediate(resolve));
  }
  socket.write("0\r\n\r\n");
  let answer = "";
  for await (const chunk of socket) answer += String(chunk);
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}

test.each([
  ["is no UTF-8", 422, [Buffer.from([0xff])]],
  ["is no UTF-8 in its second piece", 422, [Buffer.from('"'), Buffer.from([0xff])]],
  ["ends within a sign", 422, [Buffer.from([0xc3])]],
  ["is too large", 413, [Buffer.alloc(600, "x"), Buffer.alloc(600, "x")]],
  ["is read to its end", 200, [Buffer.from("{}")]],
])("a body that %s is answered with %i, and nothing fails behind that", async (_, status, pieces) => {
  thrown.length = 0;
  for (let nth = 0; nth < 20; nth++) expect(await send(...pieces)).toBe(status);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(thrown).toEqual([]);
});
