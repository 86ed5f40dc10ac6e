import { join } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";

/** The wizard of imports, from the files to the report. */
export class ImportWizard {
  constructor(readonly page: Page) {}

  /** Chooses files in the browser's own dialog. */
  async choose(folder: string, names: readonly string[]): Promise<void> {
    const dialog = this.page.waitForEvent("filechooser");
    await this.page.getByRole("button", { name: /^(Choose|Add) files$/ }).click();
    await (await dialog).setFiles(names.map((name) => join(folder, name)));
    for (const name of names) await expect(this.page.getByRole("button", { name: `Remove ${name}` })).toBeVisible();
  }
  async match(): Promise<void> {
    await expect(this.button("Match columns")).toBeEnabled();
    await expect(this.button("Match columns")).not.toHaveAttribute("aria-busy", "true");
    await this.button("Match columns").click();
    await expect(this.page.getByRole("heading", { name: "Fix values" })).toBeVisible({ timeout: 60_000 });
  }
  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: typeof name === "string" });
  }
  /** A value that waits for a word. */
  value(reason: string | RegExp): Locator {
    return this.page.getByRole("listitem").filter({ hasText: reason });
  }
  async unit(column: string, unit: string): Promise<void> {
    await this.page.getByRole("combobox", { name: `Unit of ${column}` }).click();
    await this.page.getByRole("option", { name: unit }).click();
  }
  /** The line of an object in the preview or the report: "Deals 20 created 0 updated …". */
  counts(object: string): Locator {
    return this.page.getByRole("listitem").filter({ hasText: new RegExp(`^${object}`) });
  }
  async preview(): Promise<void> {
    await this.button("Go to preview").click();
    await expect(this.page.getByRole("heading", { name: "What the import will do" })).toBeVisible({ timeout: 60_000 });
  }
  async run(): Promise<void> {
    await this.button(/^Import [\d,]+ rows?$/).click();
    await expect(this.page.getByRole("status").filter({ hasText: /imported/ })).toBeVisible({ timeout: 120_000 });
  }
  async revert(): Promise<void> {
    await this.button("Revert import").click();
    await this.page
      .getByRole("alertdialog")
      .or(this.page.getByRole("dialog"))
      .getByRole("button", { name: "Revert import" })
      .click();
    await expect(this.page.getByRole("status").filter({ hasText: "Reverted" })).toBeVisible({ timeout: 60_000 });
  }
}
