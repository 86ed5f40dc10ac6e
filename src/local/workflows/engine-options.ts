import type { Pool } from "pg";

/** How the engine is set up. */
export type EngineOptions = {
  /** Its own database: it owns everything in it. */
  databaseUrl: string;
  port: number;
  eventKey: string;
  signingKey: string;
  /**
   * Addresses of the apps; each is synced as soon as it answers, and again every `resyncMs`. No other app may
   * register.
   */
  appUrls: string[];
  /** Accepts an app at any address, as the vendor does: for tests of the protocol. */
  anyApp?: boolean;
  /** Waits before the second, third … attempt of a call. */
  backoffMs: number[];
  resyncMs: number;
  /** How late a sleep may end: the queue polls for due work this often. New work arrives at once. */
  pollMs: number;
  /** Number of parallel calls. */
  workers: number;
  /** Accepts schedules with seconds, which the vendor refuses: for tests that cannot wait for a minute. */
  secondsInCron?: boolean;
};

/** State that the parts of a running engine share. */
export type Engine = {
  options: EngineOptions;
  pool: Pool;
  /** Aborts calls in progress; they are repeated after the next start. */
  stopping: AbortSignal;
  /** Receives messages for the person. */
  notice(text: string): void;
};
