import { expect, test } from "@playwright/test";
import { Client } from "pg";
import { makePerson, password } from "./firm";

async function superuser<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: process.env.E2E_SUPERUSER_URL });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

test.describe("the server of the browser tests", () => {
  test("answers, and its database and mail server do", async ({ request }) => {
    expect((await request.get("/api/health")).status()).toBe(200);
    expect((await request.get(process.env.MAIL_VIEW_URL ?? "")).status()).toBe(200);
    const rows = await superuser("SELECT current_database() AS name, current_user AS role");
    expect(rows).toEqual([{ name: "browser", role: "postgres" }]);
  });

  test("shows pages as large as the project says", { tag: "@everywhere" }, async ({ page, baseURL }, { project }) => {
    await page.goto("/api/health");
    expect(page.url()).toBe(`${baseURL}/api/health`);
    expect(page.viewportSize()?.width).toBe(project.name === "phone" ? 375 : 1440);
  });

  test("believes no network address that a client claims", async ({ request }) => {
    const { userId, email } = await makePerson("Fay Forger");
    const headers = { "x-forwarded-for": "203.0.113.7" };
    const { csrfToken } = await (await request.get("/api/auth/csrf", { headers })).json();
    const form = { csrfToken, email, password, json: "true", callbackUrl: "/" };
    expect((await request.post("/api/auth/callback/credentials", { headers, form })).ok()).toBe(true);
    const rows = await superuser<{ address: string }>("SELECT address FROM sessions WHERE user_id = $1", [userId]);
    expect(rows.map(({ address }) => address)).toEqual([expect.stringMatching(/^(::1|(::ffff:)?127\.0\.0\.1)$/)]);
  });

  test("says 413 to a request that is too large", async ({ request }) => {
    const answer = await request.post("/api/v1/accounts", { data: { name: "x".repeat(1_100_000) } });
    expect(answer.status()).toBe(413);
    expect(await answer.json()).toMatchObject({ error: { code: "VALIDATION" } });
  });
});
