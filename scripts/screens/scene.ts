import type { Page } from "@playwright/test";

export interface Walk {
  page: Page;
  phone: boolean;
  /** A page of somebody who has just signed in with a password; it is closed with the picture. */
  pageOf(email: string): Promise<Page>;
}

/** One picture of the tour: the person, and their steps before it is taken. */
export interface Scene {
  name: string;
  /** Mail address of the demo's person; undefined for a visitor. */
  as?: string;
  walk(walk: Walk): Promise<void>;
  /** Deletes the data that the walk has created. */
  after?: (walk: Walk) => Promise<void>;
}

/** A fully loaded page. */
export function look(name: string, as: string | null, path: string, then?: (walk: Walk) => Promise<unknown>): Scene {
  return {
    name,
    ...(as ? { as } : {}),
    async walk(walk) {
      await walk.page.goto(path);
      await settled(walk.page);
      await then?.(walk);
      await settled(walk.page);
    },
  };
}

async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  // Below the rows of a list its next page waits until one scrolls there.
  await page.waitForFunction(() =>
    [...document.querySelectorAll("[aria-busy=true]")].every((part) => part.getBoundingClientRect().top > innerHeight),
  );
  await page.evaluate(() => document.fonts.ready.then(() => true));
}

/** Every response of the API fails, as when the database is unreachable. */
export async function breakApi(page: Page): Promise<void> {
  await page.route("**/api/trpc/**", (route) => route.fulfill({ status: 503, body: "The database is away." }));
}

/** Opens the first record of a list with its own link. */
export async function openFirst({ page }: Walk): Promise<void> {
  await page.locator("tr[data-row] [data-open]").first().click();
  await page.getByRole("tablist").waitFor();
}
