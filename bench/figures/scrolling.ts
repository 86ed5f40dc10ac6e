import { type Browser, chromium, type Page } from "@playwright/test";
import { findBrowser } from "../../scripts/browser";
import { type Figure, judge, rounded } from "../figure";
import type { Stage } from "../stage";
import { fillTimeline, timelineRecord } from "./timeline";

const SECONDS = 10;
/** A frame that came after one that was left out: at 60 a second one comes each 16.7 ms. */
const LATE_MS = 25;

interface Scrolled {
  /** The most lines in the page. */
  lines: number;
  /** The share of frames that were left out. */
  dropped: number;
  /** How far it came. */
  pixels: number;
}

/** A page with a long list. */
export interface LongPage {
  name: string;
  path: string;
  /** A line of the list, and a point above it. */
  line: string;
  at: { x: number; y: number };
}

/** P11: ten seconds of scrolling through a long list and a long timeline in Chromium, compared with a page that rests. */
export async function scrollFigures(stage: Stage): Promise<Figure[]> {
  const id = await timelineRecord(stage);
  await fillTimeline(stage, id);
  const places: LongPage[] = [
    {
      name: `list of ${stage.scale.activities} activities`,
      path: "activities",
      line: "[data-row]",
      at: { x: 700, y: 600 },
    },
    {
      name: "timeline of 10,000 entries",
      path: `accounts/${id}`,
      line: "section[aria-label^='Timeline'] article",
      at: { x: 700, y: 700 },
    },
  ];
  return await scrollAll(stage, places);
}

/** The figures of scrolling through some pages, one after the other. */
export async function scrollAll(stage: Stage, places: readonly LongPage[]): Promise<Figure[]> {
  const found = await findBrowser();
  const browser = await chromium.launch({ ...found, env: { ...process.env, ...found.env } });
  try {
    const figures: Figure[] = [];
    for (const place of places) figures.push(...figuresOf(place, await scrolled(browser, stage, place)));
    return figures;
  } finally {
    await browser.close();
  }
}

function figuresOf({ name }: LongPage, { rests, moves }: Record<"rests" | "moves", Scrolled>): Figure[] {
  const note = `${SECONDS} s by wheel, ${rounded(moves.pixels)} px`;
  return [
    judge({
      id: "P11",
      name: `lines in the page, ${name}`,
      value: moves.lines,
      unit: "lines",
      note,
      bar: { of: "value", is: "at most", must: 100, stretch: 100 },
    }),
    judge({
      id: "P11",
      name: `frames left out, ${name}`,
      value: 100 * moves.dropped,
      unit: "%",
      note: `${note}; ${rounded(100 * rests.dropped)} % while it rests`,
      bar: { of: "value", is: "at most", must: 5, stretch: 1 },
    }),
  ];
}

async function scrolled(browser: Browser, { app, person }: Stage, { path, line, at }: LongPage) {
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1440, height: 900 } });
  try {
    const [name = "", value = ""] = person.cookie.split("=");
    await context.addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
    // The loader of these files names functions by a helper that a page does not have.
    await context.addInitScript("globalThis.__name ??= (named) => named");
    const page = await context.newPage();
    await page.goto(`/${person.workspace}/${path}`);
    await page.locator(line).first().waitFor();
    await page.mouse.move(at.x, at.y);
    return { rests: await framesOf(page, line, 0), moves: await framesOf(page, line, 120) };
  } finally {
    await context.close();
  }
}

/** Frames of ten seconds, in each of which the wheel turns by so many pixels about 30 times a second. */
async function framesOf(page: Page, line: string, pixels: number): Promise<Scrolled> {
  const watching = page.evaluate(
    ([selector, ms, lateMs]) =>
      new Promise<Scrolled>((resolve) => {
        const began = performance.now();
        let [last, lines, frames, dropped, far] = [began, 0, 0, 0, 0];
        const scrollers = new Map<Element, number>();
        document.addEventListener(
          "scroll",
          ({ target }) => {
            const box = target instanceof Element ? target : document.documentElement;
            const before = scrollers.get(box) ?? 0;
            scrollers.set(box, box.scrollTop);
            far = Math.max(far, before, box.scrollTop);
          },
          { capture: true },
        );
        const frame = (now: number) => {
          frames += 1;
          if (now - last > lateMs) dropped += Math.round((now - last) / (1000 / 60)) - 1;
          last = now;
          lines = Math.max(lines, document.querySelectorAll(selector).length);
          if (now - began < ms) requestAnimationFrame(frame);
          else resolve({ lines, dropped: dropped / (frames + dropped), pixels: far });
        };
        requestAnimationFrame(frame);
      }),
    [line, SECONDS * 1000, LATE_MS] as const,
  );
  const until = Date.now() + SECONDS * 1000;
  while (pixels > 0 && Date.now() < until) {
    await page.mouse.wheel(0, pixels);
    await page.waitForTimeout(33);
  }
  return await watching;
}
