import type { Locator, Page } from "@playwright/test";

/** The panel that shows one record beside its list. */
export class Peek {
  constructor(readonly page: Page) {}

  /** The panel that shows the record of this name. */
  of(name: string): Locator {
    return this.page.getByRole("region", { name, exact: true });
  }
  /** "2 of 4" */
  place(name: string): Locator {
    return this.of(name).getByText(/^\d+ of /);
  }
  button(name: string, label: string): Locator {
    return this.of(name).getByRole("button", { name: label, exact: true });
  }
}
