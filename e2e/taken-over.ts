import type { Page } from "@playwright/test";

/**
 * Waits until the app has hydrated the whole document and listens: earlier input has no effect. Runs in the page:
 * `waitForFunction` treats the promise of an async function as true, and adds half a megabyte to each document.
 */
export async function takenOver(page: Page): Promise<void> {
  try {
    await page.evaluate(async () => {
      if (!("__next_f" in window)) return;
      const idle = () => new Promise((begin) => requestIdleCallback(begin, { timeout: 2_000 }));
      // React marks an element when it hydrates it. There is no other sign for each part of a document.
      const isTaken = (control: Element) => Object.keys(control).some((key) => key.startsWith("__reactProps$"));
      // The documentation of the API is an application of its own, by Vue.
      const controls = ":is(a, button, input, textarea):not([data-v-app] *)";
      while (![...document.body.querySelectorAll(controls)].every(isTaken)) await idle();
      // Effects, such as the page's shortcuts, start before the browser is idle.
      await idle();
    });
  } catch (error) {
    const wentOn = error instanceof Error && error.message.includes("Execution context was destroyed");
    if (!wentOn) throw error;
    await takenOver(page);
  }
}

/** Makes each navigation of this page wait for hydration, unless the caller asks for the first byte only. */
export function patient(page: Page): Page {
  const { goto, reload, goBack, goForward } = page;
  page.goto = async (url, options) => {
    const answer = await goto.call(page, url, options);
    if (options?.waitUntil !== "commit") await takenOver(page);
    return answer;
  };
  for (const [name, way] of Object.entries({ reload, goBack, goForward }))
    Object.assign(page, {
      [name]: async (options: Parameters<Page["reload"]>[0]) => {
        const answer = await way.call(page, options);
        await takenOver(page);
        return answer;
      },
    });
  return page;
}
