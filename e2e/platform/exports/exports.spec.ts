import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import type { Firm } from "../../firm";
import { expect, signIn, test } from "../../test";

async function exported(page: Page): Promise<{ name: string; bytes: Buffer }> {
  const saving = page.waitForEvent("download");
  await page.getByRole("dialog").getByRole("button", { name: "Export", exact: true }).click();
  const file = await saving;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

async function open(page: Page, firm: Firm) {
  await firm.account({ name: "Alder Ports", industry: "logistics" });
  await firm.account({ name: '=HYPERLINK("https://evil.example")', industry: "energy" });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts?q=a"));
  await page.getByRole("button", { name: "Export" }).click();
  await expect(page.getByRole("dialog", { name: "Export accounts" })).toContainText("2 accounts.");
}

test("a list is exported as CSV with its columns, then as a workbook", async ({ page, firm }) => {
  await open(page, firm);
  const csv = await exported(page);
  expect(csv.name).toMatch(/^accounts-\d{4}-\d\d-\d\d\.csv$/);
  const text = csv.bytes.toString("utf8");
  expect(text).toMatch(/^\ufeffId,Name,/);
  expect(text).toContain("Alder Ports");
  expect(text).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("radio", { name: "Excel" }).click();
  await page.getByRole("radio", { name: "All columns" }).click();
  const workbook = await exported(page);
  expect(workbook.name).toMatch(/\.xlsx$/);
  expect(workbook.bytes.subarray(0, 2).toString()).toBe("PK");
});

test("a list is exported on a phone", { tag: "@phone" }, async ({ page, firm }) => {
  await open(page, firm);
  expect((await exported(page)).bytes.toString("utf8")).toContain("Alder Ports");
});

test("a member without the right has no export", async ({ firm, browserOf }) => {
  const page = await browserOf(await firm.join("member", "Mia Member"));
  await page.goto(firm.at("/accounts"));
  await expect(page.getByRole("button", { name: "Columns" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Export" })).toHaveCount(0);
});

test("selected records are copied as a table", async ({ page, firm, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await firm.account({ name: "Alder Ports" });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts"));
  await page
    .getByRole("row", { name: /Alder Ports/ })
    .getByRole("checkbox")
    .click();
  await page.getByRole("button", { name: "Copy as table" }).click();
  await expect(page.getByText("1 account copied as a table.")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const [headers = "", cells = ""] = copied.split("\n");
  expect(cells).toMatch(/^[0-9a-f-]{36}\tAlder Ports/);
  // The columns of the list, and no hidden one.
  expect(headers.split("\t").slice(0, 2)).toEqual(["Id", "Name"]);
  expect(headers).toContain("Type");
  expect(headers).not.toContain("Website");
});
