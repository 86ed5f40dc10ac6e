import type { Locator, Page } from "@playwright/test";

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
  async openSwitcher(workspace: string): Promise<void> {
    await this.page.getByRole("button", { name: workspace }).click();
  }
  async signOut(member: string): Promise<void> {
    await this.page.getByRole("button", { name: member }).click();
    await this.page.getByRole("menuitem", { name: "Sign out" }).click();
  }
}
