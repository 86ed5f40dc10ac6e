import { type BrowserContext, test as base, expect, type Page, type PlaywrightTestOptions } from "@playwright/test";
import { env } from "@/env";
import { openSession } from "@/test/session";
import { type Firm, makeFirm, type Person } from "./firm";
import { type LivedIn, makeLivedIn } from "./lived-in";
import { slowed } from "./slow-network";
import { patient } from "./taken-over";
import { type Device, Windows } from "./windows";

interface Fixtures {
  /** A separate workspace for this test, with an owner. */
  firm: Firm;
  /** The device of the page: a phone if the test has `{ tag: "@phone" }`. */
  device: Device;
  /** A separate signed-in browser for another person. */
  browserOf(person: Person): Promise<Page>;
  /** A page of the owner of `sample`. */
  samplePage: Page;
}

/**
 * Created once per worker, by the first test that needs it. All tests share one kind of worker: a new one costs
 * seconds.
 */
interface Shared {
  windows: Windows;
  /** A workspace with data on every page, for tests that change nothing. */
  sample: LivedIn;
  sampleWindow: BrowserContext;
}

/** Tests of this project: a workspace on demand, and no page may throw unnoticed. */
export const test = base.extend<Fixtures, Shared>({
  windows: [
    async ({ browser }, use, { project }) => {
      await use(new Windows(browser, windowOptions(project.use)));
    },
    { scope: "worker" },
  ],
  sample: [async ({ browserName: _ }, use) => use(await makeLivedIn()), { scope: "worker", timeout: 300_000 }],
  sampleWindow: [
    async ({ windows, sample }, use) => {
      const { window } = await windows.lend("desktop");
      const page = await window.newPage();
      await signIn(page, sample.firm.owner);
      await page.close();
      await use(window);
    },
    { scope: "worker" },
  ],
  firm: async ({ baseURL: _ }, use) => use(await makeFirm()),
  device: async ({ baseURL: _ }, use, { tags }) => use(tags.includes("@phone") ? "phone" : "desktop"),
  context: async ({ windows, device, locale }, use) => {
    const { window, giveBack } = await windows.lend(device, locale);
    await use(window);
    await giveBack();
  },
  page: async ({ page }, use) => watched(page, use),
  samplePage: async ({ sampleWindow }, use) => {
    const page = await sampleWindow.newPage();
    await watched(page, use);
    await page.close();
  },
  browserOf: async ({ windows, device, locale }, use) => {
    const lent: (() => Promise<void>)[] = [];
    await use(async (person) => {
      const { window, giveBack } = await windows.lend(device, locale);
      lent.push(giveBack);
      const page = patient(await slowed(await window.newPage()));
      await signIn(page, person);
      return page;
    });
    for (const giveBack of lent) await giveBack();
  },
});

function windowOptions({ baseURL = "", locale = "", timezoneId = "", contextOptions }: Partial<PlaywrightTestOptions>) {
  return { ...contextOptions, baseURL, locale, timezoneId };
}

async function watched(page: Page, use: (page: Page) => Promise<void>): Promise<void> {
  const thrown: string[] = [];
  page.on("pageerror", (error) => thrown.push(error.message));
  await use(patient(await slowed(page)));
  expect(thrown, "what the page threw").toEqual([]);
}

/** Opens a session in the browser of a page, without the form. */
export async function signIn(page: Page, person: Pick<Person, "userId">): Promise<void> {
  const cookie = await openSession(person);
  await page.context().addCookies([{ ...cookie, url: env.NEXTAUTH_URL, httpOnly: true, sameSite: "Lax" }]);
}

export { expect };
