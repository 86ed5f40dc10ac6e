import { type Browser, chromium } from "@playwright/test";
import Client from "pusher-js";
import { channelName } from "@/lib/channels";
import { socketOptions } from "@/lib/channels-address";
import { findBrowser } from "../../scripts/browser";
import { type Figure, judge, median, percentile, rounded } from "../figure";
import { ask, callerHeaders, tell } from "../load/ask";
import type { Stage } from "../stage";

const CLIENTS = 200;
const CHANGES = 40;
const WARM_UP = 5;

type Card = { id: string; version: number };
type Column = { stageId: string; cards: Card[] };

/** P12: from the answer to a move until the board of another browser shows it, with 200 connected clients that hear of it too. */
export async function liveFigures(stage: Stage): Promise<Figure[]> {
  const clients = await connect(stage);
  const found = await findBrowser();
  const browser = await chromium.launch({ ...found, env: { ...process.env, ...found.env } });
  try {
    const taken = await watch(browser, stage);
    return [
      judge({
        id: "P12",
        name: "a move in another browser, p95",
        value: percentile(taken, 95),
        unit: "ms",
        note: `${CLIENTS} connected clients, ${CHANGES} moves, median ${rounded(median(taken))} ms`,
        bar: { of: "value", is: "at most", must: 500, stretch: 150 },
      }),
    ];
  } finally {
    for (const client of clients) client.disconnect();
    await browser.close();
  }
}

/** Sockets of the workspace, each let in by the app. */
async function connect(stage: Stage): Promise<Client[]> {
  const { hostname, port } = new URL(stage.env.PUSHER_URL ?? "");
  const name = channelName({ kind: "workspace", tenantId: stage.person.tenantId });
  const opened: Client[] = [];
  for (let at = 0; at < CLIENTS; at++) {
    const client = new Client(stage.env.PUSHER_KEY ?? "", {
      ...socketOptions({ host: hostname, port: Number(port), tls: false, path: "" }),
      channelAuthorization: {
        endpoint: "",
        transport: "ajax",
        customHandler: ({ socketId, channelName: channel }, done) => {
          letIn(stage, socketId, channel).then(
            (auth) => done(null, auth),
            (error: Error) => done(error, null),
          );
        },
      },
    });
    opened.push(client);
    await new Promise<void>((done, failed) => {
      const channel = client.subscribe(name);
      channel.bind("pusher:subscription_succeeded", () => done());
      channel.bind("pusher:subscription_error", (error: unknown) => failed(new Error(JSON.stringify(error))));
    });
  }
  return opened;
}

/** Outside of a browser the library cannot send a cookie. */
async function letIn(stage: Stage, socketId: string, channel: string): Promise<{ auth: string }> {
  const body = new URLSearchParams({ socket_id: socketId, channel_name: channel });
  const answer = await fetch(`${stage.app.url}/api/pusher/auth`, {
    method: "POST",
    headers: callerHeaders(stage),
    body,
  });
  if (!answer.ok) throw new Error(`The door to channels answered ${answer.status}.`);
  return (await answer.json()) as { auth: string };
}

/** Moves a card between the first two columns of a board that is on the screen; milliseconds until it stands there. */
async function watch(browser: Browser, stage: Stage): Promise<number[]> {
  const { app, person } = stage;
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1440, height: 900 } });
  const [name = "", value = ""] = person.cookie.split("=");
  await context.addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  const page = await context.newPage();
  const socket = page.waitForEvent("websocket");
  await page.goto(`/${person.workspace}/opportunities`);
  await socket;
  const [from, to] = (await ask<{ columns: Column[] }>(stage, "opportunities.board", {})).columns;
  const [deal] = from?.cards ?? [];
  if (!from || !to || !deal) throw new Error("The board has no card to move.");
  const card = page.locator(`[data-card="${deal.id}"]`);
  const column = () => card.evaluate((element) => element.closest("section")?.ariaLabel ?? "");
  let there = await column();
  await page.waitForLoadState("networkidle");
  const taken: number[] = [];
  let { version } = deal;
  for (let turn = -WARM_UP; turn < CHANGES; turn++) {
    const { stageId } = turn % 2 === 0 ? from : to;
    const shown = page.waitForFunction(
      ([id, was]) => {
        const now = document.querySelector(`[data-card="${id}"]`)?.closest("section")?.ariaLabel;
        return now && now !== was && Date.now();
      },
      [deal.id, there] as const,
      { polling: "raf", timeout: 20_000 },
    );
    ({ version } = await tell<Card>(stage, "opportunities.move", { id: deal.id, version, stageId }));
    const answered = Date.now();
    const at = Number(await (await shown).jsonValue());
    there = await column();
    if (turn >= 0) taken.push(Math.max(0, at - answered));
  }
  return taken;
}
