import { type IncomingHttpHeaders, request as requestHttp } from "node:http";
import { text } from "node:stream/consumers";
import { expect, test } from "./test";

// Never tried again: an error that shows only sometimes is still an error.
test.describe.configure({ retries: 0 });

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Sends a request unchanged: a browser and fetch would correct its address and refuse to set its Host. */
function send(
  path: string,
  {
    method = "GET",
    headers = {},
    body = "",
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const [host, port] = ["localhost", Number(process.env.E2E_PORT)];
  return new Promise((done, fail) => {
    const sent = requestHttp({ host, port, path, method, headers: { accept: "text/html", ...headers } }, (answer) => {
      const { statusCode: status = 0, headers: given } = answer;
      text(answer).then((content) => done({ status, headers: given, body: content }), fail);
    });
    sent.on("error", fail);
    sent.end(body);
  });
}

const form = { "content-type": "application/x-www-form-urlencoded" };
const json = { "content-type": "application/json" };

test.describe("every document carries its content security policy", () => {
  const pages = ["/sign-in", "/api/docs", "/nothing/here"];
  for (const headers of [
    { purpose: "prefetch" },
    { "sec-purpose": "prefetch" },
    { "next-router-prefetch": "1" },
    { "next-router-segment-prefetch": "/_tree" },
    { "x-middleware-subrequest": "src/proxy:src/proxy:src/proxy" },
  ])
    test(`whatever the request says of itself: ${JSON.stringify(headers)}`, async () => {
      for (const page of pages) expectPolicy(page, await send(page, { headers }));
    });

  test("at each address that looks like a file", async () => {
    const names = ["nothing.png", "nothing.txt", "a/b.ico", "a/b.svg", "favicon.ico", "favicon.ico/x", "robots.txt"];
    for (const name of names) expectPolicy(name, await send(`/${name}`));
    for (const path of ["/%ff.png", "/techcorp/%zz.txt", "/a/b.svg"]) {
      const answer = await send(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expectPolicy(path, answer);
    }
  });

  test("on the pages that stand in for others", async () => {
    for (const path of ["/api/unavailable", "/_next/image", "/_next/nothing", "/_not-found", "/_global-error"])
      expectPolicy(path, await send(path));
  });

  test("so that pictures and scripts are served as before", async () => {
    for (const path of ["/icon.svg", "/logo.svg", "/apple-touch-icon.png"]) {
      const { status, headers } = await send(path);
      expect([path, status, headers["content-type"]]).toEqual([path, 200, expect.stringContaining("image/")]);
    }
    const [, script = ""] = /src="(\/_next\/static\/[^"]+\.js[^"]*)"/.exec((await send("/sign-in")).body) ?? [];
    const { status, headers } = await send(script);
    expect([status, headers["content-type"]]).toEqual([200, expect.stringContaining("javascript")]);
  });

  test("and next-auth shows no page of its own", async () => {
    for (const action of ["verify-request", "signin", "signout", "error"]) {
      const { status, headers } = await send(`/api/auth/${action}`);
      expect([action, status, headers["content-type"]]).toEqual([action, 302, undefined]);
    }
  });
});

function expectPolicy(path: string, { headers, body }: Answer): void {
  expect([path, headers["content-type"]]).toEqual([path, "text/html; charset=utf-8"]);
  const policy = String(headers["content-security-policy"]);
  expect([path, policy]).toEqual([path, expect.stringContaining("script-src 'self' 'nonce-")]);
  const [, nonce] = /'nonce-([^']+)'/.exec(policy) ?? [];
  for (const [, given] of body.matchAll(/<script[^>]* nonce="([^"]*)"/g)) expect([path, given]).toEqual([path, nonce]);
}

test.describe("what is broken is refused as the sender's doing", () => {
  const broken = ["\\\\host", "\\", "/\\host", "\0", "a\0b", "https://[", "x"];

  for (const [what, headersOf] of [
    ["in the address", () => ({})],
    ["in a cookie", (url: string) => ({ cookie: `next-auth.callback-url=${encodeURIComponent(url)}` })],
  ] as const)
    test(`a place to go back to ${what}`, async () => {
      for (const url of broken)
        for (const action of ["signin", "csrf", "session", "providers"]) {
          const query = what === "in the address" ? `?callbackUrl=${encodeURIComponent(url)}` : "";
          const { status, body } = await send(`/api/auth/${action}${query}`, { headers: headersOf(url) });
          expect([action, url, status]).toEqual([action, url, 422]);
          expect(JSON.parse(body)).toMatchObject({ error: { code: "VALIDATION" } });
        }
    });

  test("a place to go back to in a body", async () => {
    for (const action of ["signin/credentials", "callback/credentials", "signout"]) {
      for (const url of broken) {
        const body = new URLSearchParams({ callbackUrl: url }).toString();
        expect([url, await refusal(`/api/auth/${action}`, { headers: form, body })]).toEqual([
          url,
          [422, "VALIDATION"],
        ]);
      }
      for (const body of ['{"callbackUrl":{}}', '{"csrfToken":["x"]}', '{"email":{"a":1},"callbackUrl":7}'])
        expect([body, await refusal(`/api/auth/${action}`, { headers: json, body })]).toEqual([
          body,
          [422, "VALIDATION"],
        ]);
    }
  });

  test("an error that no header can tell", async () => {
    const { status, headers } = await send(`/api/auth/error?error=${encodeURIComponent("a\0b 😀")}`);
    expect([status, headers.location]).toEqual([302, "/sign-in?error=a%00b%20%F0%9F%98%80"]);
  });

  test("a call for background work", async () => {
    for (const body of ["{", "", "null", "[]", "\xff"])
      for (const method of ["POST", "PUT"]) {
        const headers = { ...json, accept: "*/*" };
        expect([method, body, await refusal("/api/inngest", { method, headers, body })]).toEqual([
          method,
          body,
          [401, "UNAUTHENTICATED"],
        ]);
        const signed = { ...headers, "x-inngest-signature": "t=1&s=00" };
        const { status } = await send("/api/inngest?fnId=x&stepId=step", { method, headers: signed, body });
        expect([method, body, status >= 400 && status < 500]).toEqual([method, body, true]);
      }
  });
});

async function refusal(path: string, sent: Parameters<typeof send>[1]): Promise<[number, string]> {
  const { status, body } = await send(path, { method: "POST", ...sent });
  return [status, JSON.parse(body).error?.code];
}

test("nobody registers another address for background work", async () => {
  for (const host of ["127.0.0.1:9977", "evil.example"])
    expect(await refusal("/api/inngest", { method: "PUT", headers: { host } })).toEqual([401, "UNAUTHENTICATED"]);
  for (const host of ["a b", "[", "a/b", "user@evil", "evil:99999", "a\\b", "a?b", "%00"])
    expect([host, await refusal("/api/inngest", { method: "PUT", headers: { host } })]).toEqual([
      host,
      [422, "VALIDATION"],
    ]);
});

test("shows the mails to this machine only, under its own name", async () => {
  const port = process.env.E2E_PORT;
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`])
    expect([host, (await send("/dev/mail", { headers: { host } })).status]).toEqual([host, 200]);
  for (const host of [
    "evil.example",
    `evil.example:${port}`,
    "localhost.evil.example",
    "192.0.2.2",
    "[",
    "a@localhost",
  ])
    for (const path of ["/dev/mail", "/dev/mail/api/messages"]) {
      const { status, body } = await send(path, { headers: { host } });
      expect([host, path, status]).toEqual([host, path, 404]);
      expect(body).not.toContain("Mails");
    }
});
