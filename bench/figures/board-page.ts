import { type Browser, chromium, type Locator, type Page } from "@playwright/test";
import { findBrowser } from "../../scripts/browser";
import type { SignedIn } from "../data/sign-in";
import type { Stage } from "../stage";

const DRAGS = 24;
const CARD = "[data-card]";

declare global {
  interface Window {
    /** Milliseconds to the last byte of the response, from releasing the card and from sending, for each move. */
    benchMoves: { ack: number; request: number }[];
    /** When the last card was released, by the machine's clock. */
    benchDropped: number;
  }
}

/** A board, the call that moves a card there, and the two columns between which cards are dragged. */
export interface BoardPlace {
  path: string;
  moves: string;
  columns: readonly [string, string];
}

export const salesBoard: BoardPlace = {
  path: "opportunities",
  moves: "opportunities.move",
  columns: ["Lead", "Qualified"],
};

/** Chromium's measurements: elements, cards among them, and milliseconds of moves and of the empty route. */
export type BoardPage = { nodes: number; cards: number; acks: number[]; requests: number[]; empty: number[] };

/** Opens the board as a user does, scrolls, and drags cards between the first two columns. */
export async function watchBoard(stage: Stage, place = salesBoard): Promise<BoardPage> {
  const found = await findBrowser();
  const browser = await chromium.launch({ ...found, env: { ...process.env, ...found.env } });
  try {
    const page = await openBoard(browser, stage, stage.person, place);
    const nodes = [await countOf(page, "*")];
    for (let step = 0; step < 8; step++) {
      await page.mouse.move(300, 500);
      await page.mouse.wheel(0, 2500);
      await page.waitForLoadState("networkidle");
      nodes.push(await countOf(page, "*"));
    }
    const cards = await countOf(page, CARD);
    await page.mouse.wheel(0, -100_000);
    const moves = await dragAll(page, place);
    return {
      nodes: Math.max(...nodes),
      cards,
      acks: moves.map(({ ack }) => ack),
      requests: moves.map(({ request }) => request),
      empty: await emptyCalls(page),
    };
  } finally {
    await browser.close();
  }
}

/** The board in this person's own browser, which records each move. */
export async function openBoard(browser: Browser, { app }: Stage, person: SignedIn, place = salesBoard): Promise<Page> {
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1440, height: 900 } });
  const [name = "", value = ""] = person.cookie.split("=");
  await context.addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  const page = await context.newPage();
  await page.addInitScript((moves) => {
    let dropped = 0;
    window.benchMoves = [];
    // Without a name: the helper that the compiler adds to keep a name does not exist in the page.
    window.addEventListener(
      "mouseup",
      (event) => {
        dropped = event.timeStamp;
        window.benchDropped = Date.now();
      },
      { capture: true },
    );
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.name.includes(moves))
          window.benchMoves.push({ ack: entry.startTime + entry.duration - dropped, request: entry.duration });
      }
    }).observe({ type: "resource", buffered: true });
  }, place.moves);
  await page.goto(`/${person.workspace}/${place.path}`);
  await page.locator(CARD).first().waitFor();
  await page.waitForLoadState("networkidle");
  return page;
}

function countOf(page: Page, selector: string): Promise<number> {
  return page.evaluate((text) => document.querySelectorAll(text).length, selector);
}

/** Back and forth, so that no column runs out; the first drag loads drag code and does not count. */
async function dragAll(page: Page, place: BoardPlace): Promise<Window["benchMoves"]> {
  for (let drag = 0; drag <= DRAGS; drag++) {
    await dragFirstCard(page, drag, place);
    await page.waitForFunction((count) => window.benchMoves.length >= count, drag + 1, { timeout: 20_000 });
  }
  return (await page.evaluate(() => window.benchMoves)).slice(1);
}

/** The columns of a card's move: forward in even turns, back in odd ones. */
export function wayOf(turn: number, { columns: [one, other] } = salesBoard): { from: string; to: string } {
  return turn % 2 === 0 ? { from: one, to: other } : { from: other, to: one };
}

/** The next card to move, the first one of its column. */
export const nextCard = (page: Page, turn: number, place = salesBoard): Locator =>
  page.getByLabel(wayOf(turn, place).from, { exact: true }).locator(CARD).first();

/** Drags it to the second position of the other column. */
export async function dragFirstCard(page: Page, turn: number, place = salesBoard): Promise<void> {
  const { from, to } = wayOf(turn, place);
  const card = await nextCard(page, turn, place).boundingBox();
  const target = await page.getByLabel(to, { exact: true }).locator(CARD).nth(1).boundingBox();
  if (!card || !target) throw new Error(`The board shows no card to drag from ${from} to ${to}.`);
  const middle = (box: typeof card) => [box.x + box.width / 2, box.y + box.height / 2] as const;
  await page.mouse.move(...middle(card));
  await page.mouse.down();
  await page.mouse.move(...middle(target), { steps: 8 });
  await page.mouse.up();
}

/** The empty route from the same page, one call after the other. */
function emptyCalls(page: Page): Promise<number[]> {
  return page.evaluate(async (calls) => {
    const times: number[] = [];
    for (let call = 0; call < calls; call++) {
      const started = performance.now();
      await (await fetch("/api/health")).text();
      times.push(performance.now() - started);
    }
    return times;
  }, DRAGS);
}
