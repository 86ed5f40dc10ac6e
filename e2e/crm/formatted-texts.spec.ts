import type { Page } from "@playwright/test";
import { textOfDoc } from "@/lib/rich-text/text";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { RecordPage } from "../pages/record";
import { expect, signIn, test } from "../test";
import type { Device } from "../windows";

/** Chooses what the menu of the editor offers first for a text. */
async function choose(page: Page, typed: string, name: string | RegExp): Promise<void> {
  await page.keyboard.type(typed);
  await expect(page.getByRole("option", { name }).first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  // If it still looks for the last letters, it inserts what it finds when that is there.
  await expect(page.getByRole("option")).toHaveCount(0);
}

/** Writes a list, a table, a member and a record into the open editor. */
async function writeAll(page: Page, member: string, record: string): Promise<void> {
  await page.keyboard.type("## Scope\n- Two cranes\nOne quay\n\n");
  await choose(page, "/table", /^Table/);
  await page.keyboard.type("Crane");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Tons");
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("Ask ");
  await choose(page, `@${member}`, new RegExp(member));
  await page.keyboard.type("about ");
  await choose(page, `@${record}`, new RegExp(record));
}

/** A phone has no keys for it. */
async function save(page: Page, device: Device): Promise<void> {
  if (device === "phone") await page.getByRole("button", { name: "Save", exact: true }).click();
  else await page.keyboard.press("ControlOrMeta+Enter");
}

const sizes: readonly Device[] = ["desktop", "phone"];

for (const device of sizes)
  test.describe(`a formatted text (${device})`, device === "phone" ? { tag: "@phone" } : {}, () => {
    test("has a list, a table, a member and a record, which others see at once", async ({ page, firm, browserOf }) => {
      const ada = await firm.join("admin", "Ada Reader");
      await firm.account({ name: "Northwind Ports" });
      const [opportunity] = await firm.opportunities([{ name: "Harbour crane", stage: "Lead" }]);
      const id = opportunity?.id ?? "";
      const stored = async () => (await opportunityOperations.get(firm.ctx, { id })).description;
      const other = await browserOf(ada);
      await other.goto(firm.at(`/opportunities/${id}${device === "phone" ? "?tab=details" : ""}`));
      await signIn(page, firm.owner);
      await page.goto(firm.at(`/opportunities/${id}${device === "phone" ? "?tab=details" : ""}`));
      const record = new RecordPage(page, "Harbour crane");
      await record.textButton("Description").click();
      await expect(record.text("Description")).toBeFocused();
      await writeAll(page, "Ada", "Northwind");
      await save(page, device);
      await expect(record.textButton("Description")).toBeFocused();
      const doc = (await stored())?.doc;
      expect(doc && textOfDoc(doc)).toContain("- Two cranes\n- One quay");

      await expect(other.getByRole("heading", { name: "Scope" })).toBeVisible();
      await expect(other.getByRole("listitem").filter({ hasText: "Two cranes" })).toBeVisible();
      await expect(other.getByRole("columnheader", { name: "Tons" })).toBeVisible();
      await expect(other.getByText("@Ada Reader").filter({ visible: true })).toBeVisible();
      await expect(other.getByRole("link", { name: "Northwind Ports" }).filter({ visible: true })).toBeVisible();

      await test.step("the member is notified once and mutes the record", async () => {
        await other.goto(firm.at("/inbox"));
        const line = other.getByRole("listitem").filter({ hasText: "mentioned you in Harbour crane" });
        await expect(line).toHaveCount(1);
        await expect(line).toContainText("You were mentioned");
        await line.hover();
        await line.getByRole("button", { name: /More|Options|Menu/ }).click();
        await other.getByRole("menuitem", { name: /^Mute/ }).click();
        await expect(other.getByText(/muted/i).first()).toBeVisible();
      });
    });

    test("that ends with a table opens, and closes unchanged without a question", async ({ page, firm }) => {
      const [opportunity] = await firm.opportunities([{ name: "Harbour crane", stage: "Lead" }]);
      const { id = "", version = 0 } = opportunity ?? {};
      const description = "Cranes:\n\n| Crane | Tons |\n|---|---|\n| A | 40 |";
      await opportunityOperations.update(firm.ctx, { id, version, description });
      await signIn(page, firm.owner);
      await page.goto(firm.at(`/opportunities/${id}${device === "phone" ? "?tab=details" : ""}`));
      const record = new RecordPage(page, "Harbour crane");
      await record.textButton("Description").click();
      await expect(record.text("Description")).toBeFocused();
      await page.getByRole("button", { name: "Cancel", exact: true }).click();
      await expect(record.textButton("Description")).toBeFocused();
      expect((await opportunityOperations.get(firm.ctx, { id })).version).toBe(version + 1);
    });

    test("that is not saved survives a closed page, and is offered again", async ({ page, firm }) => {
      const [opportunity] = await firm.opportunities([{ name: "Harbour crane", stage: "Lead" }]);
      const id = opportunity?.id ?? "";
      await signIn(page, firm.owner);
      const address = firm.at(`/opportunities/${id}${device === "phone" ? "?tab=details" : ""}`);
      await page.goto(address);
      const record = new RecordPage(page, "Harbour crane");
      await record.textButton("Description").click();
      await expect(record.text("Description")).toBeFocused();
      await page.keyboard.type("Half a thought");
      const kept = () => page.evaluate(() => JSON.stringify({ ...window.localStorage }));
      await expect.poll(kept).toContain("Half a thought");
      await page.reload();
      await page.getByRole("button", { name: "Restore" }).click();
      await expect(record.text("Description")).toContainText("Half a thought");
      await expect(record.text("Description")).toBeFocused();
      await save(page, device);
      await expect(record.text("Description")).toHaveCount(0);
      expect((await opportunityOperations.get(firm.ctx, { id })).description?.text).toBe("Half a thought");
      expect(await kept()).not.toContain("Half a thought");
    });
  });

test("that two people write is shown in both versions, and merged", async ({ page, firm }) => {
  const [opportunity] = await firm.opportunities([{ name: "Harbour crane", stage: "Lead" }]);
  const { id = "", version = 0 } = opportunity ?? {};
  await signIn(page, firm.owner);
  await page.goto(firm.at(`/opportunities/${id}`));
  const record = new RecordPage(page, "Harbour crane");
  await record.textButton("Description").click();
  await expect(record.text("Description")).toBeFocused();
  await page.keyboard.type("My sentence");
  await opportunityOperations.update(firm.ctx, { id, version, description: "Their sentence" });
  // Another field, saved meanwhile, brings the newest version to the page: the text was opened at an older one.
  await record.edit("Value", "44,000");
  await expect.poll(async () => (await opportunityOperations.get(firm.ctx, { id })).version).toBe(version + 2);
  await record.text("Description").press("ControlOrMeta+Enter");
  const dialog = page.getByRole("dialog").filter({ hasText: "Their sentence" });
  await expect(dialog).toContainText("My sentence");
  // Nothing is decided: the next save asks again.
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await record.text("Description").press("ControlOrMeta+Enter");
  await expect(dialog).toContainText("My sentence");
  expect((await opportunityOperations.get(firm.ctx, { id })).description?.text).toBe("Their sentence");
  await dialog.getByRole("button", { name: "Merge" }).click();
  await expect(record.text("Description")).toContainText("Their sentence");
  await record.text("Description").press("ControlOrMeta+Enter");
  await expect(dialog).toHaveCount(0);
  await expect
    .poll(async () => (await opportunityOperations.get(firm.ctx, { id })).description?.text)
    .toMatch(/^Their sentence\n(---\n)?My sentence$/);
});
