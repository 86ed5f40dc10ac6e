/** How long things take; tests make them short. */
export type Timing = {
  /** After so much silence a client asks for a sign of life by itself. */
  activityTimeoutSeconds: number;
  /** After so much silence the server asks, which is later: most clients are heard without it. */
  pingAfterMs: number;
  pongWithinMs: number;
  /** How often all sockets are looked at. */
  sweepMs: number;
  /** For a client to sign in or to join a private or presence channel, where only such are welcome. */
  authorizedWithinMs: number;
  /** For the headers of a request, and for the whole of it. */
  headersMs: number;
  requestMs: number;
  /** For clients to say goodbye when the server stops. */
  stopMs: number;
  /** How long a cache channel keeps its last event. */
  cacheMs: number;
  /** How long an end (a channel left empty, a member gone) waits for a return before a webhook tells it. */
  webhookDelayMs: number;
  /** The first wait after a webhook that was not taken, doubled each time, and for how long in all. */
  webhookRetryMs: number;
  webhookRetryForMs: number;
};

/** What holds unless a test says otherwise. */
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
