import type { QueryClient } from "@tanstack/react-query";
import type { Signal } from "@/lib/channels";
import type { RouterOutputs } from "./react";

/** What shows an object, or is computed from it: routers whose answers may be others after a change of it. */
const shownBy: Record<string, readonly (keyof RouterOutputs)[]> = {
  account: ["accounts", "opportunities", "events"],
  opportunity: ["opportunities", "events"],
  pipeline: ["pipelines", "opportunities", "events"],
  stage: ["pipelines", "opportunities", "events"],
  lossReason: ["pipelines", "opportunities", "events"],
  product: ["products", "opportunities", "events"],
  member: ["members", "teams", "accounts", "opportunities", "events"],
  team: ["teams", "members", "events"],
  workspace: ["tenants", "events"],
  import: ["imports", "jobs"],
  jobRun: ["jobs"],
  apiKey: ["apiKeys", "events"],
  notification: ["notifications"],
  notificationPreference: ["notifications"],
  notificationMail: ["notificationMails", "members"],
};
const gatherMs = 40;
const restMs = 300;
const workingMs = 100;
const longestWaitMs = 5_000;

/**
 * Asks again for what signals say has changed: at once for the first, then at most a few times a second however many
 * come. It waits while this tab writes, because what is read then would be the state before the write, and while its
 * person has something in hand.
 */
export class SignalFollower {
  readonly #stale = new Set<keyof RouterOutputs>();
  #all = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = Number.NEGATIVE_INFINITY;
  #since = 0;

  constructor(
    private readonly client: QueryClient,
    /** This tab's own mark: what it did itself it knows. */
    private readonly origin: string,
    private readonly inHand: () => boolean = () => false,
  ) {}

  hear(signals: readonly Signal[]): void {
    for (const { entity, origin } of signals)
      if (origin !== this.origin) for (const name of shownBy[entity] ?? []) this.#stale.add(name);
    if ((this.#all || this.#stale.size > 0) && this.#timer === undefined) {
      this.#since = performance.now();
      this.#later(Math.max(gatherMs, this.#asked + restMs - performance.now()));
    }
  }

  /** Signals may have been missed: everything on the screen is asked for again. */
  catchUp(): void {
    this.#all = true;
    this.hear([]);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #later(ms: number): void {
    this.#timer = setTimeout(() => this.#ask(), ms);
  }

  #ask(): void {
    const writing = this.client.isMutating() > 0 && performance.now() - this.#since < longestWaitMs;
    if (writing || this.inHand()) {
      this.#later(workingMs);
      return;
    }
    this.#timer = undefined;
    this.#asked = performance.now();
    const [all, stale] = [this.#all, [...this.#stale]];
    this.#all = false;
    this.#stale.clear();
    if (all) void this.client.invalidateQueries();
    else for (const name of stale) void this.client.invalidateQueries({ queryKey: [[name]] });
  }
}
