import { join } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";

const readingLabels = { sheet: "Sheet", encoding: "Encoding", separator: "Separator", header: "Header row" } as const;

/** How a file is to be read: choices of the dialog, and columns whose empty cells take the text above. */
type Reading = Partial<Record<keyof typeof readingLabels, string>> & { fill?: readonly string[] };

/** The wizard of imports, from the files to the report. */
export class ImportWizard {
  constructor(readonly page: Page) {}

  /** Chooses files in the browser's own dialog, and waits until they are listed. */
  async choose(folder: string, names: readonly string[]): Promise<void> {
    await this.hand(folder, names);
    for (const name of names) await expect(this.page.getByRole("button", { name: `Remove ${name}` })).toBeVisible();
  }
  async hand(folder: string, names: readonly string[]): Promise<void> {
    const dialog = this.page.waitForEvent("filechooser");
    await this.page.getByRole("button", { name: /^(Choose|Add) files$/ }).click();
    await (await dialog).setFiles(names.map((name) => join(folder, name)));
  }
  /** Chooses a file that lies on no disk. */
  async chooseBytes(name: string, bytes: Uint8Array): Promise<void> {
    const dialog = this.page.waitForEvent("filechooser");
    await this.page.getByRole("button", { name: /^(Choose|Add) files$/ }).click();
    await (await dialog).setFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });
    // A workbook with several sheets is named with the one that is read.
    await expect(this.page.getByRole("button", { name: `Remove ${name}` })).toBeVisible();
  }
  /** Goes from the files to their columns, once all files are read. */
  async columns(): Promise<void> {
    await expect(this.button("Match columns")).toBeEnabled();
    await expect(this.button("Match columns")).not.toHaveAttribute("aria-busy", "true");
    await this.button("Match columns").click();
  }
  async match(): Promise<void> {
    await this.columns();
    await expect(this.page.getByRole("heading", { name: "Fix values" })).toBeVisible();
  }
  /** Says that the file which is shown holds what it seems to hold. */
  async confirm(objects: string): Promise<void> {
    await this.button(`Yes, ${objects}`).click();
    await expect(this.button(`Yes, ${objects}`)).toHaveCount(0);
  }
  /** Changes the format of a file, and reads it again. */
  async readAs(file: string, said: Reading): Promise<void> {
    await this.button(new RegExp(`change how ${file} is read$`)).click();
    const dialog = this.page.getByRole("dialog", { name: `File settings of ${file}` });
    for (const [part, label] of Object.entries(readingLabels)) {
      const option = said[part as keyof typeof readingLabels];
      if (option === undefined) continue;
      await dialog.getByRole("combobox", { name: label }).click();
      await this.page.getByRole("option", { name: option }).click();
    }
    for (const column of said.fill ?? []) await dialog.getByRole("checkbox", { name: column, exact: true }).check();
    await dialog.getByRole("button", { name: "Read again" }).click();
    await expect(dialog).toHaveCount(0);
  }
  /** The open stages as the board will have them. */
  get stageOrder(): Locator {
    return this.page.getByRole("region", { name: "Open stages, in the order of the board" }).getByRole("listitem");
  }
  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: typeof name === "string" });
  }
  /** A value that needs a decision. */
  value(reason: string | RegExp): Locator {
    return this.page.getByRole("listitem").filter({ hasText: reason });
  }
  async unit(column: string, unit: string): Promise<void> {
    await this.page.getByRole("combobox", { name: `Unit of ${column}` }).click();
    await this.page.getByRole("option", { name: unit }).click();
  }
  /** Makes a custom field of a column, as its values suggest, and has the column fill it. */
  async newField(
    column: string,
    kind: string,
    select = this.page.getByRole("combobox", { name: `Field for ${column}` }),
  ) {
    await select.click();
    await this.page.getByRole("option", { name: "New field…" }).click();
    const dialog = this.page.getByRole("dialog", { name: `New field for ${column}` });
    await expect(dialog.getByLabel("Name")).toHaveValue(column);
    await expect(dialog.getByRole("combobox", { name: "Kind" })).toContainText(kind);
    await dialog.getByRole("button", { name: "Create field" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(select).toContainText(column);
  }
  /** The line of an object in the preview or the report: "Opportunities 20 created 0 updated …". */
  counts(object: string): Locator {
    return this.page.getByRole("listitem").filter({ hasText: new RegExp(`^${object}`) });
  }
  async preview(): Promise<void> {
    await this.button("Go to preview").click();
    await expect(this.page.getByRole("heading", { name: "What the import will do" })).toBeVisible();
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
    await expect(this.page.getByRole("status").filter({ hasText: "Reverted" })).toBeVisible();
  }
}
