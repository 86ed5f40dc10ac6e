import type { Page } from "@playwright/test";

/**
 * Waits until the app has taken over all of its document, and listens: what is done to it before, nobody hears. In the page:
 * `waitForFunction` takes the promise of an async function for its yes, and brings half a megabyte into each document.
 */
export async function takenOver(page: Page): Promise<void> {
  try {
    await page.evaluate(async () => {
      if (!("__next_f" in window)) return;
      const idle = () => new Promise((begin) => requestIdleCallback(begin, { timeout: 2_000 }));
      // React marks an element when it takes it over. Nothing else tells it of every part of a document.
      const isTaken = (control: Element) => Object.keys(control).some((key) => key.startsWith("__reactProps$"));
      while (![...document.body.querySelectorAll("a, button, input, textarea")].every(isTaken)) await idle();
      // Its effects, such as the keys of the page, begin before the browser has nothing else to do.
      await idle();
    });
  } catch (error) {
    const wentOn = error instanceof Error && error.message.includes("Execution context was destroyed");
    if (!wentOn) throw error;
    await takenOver(page);
  }
}

/** Has each way of this page to a document wait until that is taken over, but for who asks for its first byte only. */
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
