import { setTimeout as pause } from "node:timers/promises";
import { type Child, startCommand } from "@/local/child";
import { freePort } from "@/local/ports";
import { type Figure, judge, median, rounded } from "../figure";
import { ask } from "../load/ask";
import type { Stage } from "../stage";

const STARTS = 5;
const POLL_MS = 10;
const LONGEST_MS = 60_000;

/** Seconds of one start: until the sign-in page answers 200, and from there until a member has the answer to a call. */
type Start = { page: number; answer: number };

/** P18: a new process of the app, until its first page and its first answer. */
export async function coldStartFigures(stage: Stage): Promise<Figure[]> {
  const starts: Start[] = [];
  for (let nth = 0; nth < STARTS; nth++) starts.push(await startOnce(stage));
  const figure = (name: string, of: (start: Start) => number, must: number, stretch: number) => {
    const seconds = starts.map(of);
    const [fastest, slowest] = [Math.min(...seconds), Math.max(...seconds)].map(rounded);
    return judge({
      id: "P18",
      name: `${name}, median`,
      value: median(seconds),
      unit: "s",
      note: `${STARTS} starts beside an idle process, ${fastest} to ${slowest} s`,
      bar: { of: "value", is: "at most", must, stretch },
    });
  };
  return [
    figure("start until the sign-in page answers 200", ({ page }) => page, 3, 1.5),
    figure("from there until the first list of a member by tRPC", ({ answer }) => answer, 1, 0.3),
  ];
}

async function startOnce(stage: Stage): Promise<Start> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const child = stage.start([startCommand()], { ...stage.env, PORT: String(port), NEXTAUTH_URL: url });
  try {
    await reach(`${url}/sign-in`, child);
    const shown = performance.now();
    await ask({ ...stage, app: { url, pid: child.pid } }, "opportunities.list", { limit: 50 });
    const answered = performance.now();
    return { page: (shown - started) / 1000, answer: (answered - shown) / 1000 };
  } finally {
    await child.stop();
  }
}

/** Waits for the first 200, the whole page included. */
async function reach(url: string, child: Child): Promise<void> {
  const deadline = Date.now() + LONGEST_MS;
  while (Date.now() < deadline) {
    const attempt = fetch(url, { redirect: "manual" }).then(
      async (response) => response.status === 200 && (await response.text()).length > 0,
      () => false,
    );
    const outcome = await Promise.race([attempt, child.ended]);
    if (outcome === true) return;
    if (outcome !== false) throw new Error(`The app ended (${outcome.how}):\n${outcome.output}`);
    await pause(POLL_MS);
  }
  throw new Error(`${url} does not answer 200 within a minute.`);
}
