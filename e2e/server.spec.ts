import { type IncomingHttpHeaders, request } from "node:http";
import { env } from "@/env";
import { startCommand, startNode } from "@/local/child";
import { freePort } from "@/local/ports";
import { makePerson, password } from "./firm";
import { ready } from "./server";
import { superuser } from "./superuser";
import { patient } from "./taken-over";
import { expect, signIn, test } from "./test";

/** A request whose method `fetch` does not send. */
function asked(method: string, url: URL): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method }, async (response) => {
      const pieces: Buffer[] = [];
      for await (const piece of response) pieces.push(piece as Buffer);
      const { statusCode: status = 0, headers } = response;
      resolve({ status, headers, body: Buffer.concat(pieces).toString() });
    });
    sent.on("error", reject).end();
  });
}

test.describe("the server of the browser tests", () => {
  test("answers, and its database and mail server do", async ({ request }) => {
    expect((await request.get("/api/health")).status()).toBe(200);
    expect((await request.get(process.env.MAIL_VIEW_URL ?? "")).status()).toBe(200);
    const rows = await superuser("SELECT current_database() AS name, current_user AS role");
    expect(rows).toEqual([{ name: "browser", role: "postgres" }]);
  });

  for (const [tag, width] of [
    ["@desktop", 1440],
    ["@phone", 375],
  ] as const)
    test(`shows pages as wide as the device: ${tag}`, { tag }, async ({ page, baseURL }) => {
      await page.goto("/api/health");
      expect(page.url()).toBe(`${baseURL}/api/health`);
      expect(page.viewportSize()?.width).toBe(width);
    });

  test("answers 404 without a page for a file of the build that is not there", async ({ request }) => {
    for (const path of ["/_next/static/nope.js", "/_next/static/chunks/none/deep.css"]) {
      const answer = await request.get(path, { maxRedirects: 0, headers: { accept: "text/html" } });
      expect([path, answer.status()]).toEqual([path, 404]);
      expect(answer.headers()["content-type"]).toContain("application/json");
    }
  });

  test("gives all documents one nonce, so that what was compiled for one is there for the next", async ({
    request,
  }) => {
    const noncesOf = async (path: string) => {
      const answer = await request.get(path);
      const [, policy] = /'nonce-([^']+)'/.exec(answer.headers()["content-security-policy"] ?? "") ?? [];
      const scripts = (await answer.text()).matchAll(/<script[^>]* nonce="([^"]*)"/g);
      return [policy, ...[...scripts].map(([, nonce]) => nonce)];
    };
    const nonces = [...(await noncesOf("/sign-in")), ...(await noncesOf("/sign-up"))];
    expect(nonces.length).toBeGreaterThan(4);
    expect(new Set(nonces).size).toBe(1);
  });

  test("lets in with its own form only, by a cookie that no script reads, and believes no address that a client claims", async ({
    request,
  }) => {
    const { userId, email } = await makePerson("Fay Forger");
    const headers = { "x-forwarded-for": "203.0.113.7" };
    const { csrfToken } = await (await request.get("/api/auth/csrf", { headers })).json();
    const form = { csrfToken, email, password, json: "true", callbackUrl: "/" };
    const door = "/api/auth/callback/credentials";
    const unasked = await request.post(door, { headers, form: { ...form, csrfToken: "" } });
    expect(unasked.headers()["set-cookie"] ?? "").not.toContain("session-token");
    const entered = await request.post(door, { headers, form });
    expect(entered.ok()).toBe(true);
    const cookies = entered.headersArray().filter(({ name }) => name.toLowerCase() === "set-cookie");
    const session = cookies.find(({ value }) => value.startsWith("next-auth.session-token="));
    expect(session?.value.split("; ")).toEqual(expect.arrayContaining(["HttpOnly", "SameSite=Lax", "Path=/"]));
    const rows = await superuser<{ address: string }>("SELECT address FROM sessions WHERE user_id = $1", [userId]);
    expect(rows.map(({ address }) => address)).toEqual([expect.stringMatching(/^(::1|(::ffff:)?127\.0\.0\.1)$/)]);
  });

  for (const method of ["TRACE", "PROPFIND"])
    test(`refuses ${method}, as an address refuses a method that it does not take`, async ({ baseURL }) => {
      for (const path of ["/api/v1/accounts", "/api/trpc/auth.profile", "/api/health", "/sign-in"]) {
        const { status, headers, body } = await asked(method, new URL(path, baseURL));
        expect([path, status]).toEqual([path, 405]);
        expect(headers.allow).toBe("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
        expect(JSON.parse(body).error).toMatchObject({ code: "VALIDATION", message: expect.stringContaining(method) });
      }
    });

  test("knows no address that nobody can read", async ({ request }) => {
    for (const sign of ["%ff", "%", "%zz", "%E0%A4%A"]) {
      for (const door of ["/api/v1/accounts", "/api/v1", "/api/trpc", "/api/imports"]) {
        const answer = await request.get(`${door}/${sign}`);
        expect([door, sign, answer.status()]).toEqual([door, sign, 404]);
        expect(await answer.json()).toMatchObject({ error: { code: "NOT_FOUND" } });
      }
      for (const place of ["", "/techcorp/accounts"]) {
        const page = await request.get(`${place}/${sign}`, { headers: { accept: "text/html" } });
        expect([place, sign, page.status()]).toEqual([place, sign, 404]);
        expect(await page.text()).toContain("Page not found");
        expect(page.headers()["content-security-policy"]).toContain("'nonce-");
      }
    }
  });

  test("answers programs in JSON at each address below /api, and where they ask in a way that it does not take", async ({
    request,
  }) => {
    for (const address of ["/api", "/api/v1", "/api/v1/nothing", "/api/v2/accounts", "/api/nothing", "/api/trpc"]) {
      const answer = await request.get(address, { headers: { accept: "*/*" } });
      expect([address, answer.status()]).toEqual([address, 404]);
      expect(await answer.json()).toMatchObject({ error: { code: "NOT_FOUND" } });
    }
    for (const address of ["/api/health", "/api/v1/status", "/api/openapi.json"]) {
      const answer = await request.put(address);
      expect([address, answer.status(), answer.headers().allow]).toEqual([address, 405, "GET, HEAD"]);
      expect(await answer.json()).toMatchObject({ error: { code: "VALIDATION" } });
    }
  });

  test("answers HEAD below /api/auth as it answers GET, without the body", async ({ request }) => {
    for (const path of ["csrf", "session", "providers", "error?error=AccessDenied"]) {
      const address = `/api/auth/${path}`;
      const [got, head] = [
        await request.get(address, { maxRedirects: 0 }),
        await request.head(address, { maxRedirects: 0 }),
      ];
      expect([address, head.status(), head.headers().location]).toEqual([
        address,
        got.status(),
        got.headers().location,
      ]);
      expect([address, head.status() < 400, await head.text()]).toEqual([address, true, ""]);
    }
  });

  test("refuses a sign-in that is no JSON", async ({ request }) => {
    for (const door of ["/api/auth/callback/credentials", "/api/auth/session"]) {
      const answer = await request.post(door, {
        headers: { "content-type": "application/json" },
        data: Buffer.from("{"),
      });
      expect([door, answer.status()]).toEqual([door, 422]);
      expect(await answer.json()).toMatchObject({ error: { code: "VALIDATION" } });
    }
  });

  test("says of a link without its secret that it is cut off", async ({ request }) => {
    for (const path of ["/verify", "/reset", "/invitation", "/unsubscribe"])
      expect(await (await request.get(path)).text()).toContain(
        ">The link is incomplete. Open it from the e-mail again.<",
      );
  });

  test("says 413 to a request that is too large", async ({ request }) => {
    const answer = await request.post("/api/v1/accounts", { data: { name: "x".repeat(1_100_000) } });
    expect(answer.status()).toBe(413);
    expect(await answer.json()).toMatchObject({ error: { code: "VALIDATION" } });
  });
});

test("an operator's token reads the figures of all requests", async ({ request }) => {
  expect((await request.get("/metrics")).status()).toBe(401);
  await request.get("/sign-in");
  const headers = { authorization: `Bearer ${env.METRICS_TOKEN}` };
  const text = await (await request.get("/metrics", { headers })).text();
  expect(text).toMatch(/^http_request_duration_seconds_count\{route="page",status="2xx"\} [1-9]/m);
  expect(text).toMatch(/^database_connections\{role="platform",state="total"\} [1-9]/m);
});

/** Starts the app as an operator would, with some variables changed, and waits until it has ended. */
async function startedWith(changed: Record<string, string>) {
  const port = String(await freePort());
  const web = startNode([startCommand()], {
    show: false,
    env: { ...process.env, NODE_ENV: "production", PORT: port, NEXTAUTH_URL: `http://localhost:${port}`, ...changed },
  });
  const late = AbortSignal.timeout(150_000);
  const stopped = new Promise<void>((done) => late.addEventListener("abort", () => done(web.stop()), { once: true }));
  const { code, output } = await Promise.race([web.ended, stopped.then(() => web.ended)]);
  return { code, output, byItself: !late.aborted };
}

/** Variables by which the app reaches stand-ins of its vendors. */
const standIns = ["PUSHER_URL", "PUSHER_CLIENT_URL", "INNGEST_BASE_URL", "STRIPE_API_URL", "MAIL_VIEW_URL"];

test("a server with the settings of the vendors alone starts and serves, and names no stand-in", async ({
  browser,
  firm,
}) => {
  const port = await freePort();
  // An empty variable counts as not set.
  const without = Object.fromEntries(standIns.map((name) => [name, ""]));
  const baseURL = `http://localhost:${port}`;
  const own = { NODE_ENV: "production", HOST: "", PORT: String(port), NEXTAUTH_URL: baseURL, PUSHER_CLUSTER: "eu" };
  const web = startNode([startCommand()], {
    show: false,
    env: { ...process.env, ...without, ...own, SMTP_URL: "smtp://mail.invalid:587" },
  });
  const window = await browser.newContext({ baseURL });
  try {
    await ready(port, web.ended);
    expect(web.output()).toContain(`Throughline is ready on 127.0.0.1, port ${port}.`);
    const page = patient(await window.newPage());
    await signIn(page, firm.owner);
    const answer = await page.goto(firm.at("/accounts"));
    await expect(page.getByRole("heading", { name: "No accounts yet" })).toBeVisible();
    const policy = answer?.headers()["content-security-policy"] ?? "";
    expect(policy).toContain("pusher.com");
    for (const name of standIns) {
      const address = process.env[name];
      if (address) expect([name, policy.includes(new URL(address, baseURL).host)]).toEqual([name, false]);
    }
  } finally {
    await window.close();
    await web.stop();
  }
});

test.describe("a server that may not start ends, and says why", () => {
  const superuserUrl = process.env.E2E_SUPERUSER_URL ?? "";
  for (const [what, changed, reason] of [
    ["without its secret", { NEXTAUTH_SECRET: "" }, "NEXTAUTH_SECRET is missing: it must be 32 random characters"],
    [
      "as a superuser of the database",
      { DATABASE_URL: superuserUrl },
      "DATABASE_URL: the role postgres is a superuser",
    ],
  ] as const)
    test(what, async () => {
      const { byItself, code, output } = await startedWith(changed);
      expect(output).toContain(reason);
      expect({ byItself, code }).toEqual({ byItself: true, code: 1 });
      expect(output).not.toMatch(/^ {4}at /m);
      expect(output).not.toMatch(/ready/i);
    });
});
