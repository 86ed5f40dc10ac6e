import { globSync } from "node:fs";
import { PHASE_PRODUCTION_SERVER } from "next/constants.js";
import { NextRequest } from "next/server";
import { afterEach, describe, expect, test, vi } from "vitest";
import configOf from "../next.config.mjs";
import { env } from "./env";
import { proxy } from "./proxy";
import { registerPing } from "./server/database-ping";

const config = configOf(PHASE_PRODUCTION_SERVER);

const ask = (path: string, headers: Record<string, string> = {}) =>
  proxy(new NextRequest(new URL(path, "http://localhost:3000"), { headers }));
const html = { accept: "text/html,application/xhtml+xml" };

async function policyOf(path: string): Promise<Map<string, string>> {
  const response = await ask(path);
  const policy = response.headers.get("content-security-policy") ?? "";
  return new Map(policy.split("; ").map((part) => [part.split(" ")[0] ?? "", part.split(" ").slice(1).join(" ")]));
}

test("a page runs only scripts that it names itself, talks to nobody else, and stands in no frame of others", async () => {
  const [one, two] = [await policyOf("/sign-in"), await policyOf("/sign-in")];
  const script = one.get("script-src");
  expect(script).toMatch(/^'self' 'nonce-[\w+/=]{40,}' 'strict-dynamic'$/);
  expect(two.get("script-src")).not.toBe(script);
  expect(Object.fromEntries(one)).toMatchObject({
    "default-src": "'self'",
    "connect-src": "'self' ws://localhost:1",
    "worker-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  });
});

test("a page sends parts of files to the storage that browsers reach, and to no other", async () => {
  Object.assign(env, { STORAGE_BUCKET: "crm-files", STORAGE_CLIENT_URL: "https://s3.example.com" });
  const connects = async () => (await policyOf("/sign-in")).get("connect-src");
  expect(await connects()).toBe("'self' ws://localhost:1 https://crm-files.s3.example.com");
  env.STORAGE_PATH_STYLE = true;
  expect(await connects()).toBe("'self' ws://localhost:1 https://s3.example.com");
  Object.assign(env, { STORAGE_BUCKET: undefined, STORAGE_CLIENT_URL: undefined, STORAGE_PATH_STYLE: false });
});

test("the mails are shown on this machine only, unless the operator opened them", async () => {
  vi.spyOn(env, "MAIL_VIEW_URL", "get").mockReturnValue("http://127.0.0.1:1/dev/mail");
  const shown = async (host: string, address: string) => {
    const { status, headers } = await ask("/dev/mail/messages/1", { host, "x-forwarded-for": address });
    return [status, headers.has("x-middleware-rewrite")];
  };
  for (const [host, address] of [
    ["localhost:3000", "192.0.2.7"],
    ["localhost:3000", ""],
    ["192.0.2.2:3000", "127.0.0.1"],
    ["evil.example", "127.0.0.1"],
  ] as const)
    expect([host, address, await shown(host, address)]).toEqual([host, address, [404, false]]);
  expect(await shown("localhost:3000", "127.0.0.1")).toEqual([200, true]);
  expect(await shown("[::1]:3000", "::1")).toEqual([200, true]);
  vi.spyOn(env, "MAIL_VIEW_OPEN", "get").mockReturnValue(true);
  expect(await shown("192.0.2.2:3000", "192.0.2.7")).toEqual([200, true]);
});

test("every answer says what a browser may not do with it", async () => {
  const rules = await config.headers?.();
  expect(rules?.map((rule) => rule.source)).toEqual(["/:path*"]);
  const said = Object.fromEntries((rules?.[0]?.headers ?? []).map(({ key, value }) => [key.toLowerCase(), value]));
  expect(said).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "strict-transport-security": expect.stringMatching(/^max-age=31536000/),
  });
  expect(config.poweredByHeader).toBe(false);
});

afterEach(() => registerPing(async () => undefined));

test("a document is 503 with a page that says so while the database is away, and served when it is back", async () => {
  registerPing(() => Promise.reject(new Error("away")));
  const away = await ask("/acme/accounts", html);
  expect(away.status).toBe(503);
  expect(away.headers.get("retry-after")).toBe("2");
  expect(away.headers.get("x-middleware-rewrite")).toBe("http://localhost:3000/api/unavailable");
  expect(away.headers.get("content-security-policy")).toContain("script-src 'self' 'nonce-");

  registerPing(async () => undefined);
  const back = await ask("/acme/accounts", html);
  expect(back.status).toBe(200);
  expect(back.headers.get("x-middleware-rewrite")).toBeNull();
});

test("a database that stands still is away too, and is asked once for all who wait", async () => {
  let asked = 0;
  registerPing(() => {
    asked += 1;
    return new Promise(() => undefined);
  });
  vi.useFakeTimers();
  const answers = Promise.all([ask("/acme/accounts", html), ask("/sign-in", html)]);
  await vi.advanceTimersByTimeAsync(3_000);
  vi.useRealTimers();
  expect((await answers).map(({ status }) => status)).toEqual([503, 503]);
  expect(asked).toBe(1);
});

test("what the app fetches for itself is never held up by that question", async () => {
  registerPing(() => Promise.reject(new Error("away")));
  expect((await ask("/acme/accounts", { ...html, rsc: "1" })).status).toBe(200);
  expect((await ask("/api/docs", html)).status).toBe(200);
});

describe("an address in a workspace", () => {
  const led = async (path: string) => (await ask(path, html)).headers.get("x-middleware-rewrite") === null;
  /** The addresses of all pages, each parameter with a value of its kind. */
  const addresses = globSync("src/app/**/page.tsx").map((file) =>
    file
      .replace(/^src\/app|\/page\.tsx$|\/\([^/]+\)/g, "")
      .replace("[noun]", "products")
      .replace(/\[[^/]+\]/g, "acme"),
  );

  test("leads to every page that the app has", async () => {
    expect(addresses).toEqual(expect.arrayContaining(["/acme/products", "/acme/inbox", "/workspaces/new"]));
    for (const path of addresses) expect([path, await led(path)]).toEqual([path, true]);
    expect(await led("/acme")).toBe(true);
    expect(await led("/api/health")).toBe(true);
  });

  test("is 404 where it names neither a noun nor a page, before anybody is asked to sign in", async () => {
    for (const path of [
      "/acme/nothing",
      "/acme/product",
      "/acme/nothing/1",
      "/sign-in/x",
      "/.well-known/security.txt",
    ]) {
      const answer = await ask(path, html);
      const to = answer.headers.get("x-middleware-rewrite");
      expect([path, to]).toEqual([path, "http://localhost:3000/_not-found"]);
    }
  });
});
