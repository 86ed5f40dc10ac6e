import { expect, type Locator, type Page } from "@playwright/test";
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
  /** Until the page is taken over: what is typed before is lost, and its verb is off so long. */
  async ready(verb: string): Promise<void> {
    await expect(this.page.getByRole("button", { name: verb })).toBeEnabled();
  }
  async signIn(email: string, password: string): Promise<void> {
    await this.ready("Sign in");
    await this.email.fill(email);
    await this.password().fill(password);
    await this.page.getByRole("button", { name: "Sign in" }).click();
  }
  async signUp(person: { name: string; email: string; password: string }): Promise<void> {
    await this.ready("Create account");
    await this.page.getByLabel("Name", { exact: true }).fill(person.name);
    await this.email.fill(person.email);
    await this.password().fill(person.password);
    await this.page.getByRole("button", { name: "Create account" }).click();
  }
  /** Opens the link of the newest mail to this address, as a click in a mail program does. */
  async openMailedLink(address: string): Promise<void> {
    await this.page.goto(await linkIn(address));
  }
}
