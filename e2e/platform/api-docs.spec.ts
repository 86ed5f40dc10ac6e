import type { Page } from "@playwright/test";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createApiKey } from "@/modules/platform/identity/api-keys/operations";
import { serious } from "../serious";
import { expect, signIn, test } from "../test";

/** The documentation of the list of accounts. */
class ApiDocs {
  readonly #page: Page;
  readonly dialog;
  constructor(page: Page) {
    this.#page = page;
    this.dialog = page.getByRole("dialog");
  }

  async open(): Promise<void> {
    await this.#page.goto("/api/docs#tag/accounts/listAccounts");
    await expect(this.#page.getByRole("heading", { name: "Throughline API" })).toBeVisible();
  }

  /** Types a key; without one the request goes with the session. */
  async key(key: string): Promise<void> {
    await this.#page.getByRole("textbox", { name: /Token/ }).first().fill(key);
  }

  async send(): Promise<void> {
    await this.#page.getByRole("button", { name: /^Test Request ?\(get \/accounts\)$/i }).click();
    await this.dialog.getByRole("button", { name: /^Send/ }).first().click();
  }
}

test.describe("the documentation of the API", () => {
  test("a request is tried with the session, or with a key", async ({ page, firm }) => {
    await accountOperations.create(firm.ctx, { name: "Harbour Works" });
    const { key } = await createApiKey(firm.ctx, { name: "Teams only", scopes: ["team:view"] });
    const hosts = new Set<string>();
    page.on("request", (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol === "http:" || protocol === "https:") hosts.add(host);
    });
    await signIn(page, firm.owner);
    await page.goto(firm.at("/settings/profile"));
    await expect.poll(() => page.evaluate(() => document.cookie)).toContain(`workspace=${firm.slug}`);

    const docs = new ApiDocs(page);
    await docs.open();
    await expect(page.getByText(`go to the workspace ${firm.slug}, as you`)).toBeVisible();
    expect(await serious(page)).toEqual([]);
    await docs.send();
    await expect(docs.dialog).toContainText("200 OK");
    await expect(docs.dialog).toContainText("Harbour Works");

    await docs.open();
    await page.reload();
    await docs.key(key);
    await docs.send();
    await expect(docs.dialog).toContainText("403");
    await expect(docs.dialog).not.toContainText("Harbour Works");
    expect([...hosts], "asked besides our own server").toEqual([new URL(page.url()).host]);
  });

  test("nothing is found in what a person chooses as authentication", async ({ page }) => {
    await page.goto("/api/docs");
    await expect(page.getByText("Powered by Scalar")).toBeHidden();
    await page.getByRole("button", { name: /Selected Auth Type/ }).click();
    await page.getByRole("option", { name: "session & workspace" }).click();
    await page.getByRole("heading", { name: "Throughline API" }).click();
    await expect(page.getByRole("option")).toHaveCount(0);
    expect(await serious(page)).toEqual([]);
    await page.getByRole("button", { name: "session & workspace", exact: true }).click();
    await expect(page.getByText("X-Workspace", { exact: true })).toBeVisible();
    // The editable fields are Scalar's own comboboxes, which say nothing of their list while they have none.
    const ofScalar = /^aria-required-attr: <div [^>]*code-input-lite__editor/;
    expect((await serious(page)).filter((finding) => !ofScalar.test(finding))).toEqual([]);
  });

  test("the address stays that of the operation asked for until the reader acts", async ({ page }) => {
    await page.goto("/api/docs#tag/accounts/createAccount");
    const heading = page.getByRole("heading", { name: /^Creates an account/ });
    await expect(heading).toBeInViewport();
    // As Scalar does when another section passes by while it is drawn.
    const passBy = () => page.evaluate(() => history.replaceState({}, "", "#tag/accounts/listAccounts"));
    await passBy();
    await expect(page).toHaveURL(/#tag\/accounts\/createAccount$/);
    await expect(heading).toBeInViewport();
    await heading.click();
    await passBy();
    await expect(page).toHaveURL(/#tag\/accounts\/listAccounts$/);
  });

  test("the address of an object before leads to it", async ({ page }) => {
    await page.goto("/api/docs/accounts");
    await expect(page).toHaveURL(/\/api\/docs#tag\/accounts/);
    await expect(page.getByRole("heading", { name: "accounts", exact: true })).toBeInViewport();
  });
});
