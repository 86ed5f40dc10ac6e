import type { Page } from "@playwright/test";

/** Waits until the app has taken over all of its document, and listens: what is done to it before, nobody hears. */
export async function takenOver(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    if (!("__next_f" in window)) return true;
    const controls = [...document.body.querySelectorAll("a, button, input, textarea")];
    // React marks an element when it takes it over. Nothing else tells it of every part of a document.
    if (!controls.every((control) => Object.keys(control).some((key) => key.startsWith("__reactProps$")))) return false;
    // Its effects, such as the keys of the page, begin before the browser has nothing else to do.
    await new Promise((idle) => requestIdleCallback(idle, { timeout: 2_000 }));
    return true;
  });
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
