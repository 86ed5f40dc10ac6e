import { once } from "node:events";
import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, it } from "vitest";
import { endsGently } from "./end-gently.mjs";

const agents: Agent[] = [];
afterEach(() => {
  for (const agent of agents.splice(0)) agent.destroy();
});

/** A server that answers when the test says so, and how it ends. */
async function serving() {
  const server = createServer();
  const end = endsGently(server);
  const asked: ServerResponse[] = [];
  server.on("request", (_request, response) => asked.push(response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agents.push(agent);
  return { end, port, asked, server, ask: () => answerOf(get({ port, host: "127.0.0.1", agent })) };
}

async function answerOf(request: ReturnType<typeof get>) {
  const [response] = (await once(request, "response")) as [IncomingMessage];
  let body = "";
  for await (const piece of response) body += String(piece);
  return { connection: response.headers.connection, body };
}

async function nextAsked({ server, asked }: Awaited<ReturnType<typeof serving>>): Promise<ServerResponse> {
  if (asked.length === 0) await once(server, "request");
  const response = asked.shift();
  if (!response) throw new Error("Nothing was asked.");
  return response;
}

it("finishes what it has accepted, says that the connection closes, and then ends", async () => {
  const served = await serving();
  const first = served.ask();
  (await nextAsked(served)).end("first");
  expect(await first).toEqual({ connection: "keep-alive", body: "first" });

  const slow = served.ask();
  const answer = await nextAsked(served);
  const ended = served.end({ quiet: 20 });
  const late = once(connect(served.port, "127.0.0.1"), "connect");
  await expect(late).rejects.toMatchObject({ code: "ECONNREFUSED" });
  answer.end("slow");
  expect(await slow).toEqual({ connection: "close", body: "slow" });
  expect(await ended).toBe(0);
});

it("answers a request that comes on a kept connection after it was told to end", async () => {
  const served = await serving();
  const first = served.ask();
  (await nextAsked(served)).end("first");
  await first;
  const ended = served.end({ quiet: 500 });
  const next = served.ask();
  (await nextAsked(served)).end("next");
  expect(await next).toEqual({ connection: "close", body: "next" });
  expect(await ended).toBe(0);
});

it("closes connections on which nobody asks, also those that never did", async () => {
  const served = await serving();
  const silent = connect(served.port, "127.0.0.1");
  await once(served.server, "connection");
  const closed = once(silent, "close");
  expect(await served.end({ quiet: 20 })).toBe(0);
  await closed;
});

it("cuts off what is not answered in time, and counts it", async () => {
  const served = await serving();
  const never = served.ask().catch((error: NodeJS.ErrnoException) => error.code);
  await nextAsked(served);
  expect(await served.end({ quiet: 20, atMost: 50 })).toBe(1);
  expect(await never).toBe("ECONNRESET");
});
