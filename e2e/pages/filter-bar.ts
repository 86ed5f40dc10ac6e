import type { Locator, Page } from "@playwright/test";

/** The bar above a list or board: chips, the builder of one filter, the builder of a group. */
export class FilterBar {
  constructor(readonly page: Page) {}

  /** The text of a chip, which also opens its builder: "Owner is Olive Owner". */
  chip(words: string): Locator {
    return this.page.getByRole("button", {
      name: new RegExp(`^${words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}( \\(\\d+\\))? edit$`),
    });
  }
  get group(): Locator {
    return this.page.getByRole("dialog", { name: "Filter group" });
  }
  /** Chooses a field in the open builder. */
  async field(label: string): Promise<void> {
    await this.page.getByRole("option", { name: label, exact: true }).click();
  }
  /** One filter with a typed value. */
  async type(label: string, text: string): Promise<void> {
    await this.field(label);
    await this.page.getByRole("textbox", { name: label }).fill(text);
    await this.page.keyboard.press("Enter");
  }
  /** Starts a group; its builder asks for the first field. */
  async startGroup(): Promise<void> {
    await this.page.getByRole("button", { name: "Filter", exact: true }).click();
    await this.page.getByRole("option", { name: /^Filter group/ }).click();
  }
  async addToGroup(label: string, text: string): Promise<void> {
    await this.group.getByRole("button", { name: "Add filter" }).click();
    await this.type(label, text);
  }
  async applyGroup(): Promise<void> {
    await this.group.getByRole("button", { name: "Apply group" }).click();
  }
  async matchAny(): Promise<void> {
    await this.page.getByRole("button", { name: "Match: All" }).click();
    await this.page.getByRole("menuitemradio", { name: "Any filter" }).click();
  }
}
