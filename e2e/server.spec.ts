import { expect, test } from "@playwright/test";
import { Client } from "pg";

test.describe("the server of the browser tests", () => {
  test("answers, and its database and mail server do", async ({ request }) => {
    expect((await request.get("/api/health")).status()).toBe(200);
    expect((await request.get(process.env.MAIL_VIEW_URL ?? "")).status()).toBe(200);
    const client = new Client({ connectionString: process.env.E2E_SUPERUSER_URL });
    await client.connect();
    const { rows } = await client.query("SELECT current_database() AS name, current_user AS role");
    await client.end();
    expect(rows).toEqual([{ name: "browser", role: "postgres" }]);
  });

  test("shows pages as large as the project says", { tag: "@everywhere" }, async ({ page, baseURL }, { project }) => {
    await page.goto("/api/health");
    expect(page.url()).toBe(`${baseURL}/api/health`);
    expect(page.viewportSize()?.width).toBe(project.name === "phone" ? 375 : 1440);
  });
});
