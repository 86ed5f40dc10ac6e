import type { Locator, Page } from "@playwright/test";

/** The page of one record: inline details, tabs, timeline. */
export class RecordPage {
  constructor(
    readonly page: Page,
    readonly name: string,
  ) {}

  field(label: string): Locator {
    return this.page.getByRole("button", { name: `Edit ${label}:` });
  }
  /** Opens a field of the details, replaces its text, and saves with Enter. */
  async edit(label: string, text: string): Promise<void> {
    await this.field(label).click();
    await this.page.getByRole("combobox", { name: label, exact: true }).fill(text);
    await this.page.keyboard.press("Enter");
  }
  /** The same for a choice of a record, searched while typing. */
  async pick(label: string, name: string): Promise<void> {
    await this.field(label).click();
    await this.page.getByRole("combobox", { name: label, exact: true }).fill(name);
    await this.page.getByRole("option", { name }).click();
  }
  /** The button that opens the editor of a formatted text. */
  textButton(label: string): Locator {
    return this.page.getByRole("button", { name: `Edit ${label}`, exact: true });
  }
  /** The editor of a formatted text, which is open. */
  text(label: string): Locator {
    return this.page.getByRole("textbox", { name: label, exact: true });
  }
  async tab(name: string): Promise<void> {
    await this.page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
  }
  /** The timeline's entries, newest first. */
  get timelineEntries(): Locator {
    return this.page.getByRole("region", { name: `Timeline of ${this.name}` }).getByRole("article");
  }
  stage(name: string): Locator {
    return this.page.getByRole("navigation", { name: "Stages" }).getByRole("button", { name: new RegExp(`^${name}`) });
  }
  get currentStage(): Locator {
    return this.page.getByRole("navigation", { name: "Stages" }).locator("[aria-current=step]");
  }
}
