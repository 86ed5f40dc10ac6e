import "server-only";
import { performance } from "node:perf_hooks";
import { Bell } from "./bell.ts";

// A person who watches an import takes less than that of the thread that answers them.
const unbusy = 0.35;
const fullyBusy = 0.6;
const mostTimes = 3;
const mostMs = 2_000;

/**
 * How long background work rests after so many milliseconds of it, when requests took this share of their thread:
 * nothing where little is asked, three times the work where much is, and never longer than two seconds.
 */
export function restAfter(workedMs: number, busyShare: number): number {
  const times = ((busyShare - unbusy) / (fullyBusy - unbusy)) * mostTimes;
  return Math.min(Math.max(0, workedMs) * Math.min(Math.max(0, times), mostTimes), mostMs);
}

/** How busy the thread that answers requests is, in thousandths, for other threads of the process. */
type BusyShare = Int32Array<SharedArrayBuffer>;
const thousandths = 1_000;
const noteEveryMs = 500;

/** Notes from now on how busy this thread is, until the signal. */
export function noteBusyShare(signal: AbortSignal): BusyShare {
  const share: BusyShare = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
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

/** What a background thread is started with. */
export interface ThreadData {
  busyShare: BusyShare;
}

/** The signal of what nobody ends. */
export const forever = new AbortController().signal;
// On globalThis, which each thread has its own: the bundler may load this module several times.
const holder = globalThis as { throughlineBusyShare?: BusyShare | undefined };

/** From now on the work of this thread gives way to one that notes here how busy it is; with null to none. */
export function giveWayTo(share: BusyShare | null): void {
  holder.throughlineBusyShare = share ?? undefined;
}

/** Rests after work of so many milliseconds while people are served. In a thread that serves itself there is no rest. */
export async function giveWay(
  workedMs: number,
  signal = forever,
  busyShare = holder.throughlineBusyShare,
): Promise<void> {
  if (!busyShare) return;
  const ms = restAfter(workedMs, Atomics.load(busyShare, 0) / thousandths);
  if (ms > 0) await new Bell().rest(ms, signal);
}
