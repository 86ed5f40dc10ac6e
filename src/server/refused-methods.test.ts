import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GET } from "@/app/api/[[...nowhere]]/route";
import { refuseOtherMethods } from "./refused-methods";

/** Passes each request on as the framework does, whose own request cannot hold some methods. */
const server = createServer(async (incoming, outgoing) => {
  const { method = "", url = "", headers } = incoming;
  const made = new Request(`http://localhost${url}`, { method, headers: headers as Record<string, string> });
  const response = url === "/api/nowhere" ? GET(made) : new Response(`${method} ${url}`);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(await response.text());
});

beforeAll(async () => {
  refuseOtherMethods();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function ask(method: string, path: string): Promise<{ status: number; allow: string | undefined; body: string }> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: "127.0.0.1", method, path }, async (response) => {
      let body = "";
      for await (const piece of response) body += String(piece);
      resolve({ status: response.statusCode ?? 0, allow: response.headers.allow, body });
    });
    sent.on("error", reject).end();
  });
}

test.each(["TRACE", "PROPFIND", "M-SEARCH"])(
  "%s is told which methods there are, whatever the address",
  async (method) => {
    for (const path of ["/api/v1/accounts", "/sign-in"]) {
      const { status, allow, body } = await ask(method, path);
      expect([status, allow]).toEqual([405, "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"]);
      expect(JSON.parse(body).error).toMatchObject({ code: "VALIDATION", message: expect.stringContaining(method) });
    }
  },
);

test.each(["GET", "POST", "OPTIONS"])("%s goes where it is sent", async (method) => {
  expect(await ask(method, "/api/v1/accounts")).toMatchObject({ status: 200, body: `${method} /api/v1/accounts` });
});
