import type { Page } from "@playwright/test";

/** Holds the calls of an operation, or those whose address contains `of`, until the test releases them. */
export async function hold(page: Page, operation: string, of = "") {
  let go: () => void = () => undefined;
  const open = new Promise<void>((resolve) => {
    go = resolve;
  });
  const held: string[] = [];
  await page.route(
    (url) => url.pathname.includes(operation) && decodeURIComponent(url.search).includes(of),
    async (route) => {
      held.push(route.request().url());
      await open;
      await route.continue();
    },
  );
  return { held, release: () => go() };
}
