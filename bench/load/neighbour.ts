import type { Stage } from "../stage";
import { callerHeaders, queryUrl } from "./ask";

/** Milliseconds of one person's responses, and the number of refusals. */
type Felt = { times: number[]; failures: number };

const everyMs = 50;

/** The colleague requests a list repeatedly, at a person's pace, until told to stop. */
export function feel(stage: Stage): { stop(): Promise<Felt> } {
  const felt: Felt = { times: [], failures: 0 };
  const url = queryUrl(stage, "opportunities.list", { limit: 50 });
  const headers = { ...callerHeaders(stage), cookie: stage.colleague.cookie };
  let going = true;
  const asking = (async () => {
    while (going) {
      const started = performance.now();
      const response = await fetch(url, { headers });
      await response.arrayBuffer();
      if (response.ok) felt.times.push(performance.now() - started);
      else felt.failures++;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  })();
  return {
    async stop() {
      going = false;
      await asking;
      return felt;
    },
  };
}

/** The statuses that occurred, and the milliseconds of those below 300. */
export type Flood = { answers: Record<number, number>; times: number[] };

/** Runs each of these repeatedly, all at once, until told to stop: how often each status occurred. */
export function flood(asks: readonly (() => Promise<number>)[]): { stop(): Promise<Flood> } {
  const done: Flood = { answers: {}, times: [] };
  let going = true;
  const one = async (ask: () => Promise<number>) => {
    while (going) {
      const started = performance.now();
      const status = await ask();
      done.answers[status] = (done.answers[status] ?? 0) + 1;
      if (status < 300) done.times.push(performance.now() - started);
    }
  };
  const all = Promise.all(asks.map(one));
  return {
    async stop() {
      going = false;
      await all;
      return done;
    },
  };
}
