import type { Page } from "@playwright/test";

/** The files with the code of the app. */
export const codeFiles = "**/_next/static/chunks/**";

/** A browser that saves data loads nothing ahead; else an idle moment may load a part before a test asks for it. */
export async function withoutLoadingAhead(page: Page): Promise<void> {
  await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
}

/** Holds the code with a text, wherever it is asked for; the returned function lets it through. */
export async function holdCodeWith(page: Page, text: string): Promise<() => void> {
  let go = () => {};
  const open = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route(codeFiles, async (route) => {
    const response = await route.fetch();
    if ((await response.text()).includes(text)) await open;
    await route.fulfill({ response });
  });
  return go;
}

/** Holds the code that is asked for from now on; the returned function lets it through. */
export async function holdCode(page: Page): Promise<() => void> {
  let go = () => {};
  const open = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route(codeFiles, async (route) => {
    await open;
    await route.continue();
  });
  return go;
}
