import { expect, type Locator, type Page } from "@playwright/test";

/** The frame of a workspace: member menu, switcher, toasts. */
export class Shell {
  constructor(readonly page: Page) {}

  /** The toast that says this. */
  toast(text: string | RegExp): Locator {
    return this.page.getByRole("listitem").filter({ hasText: text });
  }
  async undo(text: string | RegExp): Promise<void> {
    await this.toast(text).getByRole("button", { name: "Undo" }).click();
  }
  /** Keeps a toast from going while other things are looked at: it stays as long as it has the focus. */
  async keep(text: string | RegExp): Promise<void> {
    await this.toast(text).getByRole("button", { name: "Undo" }).focus();
  }
  get commands(): Locator {
    return this.page.getByRole("dialog", { name: "Command menu" });
  }
  /** Opens the command menu by its keys. */
  async openCommands(): Promise<void> {
    await this.page.keyboard.press("Control+k");
    await expect(this.commands).toBeVisible();
  }
  async openSwitcher(workspace: string): Promise<void> {
    await this.page.getByRole("button", { name: workspace }).click();
  }
  async signOut(member: string): Promise<void> {
    await this.page.getByRole("button", { name: member }).click();
    await this.page.getByRole("menuitem", { name: "Sign out" }).click();
  }
}
