import type { Pool } from "pg";

/** How the engine is set up. */
export type EngineOptions = {
  /** A database of its own: it owns everything in it. */
  databaseUrl: string;
  port: number;
  eventKey: string;
  signingKey: string;
  /** Where apps take calls; each is synced as soon as it answers, and again every `resyncMs`. No other may register. */
  appUrls: string[];
  /** Takes an app of any address, as the vendor does: for tests of the protocol. */
  anyApp?: boolean;
  /** Waits before the second, third … attempt of a call. */
  backoffMs: number[];
  resyncMs: number;
  /** How late a sleep may end: the queue looks for due work this often. New work it hears of at once. */
  pollMs: number;
  /** Calls that are under way at once. */
  workers: number;
  /** Takes schedules with seconds, which the vendor refuses: for tests that cannot wait for a minute. */
  secondsInCron?: boolean;
  /** Nothing starts by the clock: for measures that the time of day must not fall into. */
  schedulesRest?: boolean;
};

/** What the parts of a running engine share. */
export type Engine = {
  options: EngineOptions;
  pool: Pool;
  /** Aborts calls that are under way; they are repeated after the next start. */
  stopping: AbortSignal;
  /** Hears what a person should know. */
  notice(text: string): void;
};
