/** Durations; tests shorten them. */
export type Timing = {
  /** A client pings after this long without a message. */
  activityTimeoutSeconds: number;
  /** The server pings after this long without a message; it is longer, so that most clients ping first. */
  pingAfterMs: number;
  pongWithinMs: number;
  /** Interval between two checks of all sockets. */
  sweepMs: number;
  /** Time for a client to sign in or to join a private or presence channel, where that is required. */
  authorizedWithinMs: number;
  /** Time for the headers of a request, and for the whole request. */
  headersMs: number;
  requestMs: number;
  /** Time for clients to answer the close when the server stops. */
  stopMs: number;
  /** How long a cache channel keeps its last event. */
  cacheMs: number;
  /** How long an end (a channel left empty, a member gone) waits for a return before a webhook reports it. */
  webhookDelayMs: number;
  /** The first wait after a failed webhook, doubled each time, and the total time of retries. */
  webhookRetryMs: number;
  webhookRetryForMs: number;
};

/** The defaults outside tests. */
export const TIMING: Timing = {
  activityTimeoutSeconds: 120,
  pingAfterMs: 130_000,
  pongWithinMs: 30_000,
  sweepMs: 5_000,
  authorizedWithinMs: 30_000,
  headersMs: 10_000,
  requestMs: 15_000,
  stopMs: 1_000,
  cacheMs: 3_600_000,
  webhookDelayMs: 3_000,
  webhookRetryMs: 1_000,
  webhookRetryForMs: 300_000,
};
