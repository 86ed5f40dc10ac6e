import { type Browser, chromium } from "@playwright/test";
import Client from "pusher-js";
import { socketOptions } from "@/lib/channels-address";
import { type ChannelEndpoint, channelAuth } from "@/trpc/channel-auth";
import type { RouterOutputs } from "@/trpc/react";
import { findBrowser } from "../../scripts/browser";
import { type Figure, judge, median, percentile, rounded } from "../figure";
import { ask, callerHeaders } from "../load/ask";
import type { Stage } from "../stage";
import { dragFirstCard, nextCard, openBoard, wayOf } from "./board-page";

const CLIENTS = 200;
const MOVES = 100;
const WARM_UP = 6;

/**
 * P12: two members at the same board in two browsers. From one releasing a card, before the commit, until the other's
 * board shows it; with 200 connected clients that get the signal too.
 */
export async function liveFigures(stage: Stage): Promise<Figure[]> {
  const clients = await connect(stage);
  const found = await findBrowser();
  const browser = await chromium.launch({ ...found, env: { ...process.env, ...found.env } });
  try {
    const { sinceDrop, sinceAnswer } = await watch(browser, stage);
    return [
      judge({
        id: "P12",
        name: "a move in another browser, p95",
        value: percentile(sinceDrop, 95),
        unit: "ms",
        note: `since the drop; ${CLIENTS} connected clients, ${MOVES} drags, median ${rounded(median(sinceDrop))} ms; since the mover has its answer p95 ${rounded(percentile(sinceAnswer, 95))} ms`,
        bar: { of: "value", is: "at most", must: 500, stretch: 150 },
      }),
    ];
  } finally {
    for (const client of clients) client.disconnect();
    await browser.close();
  }
}

/** Sockets of the workspace, each authorized by the app. */
async function connect(stage: Stage): Promise<Client[]> {
  const { hostname, port } = new URL(stage.env.PUSHER_URL ?? "");
  const { channel: name } = await ask<RouterOutputs["realtime"]["newest"]>(stage, "realtime.newest", {});
  const opened: Client[] = [];
  for (let at = 0; at < CLIENTS; at++) {
    const client: Client = new Client(stage.env.PUSHER_KEY ?? "", {
      ...socketOptions({ host: hostname, port: Number(port), tls: false, path: "" }),
      ...channelAuth(
        (door, body) => letIn(stage, door, body),
        () => client,
      ),
    });
    opened.push(client);
    client.signin();
    await new Promise<void>((done, failed) => {
      const channel = client.subscribe(name);
      channel.bind("pusher:subscription_succeeded", () => done());
      channel.bind("pusher:subscription_error", (error: unknown) => failed(new Error(JSON.stringify(error))));
    });
  }
  return opened;
}

/** Outside of a browser the library cannot send a cookie. */
const letIn = (stage: Stage, door: ChannelEndpoint, body: URLSearchParams): Promise<Response> =>
  fetch(`${stage.app.url}/api/pusher/${door}`, { method: "POST", headers: callerHeaders(stage), body });

/** The duration of each move in milliseconds: from releasing the card, and from the response to the mover. */
type Taken = { sinceDrop: number[]; sinceAnswer: number[] };

/** One person drags cards between the first two columns; the other watches the same board in a second browser. */
async function watch(browser: Browser, stage: Stage): Promise<Taken> {
  const mover = await openBoard(browser, stage, stage.person);
  const watcher = await openBoard(browser, stage, stage.colleague);
  const taken: Taken = { sinceDrop: [], sinceAnswer: [] };
  for (let turn = 0; turn < WARM_UP + MOVES; turn++) {
    const id = (await nextCard(mover, turn).getAttribute("data-card")) ?? "";
    const shown = watcher.waitForFunction(
      ([card, column]) =>
        document.querySelector(`[data-card="${card}"]`)?.closest("section")?.ariaLabel === column && Date.now(),
      [id, wayOf(turn).to] as const,
      { polling: "raf", timeout: 20_000 },
    );
    const answer = mover.waitForResponse((response) => response.url().includes("opportunities.move"), {
      timeout: 20_000,
    });
    const answered = answer.then(async (response) => {
      await response.finished();
      return Date.now();
    });
    await dragFirstCard(mover, turn);
    const [at, answeredAt] = await Promise.all([
      shown.then(async (found) => Number(await found.jsonValue())),
      answered,
    ]);
    const dropped = await mover.evaluate(() => window.benchDropped);
    if (turn < WARM_UP) continue;
    taken.sinceDrop.push(at - dropped);
    taken.sinceAnswer.push(Math.max(0, at - answeredAt));
  }
  return taken;
}
