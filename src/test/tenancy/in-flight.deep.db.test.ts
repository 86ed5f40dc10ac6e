// @module-tag once

import { NextRequest } from "next/server";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { permissions } from "@/lib/roles";
import type { Caller } from "@/server/access";
import { readCaller } from "@/server/http";
import { inFlight, type Work } from "@/server/in-flight";
import { type TestWorkspace, testWorkspace } from "../ctx";
import { adminQuery } from "../db";
import { call, rest, signedIn, trpc, trpcRaw, withKey } from "./doors";
import { fingerprint } from "./rows";

type Handler = (request: NextRequest, context: object) => Promise<Response>;

let own: TestWorkspace;
let browser: Record<string, string>;
let colleague: Record<string, string>;
let key: Record<string, string>;
let otherKey: Record<string, string>;
let release: () => Promise<void>;
let before: Record<string, string>[];

const state = async () => [await fingerprint(adminQuery, own.tenant.id)].map(({ api_keys: _used, ...rest }) => rest);

beforeAll(async () => {
  own = await testWorkspace();
  const owner = await own.join("owner");
  browser = await signedIn(owner, own.tenant.slug);
  colleague = await signedIn(await own.join("member"), own.tenant.slug);
  key = await withKey(own.tenant.id, owner, [...permissions]);
  otherKey = await withKey(own.tenant.id, owner, [...permissions]);
});
beforeEach(async () => {
  release = async () => undefined;
  before = await state();
});
afterEach(async () => {
  await release();
  expect(await state()).toEqual(before);
});

/** Fills all of a caller's places and the waiting ones with work that ends on `release`. */
async function occupy(headers: Record<string, string>, work: Work, count: number): Promise<void> {
  const caller: Caller = await readCaller(new Headers(headers));
  let end = () => {};
  const held = new Promise<void>((resolve) => {
    end = resolve;
  });
  const all = Array.from({ length: count }, () => inFlight(caller, work, () => held));
  release = async () => {
    end();
    // Some of many that wait give up before their turn.
    await Promise.allSettled(all);
  };
  await new Promise((resolve) => setImmediate(resolve));
}

const refused = {
  status: 429,
  code: "RATE_LIMITED",
  message: "You have too many requests in progress. Wait a second, then try again.",
};
const renaming = { name: "Never" };

describe("a key that has as much under way as it may", () => {
  test("is refused by REST and tRPC, reads and writes, with the time to wait; another one is answered", async () => {
    await occupy(key, "call", 502);
    // Together: a refusal comes late, and those who wait give up after a time.
    const answers = await Promise.all([
      rest("GET", "/accounts", key),
      rest("POST", "/accounts", key, renaming),
      call("query", "accounts.list", key, {}),
      call("mutation", "accounts.create", key, renaming),
    ]);
    for (const answer of answers) {
      expect(answer).toMatchObject(refused);
      expect(answer.headers.get("retry-after")).toBe("1");
    }
    expect((await rest("GET", "/accounts", otherKey)).status).toBe(200);
    await release();
    expect((await rest("GET", "/accounts", key)).status).toBe(200);
  });

  test("waits for its turn below that, and is answered then", async () => {
    await occupy(key, "call", 20);
    const asked = rest("GET", "/accounts", key);
    await release();
    expect((await asked).status).toBe(200);
  });
});

describe("a session that has as much under way as it may", () => {
  test("is refused for each call of a batch, also of one that streams, and at the doors of the channels", async () => {
    await occupy(browser, "call", 502);
    const { POST } = (await import("@/app/api/pusher/user-auth/route")) as unknown as { POST: Handler };
    const asked = { method: "POST", headers: browser, body: "socket_id=1.1" };
    const lists = "/api/trpc/accounts.list,teams.list?batch=1&input=%7B%7D";
    const streaming = { headers: { ...browser, "trpc-accept": "application/jsonl" } };
    const [batch, streamed, response] = await Promise.all([
      trpcRaw(lists, { headers: browser }),
      trpc(new Request(`http://localhost:3000${lists}`, streaming)).then((answer) => answer.text()),
      POST(new NextRequest("http://localhost:3000/api/pusher/user-auth", asked), {}),
    ]);
    expect(batch.status).toBe(429);
    expect(streamed.match(/"RATE_LIMITED"/g)).toHaveLength(2);
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "1"]);
  });

  test("is answered all of thirty lists that it asks for at once, and a colleague before most of them", async () => {
    let done = 0;
    const all = Array.from({ length: 30 }, (_, place) =>
      call("query", "accounts.list", browser, { limit: place + 1 }).finally(() => done++),
    );
    const theirs = await call("query", "accounts.list", colleague, {});
    // Two of them run beside the colleague's, and pauses follow: more are done only where a session has no bounds.
    expect([theirs.status, done <= 10]).toEqual([200, true]);
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual(all.map(() => 200));
  });

  test("is refused more files, and still answered what it asks", async () => {
    const { body } = await call("mutation", "imports.create", browser, {});
    const { id } = (body as { result: { data: { id: string } } }).result.data;
    before = await state();
    await occupy(browser, "file", 64);
    const { POST } = (await import("@/app/api/imports/[importId]/files/route")) as unknown as { POST: Handler };
    const address = `http://localhost:3000/api/imports/${id}/files?name=a.csv`;
    const request = new NextRequest(address, { method: "POST", headers: browser, body: "Company\nAcme\n" });
    const response = await POST(request, { params: Promise.resolve({ importId: id }) });
    expect(response.status).toBe(429);
    expect((await response.json()).error).toMatchObject({ code: "RATE_LIMITED", details: { retryAfter: 1 } });
    expect((await call("query", "accounts.list", browser, {})).status).toBe(200);
  });
});

describe("an address without a session", () => {
  test("is refused sign-up and links above its bound; a signed-in person there goes on", async () => {
    await occupy({}, "call", 64);
    const input = { name: "Ana", email: "ana@in-flight.example", password: "three unrelated words" };
    const answers = await Promise.all([call("mutation", "auth.signUp", {}, input), rest("GET", "/accounts", {})]);
    for (const answer of answers) expect(answer).toMatchObject(refused);
    expect(await adminQuery("select 1 from users where email_key = $1", [input.email])).toEqual([]);
    expect((await rest("GET", "/accounts", key)).status).toBe(200);
  });

  test("is refused sign-in with the sentence that the form shows", async () => {
    await occupy({}, "signIn", 102);
    const { POST } = (await import("@/app/api/auth/[...nextauth]/route")) as unknown as { POST: Handler };
    const address = "http://localhost:3000/api/auth/callback/credentials";
    const asked = { method: "POST", body: new URLSearchParams({ email: "ana@in-flight.example", password: "x" }) };
    const params = Promise.resolve({ nextauth: ["callback", "credentials"] });
    const response = await POST(new NextRequest(address, asked), { params });
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "1"]);
    const { url, error } = await response.json();
    expect(error).toMatchObject({ code: "RATE_LIMITED", message: refused.message });
    expect(new URL(url).searchParams.get("error")).toBe(`RATE_LIMITED:${refused.message}`);
  });
});
