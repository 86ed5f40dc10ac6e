import { expect, type Locator, type Page } from "@playwright/test";

/** The frame of a workspace: member menu, switcher, toasts. */
export class Shell {
  constructor(readonly page: Page) {}

  /** The toast with this text. */
  toast(text: string | RegExp): Locator {
    return this.page.getByRole("listitem").filter({ hasText: text });
  }
  async undo(text: string | RegExp): Promise<void> {
    await this.toast(text).getByRole("button", { name: "Undo" }).click();
  }
  /** Keeps a toast open while other things are checked: it stays as long as it has the focus. */
  async keep(text: string | RegExp): Promise<void> {
    await this.toast(text).getByRole("button", { name: "Undo" }).focus();
  }
  get commands(): Locator {
    return this.page.getByRole("dialog", { name: "Command menu" });
  }
  /** Opens the command menu with its shortcut. */
  async openCommands(): Promise<void> {
    await this.page.keyboard.press("Control+k");
    await expect(this.commands.locator("input")).toBeFocused();
  }
  async openSwitcher(workspace: string): Promise<void> {
    await this.page.getByRole("button", { name: workspace }).click();
  }
  async signOut(member: string): Promise<void> {
    await this.page.getByRole("button", { name: member }).click();
    await this.page.getByRole("menuitem", { name: "Sign out" }).click();
  }
}
