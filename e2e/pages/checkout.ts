import type { Locator, Page } from "@playwright/test";

/** The page of the local payments server on which a plan is bought. */
export class CheckoutPage {
  constructor(readonly page: Page) {}

  get refusal(): Locator {
    return this.page.getByRole("alert");
  }
  async fillAddress(): Promise<void> {
    await this.page.getByRole("heading", { name: "Pay with a test card" }).waitFor();
    const facts = { "Street and number": "12 Quay Road", "Postal code": "60601", City: "Chicago" };
    for (const [label, text] of Object.entries(facts)) await this.page.getByLabel(label).fill(text);
    await this.page.getByLabel("Country, two letters").fill("US");
  }
  /** Pays with the test card of this title. */
  async payBy(card: string): Promise<void> {
    await this.page.getByText(card, { exact: true }).click();
    await this.page.getByRole("button", { name: /^Pay \$/ }).click();
  }
  /** The 3-D Secure step of the test bank. */
  async answerBank(answer: "Confirm payment" | "Refuse"): Promise<void> {
    await this.page.getByRole("button", { name: answer }).click();
  }
}
