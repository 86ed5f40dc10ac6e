import { type Browser, chromium, type Page } from "@playwright/test";
import { findBrowser } from "../../scripts/browser";
import type { SignedIn } from "../data/sign-in";
import { type Figure, judge } from "../figure";
import type { Stage } from "../stage";

/** Kilobytes of JavaScript before nouns were declared once (6379cae), measured by this file, and the target. */
const routes: Record<string, { path: string; open?: true; before: number; aim?: number }> = {
  "sign-in": { path: "/sign-in", open: true, before: 292, aim: 200 },
  list: { path: "/accounts", before: 479, aim: 320 },
  board: { path: "/opportunities", before: 447, aim: 320 },
  settings: { path: "/settings/profile", before: 365, aim: 280 },
  "list of products": { path: "/products", before: 458 },
  "list of opportunities": { path: "/opportunities/list", before: 486 },
  inbox: { path: "/inbox", before: 360 },
};

/** P19: the JavaScript that a browser without a cache downloads for a route, in transferred bytes. */
export async function firstLoadFigures(stage: Stage): Promise<Figure[]> {
  const found = await findBrowser();
  const browser = await chromium.launch({ ...found, env: { ...process.env, ...found.env } });
  try {
    const figures: Figure[] = [];
    for (const [name, { path, open, before, aim }] of Object.entries(routes)) {
      const { bytes, files } = await scriptsOf(browser, stage, path, open ? null : stage.person);
      figures.push(
        judge({
          id: "P19",
          name: `JavaScript of the first load, ${name}`,
          value: bytes / 1000,
          baseline: before,
          unit: "kB gz",
          note: `${files} files${aim ? `, aim ${aim} kB` : ""}; baseline: before nouns were declared once`,
          bar: { of: "ratio", is: "at most", must: 1.05, stretch: aim ? aim / before : 1 },
        }),
      );
    }
    return figures;
  } finally {
    await browser.close();
  }
}

async function scriptsOf(browser: Browser, { app }: Stage, path: string, person: SignedIn | null) {
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1440, height: 900 } });
  try {
    if (person) {
      const [name = "", value = ""] = person.cookie.split("=");
      await context.addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
    }
    const page = await context.newPage();
    const sizes = watchScripts(page);
    const answer = await page.goto(person ? `/${person.workspace}${path}` : path);
    await page.waitForLoadState("networkidle");
    if (!answer?.ok() || !page.url().endsWith(path)) throw new Error(`${path} led to ${page.url()}.`);
    const all = await Promise.all(sizes);
    return { bytes: all.reduce((sum, size) => sum + size, 0), files: all.length };
  } finally {
    await context.close();
  }
}

/** The bytes of each script's body, as they come in. */
function watchScripts(page: Page): Promise<number>[] {
  const sizes: Promise<number>[] = [];
  page.on("requestfinished", (request) => {
    if (request.resourceType() === "script") sizes.push(request.sizes().then((size) => size.responseBodySize));
  });
  return sizes;
}
