import "server-only";
import { performance } from "node:perf_hooks";
import { processWide } from "./process-wide.ts";
import { Wakeup } from "./wakeup.ts";

// Watching an import uses a smaller share than this of the thread that serves requests.
const idleShare = 0.35;
const fullyBusy = 0.6;
const maxTimes = 3;
const maxMs = 2_000;

/**
 * Returns how long background work pauses after running for so many milliseconds, given how busy the request thread
 * is: nothing when it is idle, three times the work when it is busy, never longer than two seconds.
 */
export function pauseAfter(workedMs: number, load: number): number {
  const times = ((load - idleShare) / (fullyBusy - idleShare)) * maxTimes;
  return Math.min(Math.max(0, workedMs) * Math.min(Math.max(0, times), maxTimes), maxMs);
}

/** How busy the request thread is, in thousandths, shared with the other threads of the process. */
type Load = Int32Array<SharedArrayBuffer>;
const thousandths = 1_000;
const noteEveryMs = 500;

/** Records how busy this thread is at intervals, until the signal aborts. */
export function recordLoad(signal: AbortSignal): Load {
  const share: Load = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let before = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    Atomics.store(share, 0, Math.round(performance.eventLoopUtilization(now, before).utilization * thousandths));
    before = now;
  }, noteEveryMs);
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  timer.unref();
  return share;
}

/** The data that a background thread is started with. */
export interface ThreadData {
  load: Load;
}

/** A signal that never aborts. */
export const forever = new AbortController().signal;
const requestLoad = processWide<Load | null>("load of the request thread");

/** Sets the thread whose load this thread's background work yields to; null for none. */
export function yieldTo(share: Load | null): void {
  requestLoad.set(share);
}

/**
 * Pauses after work of so many milliseconds while requests are served. A thread that serves its own requests does not
 * pause.
 */
export async function yieldToRequests(workedMs: number, signal = forever, load = requestLoad.get()): Promise<void> {
  if (!load) return;
  const ms = pauseAfter(workedMs, Atomics.load(load, 0) / thousandths);
  if (ms > 0) await new Wakeup().rest(ms, signal);
}
