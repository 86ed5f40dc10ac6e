import type { Locator, Page } from "@playwright/test";

/** A list as a spreadsheet. */
export class SheetPage {
  constructor(
    readonly page: Page,
    readonly label: string,
  ) {}

  /** The hydrated sheet: earlier key presses have no effect. */
  get grid(): Locator {
    return this.page.getByRole("grid", { name: this.label }).and(this.page.locator("[data-live]"));
  }
  row(name: string): Locator {
    return this.grid
      .locator("tbody tr")
      .filter({ has: this.page.getByRole("link", { name: new RegExp(`^\\d+, open ${name}$`) }) });
  }
  cell(name: string, column: string): Locator {
    return this.row(name).locator(`[data-column="${column}"]`);
  }
  get selected(): Locator {
    return this.grid.locator('[aria-selected="true"]');
  }
  /** The result of the last act. */
  get notice(): Locator {
    return this.page.getByRole("region", { name: this.label }).getByRole("status");
  }
}
