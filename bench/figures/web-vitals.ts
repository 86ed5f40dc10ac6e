import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "@playwright/test";
import type * as WebVitals from "web-vitals";
import { findBrowser } from "../../scripts/browser";
import { type Figure, judge, percentile, rounded } from "../figure";
import type { Stage } from "../stage";

const LOADS = 10;
/** How many times slower the processor is for the page. */
const THROTTLE = 4;
/** The emptiest page within the shell of a workspace: to an admin it says, without a query, that it is for owners. */
const EMPTY = "settings/ending";

type Vitals = { lcp?: number; cls?: number; inp?: number };
/** The vitals of one load, and the INP after each step of its use. */
type Load = Vitals & { steps: number[] };
declare global {
  interface Window {
    webVitals: typeof WebVitals;
    benchVitals: Vitals;
  }
}

/** P21: how a list loads and answers in a browser on a slow machine, compared with an empty page of the same shell. */
export async function webVitalFigures(stage: Stage, loads = LOADS): Promise<Figure[]> {
  const found = await findBrowser();
  const browser = await chromium.launch({ ...found, env: { ...process.env, ...found.env } });
  try {
    const [list, empty]: [Load[], Load[]] = [[], []];
    // In turns, so that a busy moment of the machine affects both; the first pair warms the server up.
    for (let load = -1; load < loads; load++) {
      const bare = await measure(browser, stage, EMPTY, []);
      const used = await measure(browser, stage, "accounts", listSteps);
      if (load < 0) continue;
      empty.push(bare);
      list.push(used);
    }
    return figuresOf(list, empty);
  } finally {
    await browser.close();
  }
}

function figuresOf(list: readonly Load[], empty: readonly Load[]): Figure[] {
  const p75 = (all: readonly Load[], key: keyof Vitals) => p75Of(all.map((load) => load[key] ?? Number.NaN));
  const range = (all: readonly Load[]) => {
    const times = all.map(({ lcp }) => lcp ?? Number.NaN);
    return `${rounded(Math.min(...times))} to ${rounded(Math.max(...times))} ms`;
  };
  const steps = listSteps.map(
    ({ name }, at) => `${p75Of(list.map((load) => load.steps[at] ?? Number.NaN))} ms ${name}`,
  );
  const loads = `p75 of ${list.length} loads, processor ${THROTTLE} times slower`;
  return [
    judge({
      id: "P21",
      name: "LCP of a list, p75",
      value: p75(list, "lcp"),
      unit: "ms",
      baseline: p75(empty, "lcp"),
      note: `${loads}; ${range(list)}; baseline is an empty page, ${range(empty)}`,
      bar: { of: "ratio", is: "at most", must: 2.5, stretch: 1.5 },
    }),
    judge({
      id: "P21",
      name: "INP of a list, p75",
      value: p75(list, "inp"),
      unit: "ms",
      note: `${loads}; ${steps.join(", ")}`,
      bar: { of: "value", is: "at most", must: 150, stretch: 80 },
    }),
    judge({
      id: "P21",
      name: "CLS of a list, p75",
      value: p75(list, "cls"),
      unit: "shift",
      note: `${loads}; ${rounded(p75(empty, "cls"))} on an empty page`,
      bar: { of: "value", is: "at most", must: 0.05, stretch: 0.02 },
    }),
  ];
}

/** The 75th percentile; of a list with a missing number it is missing too. */
const p75Of = (numbers: readonly number[]) => (numbers.some(Number.isNaN) ? Number.NaN : percentile(numbers, 75));

/** Loads a page without a cache, uses it step by step, and returns its web vitals. */
async function measure(browser: Browser, { app, person }: Stage, path: string, use: readonly Step[]): Promise<Load> {
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1440, height: 900 } });
  try {
    const [name = "", value = ""] = person.cookie.split("=");
    await context.addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
    const page = await context.newPage();
    await page.addInitScript({ path: createRequire(import.meta.url).resolve("web-vitals") });
    await page.addInitScript(() => {
      window.benchVitals = {};
      const all = { reportAllChanges: true, durationThreshold: 16 };
      window.webVitals.onLCP(({ value }) => Object.assign(window.benchVitals, { lcp: value }), all);
      window.webVitals.onCLS(({ value }) => Object.assign(window.benchVitals, { cls: value }), all);
      window.webVitals.onINP(({ value }) => Object.assign(window.benchVitals, { inp: value }), all);
    });
    await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: THROTTLE });
    await page.goto(`/${person.workspace}/${path}`);
    await page.waitForLoadState("networkidle");
    if (!page.url().endsWith(path)) throw new Error(`${path} led to ${page.url()}.`);
    const steps: number[] = [];
    for (const { act } of use) {
      await act(page);
      await page.waitForLoadState("networkidle");
      // An event is reported with the frame that follows it.
      await page.evaluate(() => new Promise((shown) => requestAnimationFrame(() => setTimeout(shown, 200))));
      steps.push(await page.evaluate(() => window.benchVitals.inp ?? Number.NaN));
    }
    return { ...(await page.evaluate(() => window.benchVitals)), steps };
  } finally {
    await context.close();
  }
}

type Step = { name: string; act(page: Page): Promise<void> };

const gridOf = (page: Page) => page.locator("[data-live][role=grid]");
/** The usual acts in a list. INP is of the slowest so far. */
const listSteps: readonly Step[] = [
  {
    name: "after a row was selected",
    async act(page) {
      await gridOf(page).locator("tbody [role=checkbox], tbody input[type=checkbox]").first().click();
      await page.getByLabel("Selected rows").waitFor();
    },
  },
  {
    name: "after a column was sorted",
    act: (page) => gridOf(page).getByRole("columnheader").getByRole("button").first().click(),
  },
  {
    name: "after a text was typed into the search",
    act: (page) =>
      page.getByRole("searchbox", { name: /^Search .* by name$/ }).pressSequentially("har", { delay: 150 }),
  },
];
