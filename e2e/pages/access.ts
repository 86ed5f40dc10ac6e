import type { Locator, Page } from "@playwright/test";
import { linkIn } from "../mailed";

/** The pages before a workspace: sign-in, sign-up, mailed links, reset, invitation. */
export class AccessPages {
  constructor(readonly page: Page) {}

  get email(): Locator {
    return this.page.getByRole("textbox", { name: "E-mail" });
  }
  password(label = "Password"): Locator {
    return this.page.getByLabel(label, { exact: true });
  }
  async signIn(email: string, password: string): Promise<void> {
    await this.email.fill(email);
    await this.password().fill(password);
    await this.page.getByRole("button", { name: "Sign in", exact: true }).click();
  }
  async signUp(person: { name: string; email: string; password: string }): Promise<void> {
    await this.page.getByLabel("Name", { exact: true }).fill(person.name);
    await this.email.fill(person.email);
    await this.password().fill(person.password);
    await this.page.getByRole("button", { name: "Create account" }).click();
  }
  /** Opens the link in the newest mail to this address, as a click in a mail program does. */
  async openMailedLink(address: string): Promise<void> {
    await this.page.goto(await linkIn(address));
  }
}
