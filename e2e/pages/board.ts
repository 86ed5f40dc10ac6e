import { expect, type Locator, type Page } from "@playwright/test";

/** The pipeline as a board. */
export class BoardPage {
  constructor(readonly page: Page) {}

  /** The hydrated board: earlier key presses have no effect. */
  get live(): Locator {
    return this.page.locator("[data-live]");
  }
  column(name: string): Locator {
    return this.live.getByRole("region", { name, exact: true });
  }
  /** Name, count and total of an open column, as one text. */
  head(name: string): Locator {
    return this.column(name).getByRole("banner").or(this.column(name).locator("header")).first();
  }
  /** A closed stage, while it is collapsed. */
  collapsed(name: string): Locator {
    return this.page.getByRole("button", { name: new RegExp(`^Open ${name} `) });
  }
  /** By its title; what a screen reader says of it begins with that. */
  card(name: string, column?: string): Locator {
    const title = this.page.getByText(name, { exact: true });
    return (column ? this.column(column) : this.live).locator("[data-card]").filter({ has: title });
  }
  /** The names of a column's cards from the top. */
  async names(column: string): Promise<(string | null)[]> {
    const cards = this.column(column).locator("[data-card]");
    return cards.evaluateAll((all) =>
      all
        .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((card) => card.querySelector("span")?.textContent ?? null),
    );
  }
  /** The latest screen reader announcement. */
  get announced(): Locator {
    return this.page.locator("p[aria-live=assertive]");
  }

  /** Drags a card with the mouse over a point of a column, or over a collapsed one. */
  async drag(card: Locator, over: Locator, at?: { x: number; y: number }): Promise<void> {
    const from = await middleOf(card);
    const box = await over.boundingBox();
    if (!box) throw new Error("The place to drop is not shown.");
    const to = at ? { x: box.x + at.x, y: box.y + at.y } : { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(from.x + 8, from.y + 8);
    await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 });
    await mouse.move(to.x, to.y, { steps: 5 });
    // It drops where the preview is, which follows the pointer with a delay.
    await expect(over).toHaveAttribute("data-over");
  }
  /** The position of a dragged card's slot, in the window. */
  async slotTop(column: string): Promise<number> {
    const box = await this.column(column).locator("li[aria-hidden=true]").boundingBox();
    return box?.y ?? Number.POSITIVE_INFINITY;
  }
  /** Opens the menu of a card, which moves it without dragging. */
  async openMenu(card: string): Promise<void> {
    await this.card(card).hover();
    await this.live.getByRole("button", { name: `Move ${card}`, exact: true }).click();
  }
  async drop(): Promise<void> {
    await this.page.mouse.up();
    await expect(this.page.locator("[data-lifted]")).toHaveCount(0);
  }
}

/** The middle of the visible part, in the window. */
export async function middleOf(target: Locator): Promise<{ x: number; y: number }> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error("It is not shown.");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
