import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { type Firm, makeFirm, type Person, password } from "./firm";

interface Fixtures {
  /** A workspace of this test's own, with an owner. */
  firm: Firm;
  /** A signed-in browser of its own for someone else. */
  browserOf(person: Person): Promise<Page>;
}

/** Tests of this project: a firm on demand, and no page may throw where nobody looks. */
export const test = base.extend<Fixtures>({
  firm: async ({ baseURL: _ }, use) => use(await makeFirm()),
  page: async ({ page }, use) => {
    const thrown = errorsOf(page);
    await use(page);
    expect(thrown, "what the page threw").toEqual([]);
  },
  browserOf: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (person) => {
      const context = await browser.newContext();
      contexts.push(context);
      const page = await context.newPage();
      await signIn(page, person);
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

function errorsOf(page: Page): string[] {
  const thrown: string[] = [];
  page.on("pageerror", (error) => thrown.push(error.message));
  return thrown;
}

/** Opens a session without the form, through the same door. */
export async function signIn(page: Page, person: Pick<Person, "email">): Promise<void> {
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  const answer = await page.request.post("/api/auth/callback/credentials", {
    form: { csrfToken, email: person.email, password, json: "true", callbackUrl: "/" },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
}

export { expect };
