import type { Locator, Page } from "@playwright/test";

/** A list of records: search, filters, rows, cells, the bar of selected rows. */
export class ListPage {
  constructor(
    readonly page: Page,
    readonly label: string,
  ) {}

  /** The hydrated list: earlier key presses have no effect. */
  get grid(): Locator {
    const { page, label } = this;
    return page.getByRole("grid", { name: label }).or(this.tree).and(page.locator("[data-live]"));
  }
  /** The same while it is drawn as a tree. */
  get tree(): Locator {
    return this.page.getByRole("treegrid", { name: this.label });
  }
  row(name: string | RegExp): Locator {
    return this.grid.getByRole("row").filter({ has: this.page.getByRole("link", { name, exact: true }) });
  }
  /** All rendered rows, without the head. */
  get rows(): Locator {
    return this.grid.locator("tbody tr[data-row]");
  }
  /** The rendered group heads. */
  get groups(): Locator {
    return this.grid.locator("tbody tr[data-group]");
  }
  cell(name: string | RegExp, column: string): Locator {
    return this.row(name).locator(`[data-column="${column}"]`);
  }
  head(column: string): Locator {
    return this.grid.getByRole("columnheader", { name: column });
  }
  get search(): Locator {
    return this.page.getByRole("searchbox", { name: /^Search .* by name$/ });
  }
  get bulk(): Locator {
    return this.page.getByLabel("Selected rows");
  }
  /** Opens the editor of a cell: the first click selects it, the second one edits. */
  async edit(name: string | RegExp, column: string, editor: string | RegExp): Promise<Locator> {
    await this.cell(name, column).click();
    await this.cell(name, column).click();
    return this.page.getByRole("combobox", { name: editor });
  }
  /** The rendered names, from the top. */
  async names(): Promise<string[]> {
    const links = this.rows.locator("[data-open]");
    return links.evaluateAll((all) =>
      all
        .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((link) => link.textContent ?? ""),
    );
  }
  /** The rendered records, unordered: names may repeat. */
  async ids(): Promise<string[]> {
    return await this.rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-row") ?? ""));
  }
}
