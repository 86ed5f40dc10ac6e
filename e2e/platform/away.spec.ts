import { startCommand, startNode } from "@/local/child";
import { freePort } from "@/local/ports";
import { wireTo } from "@/test/tenancy/wire";
import { ready } from "../server";
import { patient } from "../taken-over";
import { expect, signIn, test } from "../test";

/** A separate server for this test, whose connection to the database can be cut or frozen. */
async function startWired() {
  const { DATABASE_URL = "", DATABASE_PLATFORM_URL = "" } = process.env;
  const wire = await wireTo(DATABASE_URL);
  const port = await freePort();
  const web = startNode([startCommand()], {
    show: false,
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      NEXTAUTH_URL: `http://localhost:${port}`,
      DATABASE_URL: wire.over(DATABASE_URL),
      DATABASE_PLATFORM_URL: wire.over(DATABASE_PLATFORM_URL),
    },
  });
  await ready(port, web.ended);
  return { wire, web, baseURL: `http://localhost:${port}` };
}

test("while the database is away every page says so with 503, and goes on when it is back", async ({
  browser,
  firm,
}) => {
  const { wire, web, baseURL } = await startWired();
  const window = await browser.newContext({ baseURL });
  try {
    const page = patient(await window.newPage());
    await signIn(page, firm.owner);
    await page.goto(firm.at("/accounts"));
    const products = page.getByRole("link", { name: "Products" });
    await expect(page.getByRole("heading", { name: "No accounts yet" })).toBeVisible();

    const other = patient(await window.newPage());
    const sawUnreachable = async () => {
      for (const address of ["/sign-in", firm.at("/settings/members")]) {
        const answer = await other.goto(address);
        expect(answer?.status()).toBe(503);
        expect(answer?.headers()["retry-after"]).toBe("2");
        await expect(other.getByRole("heading", { name: "Temporarily unavailable" })).toBeVisible();
      }
    };
    const goesOn = async () => {
      const members = other.getByRole("heading", { name: "Members", level: 1 });
      await expect(async () => {
        if (!(await members.isVisible()))
          await other.getByRole("button", { name: "Try again" }).click({ timeout: 5_000 });
        await expect(members).toBeVisible({ timeout: 10_000 });
      }).toPass();
    };

    await test.step("standing still: inside the app the frame stays, and the page can be tried again", async () => {
      wire.stand();
      await products.click();
      // The app notices later than a document; each wait is the server's own.
      await sawUnreachable();
      await expect(page.getByRole("heading", { name: "This page could not be loaded" })).toBeVisible();
      await expect(products).toBeVisible();
      wire.go();
      await page.getByRole("button", { name: "Try again" }).click();
      await expect(page.getByRole("heading", { name: "No products yet" })).toBeVisible();
      await goesOn();
    });

    await test.step("cut off", async () => {
      await wire.cut();
      await sawUnreachable();
      await wire.join();
      await goesOn();
    });
  } finally {
    await window.close();
    await web.stop();
    wire.go();
    await wire.cut().catch(() => undefined);
  }
});
