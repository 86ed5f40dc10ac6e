import type { Locator, Page } from "@playwright/test";

/** The pages of the settings: fields, dialogs, menus of rows. */
export class SettingsPages {
  constructor(readonly page: Page) {}

  get dialog(): Locator {
    return this.page.getByRole("dialog").or(this.page.getByRole("alertdialog"));
  }
  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: typeof name === "string" });
  }
  /** The last button with this label in the open dialog. */
  async confirm(action: string): Promise<void> {
    await this.dialog.getByRole("button", { name: action, exact: true }).click();
    await this.dialog.waitFor({ state: "hidden" });
  }
  /** Picks from a closed list. */
  async select(label: string, option: string): Promise<void> {
    await this.page.getByRole("combobox", { name: label, exact: true }).click();
    await this.page.getByRole("option", { name: option, exact: true }).click();
  }
  /** Searches in a long list by typing. */
  async find(label: string, text: string, option: string | RegExp): Promise<void> {
    await this.page.getByRole("combobox", { name: label, exact: true }).click();
    await this.page.getByPlaceholder(label).fill(text);
    await this.page.getByRole("option", { name: option }).first().click();
  }
  /** Opens the menu of a row and chooses an action. */
  async act(row: string, act: string): Promise<void> {
    await this.button(`More for ${row}`).click();
    await this.page.getByRole("menuitem", { name: act, exact: true }).click();
  }
  /** Replaces the text of an inline field. */
  async edit(label: string, text: string): Promise<void> {
    await this.page.getByRole("button", { name: `Edit ${label}:` }).click();
    const field = this.page.getByRole("combobox", { name: label, exact: true });
    await field.fill(text);
    await field.press("Enter");
  }
  /** The names of a list's rows, in order. */
  names(list: string): Locator {
    return this.page.getByRole("list", { name: list }).getByRole("button", { name: /^Edit name of/ });
  }
}
