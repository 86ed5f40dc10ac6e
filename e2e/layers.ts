import { expect, type Locator, type Page } from "@playwright/test";

/** A layer over the page: a dialog, a sheet, a popover, a menu. */
export interface Layer {
  /** Its file below src. */
  of: string;
  open(page: Page): Promise<unknown>;
  box(page: Page): Locator;
  /** How it is closed, if neither a button in it nor a tap beside it does. */
  away?(page: Page): Promise<unknown>;
}

/** The labels of buttons that close a layer and do nothing else. */
const AWAY = /^(Cancel|Close|Keep editing|Keep running|Continue import|Done)$/;

/** Closes a layer as a phone user does: with its button, else with a tap above it. */
async function closeLayer(page: Page, box: Locator): Promise<void> {
  const button = box.getByRole("button", { name: AWAY });
  if ((await button.count()) > 0) await button.first().tap();
  else {
    // Radix listens for taps from the next turn of the event loop on; no finger is faster, but a test is.
    await page.evaluate(() => new Promise((listening) => requestAnimationFrame(() => setTimeout(listening))));
    // Beside the title of the page, where there is nothing to press.
    await page.touchscreen.tap(187, 6);
  }
}

/** Opens a layer and closes it; `times` 2, because a fault may show only when it returns. */
export async function openAndClose(page: Page, { of, open, box, away }: Layer, times: 1 | 2): Promise<void> {
  for (let turn = 1; turn <= times; turn++) {
    const layer = box(page).last();
    await open(page);
    await expect(layer, `${of}, opened (${turn})`).toBeVisible();
    if (away) await away(page);
    else await closeLayer(page, layer);
    await expect(layer, `${of}, closed (${turn})`).toBeHidden();
    await expect(page.getByText("This page could not be loaded"), of).toHaveCount(0);
  }
}

type Role = Parameters<Page["getByRole"]>[0];
type Name = string | RegExp;

/** Named exactly, unless a pattern is given. */
export const by = (page: Page | Locator, role: Role, name: Name) =>
  page.getByRole(role, { name, exact: typeof name === "string" });

/** Taps a button of the page. */
export const tap = (name: Name) => (page: Page) => by(page, "button", name).first().tap();

/** Taps through menus: the button, then one of the items. */
export const choose = (button: Name, line: Name) => async (page: Page) => {
  await tap(button)(page);
  await page.getByRole("menu").locator("[role^=menuitem]").filter({ hasText: line }).first().tap();
};

export const dialog = (name: Name) => (page: Page) => by(page, "dialog", name).or(by(page, "alertdialog", name));
export const menu = (page: Page) => page.getByRole("menu");
