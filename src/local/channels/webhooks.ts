import { setTimeout as pause } from "node:timers/promises";
import type { Happening } from "./hub";
import { type App, sign } from "./signature";
import type { Timing } from "./timing";

/** End events and their matching begin events: a quick return cancels both. */
const BEGINNING_OF: Record<string, string> = { channel_vacated: "channel_occupied", member_removed: "member_added" };
const BEGINNINGS = Object.values(BEGINNING_OF);

/** Reports events on its channels to the app in signed requests, in order, each batch until it is accepted. */
export class Webhooks {
  readonly #url: string;
  readonly #app: App;
  readonly #timing: Timing;
  readonly #ending = new Map<string, NodeJS.Timeout>();
  readonly #stopped = new AbortController();
  #waiting: Happening[] = [];
  #sending: Promise<void> | undefined;

  constructor({ url, app, timing }: { url: string; app: App; timing: Timing }) {
    this.#url = url;
    this.#app = app;
    this.#timing = timing;
  }

  tell(happening: Happening): void {
    const beginning = BEGINNING_OF[happening.name];
    if (beginning !== undefined) {
      const subject = subjectOf(beginning, happening);
      const end = () => {
        this.#ending.delete(subject);
        this.#queue(happening);
      };
      this.#ending.set(subject, setTimeout(end, this.#timing.webhookDelayMs));
    } else if (!BEGINNINGS.includes(happening.name) || !this.#returned(happening)) {
      this.#queue(happening);
    }
  }

  /** Stops requests in progress; batches that were not accepted are lost, like all data of this server. */
  async stop(): Promise<void> {
    for (const timer of this.#ending.values()) clearTimeout(timer);
    this.#ending.clear();
    this.#stopped.abort();
    await this.#sending;
  }

  #returned(happening: Happening): boolean {
    const subject = subjectOf(happening.name, happening);
    clearTimeout(this.#ending.get(subject));
    return this.#ending.delete(subject);
  }

  #queue(happening: Happening): void {
    this.#waiting.push(happening);
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#stopped.signal.aborted) {
      // One turn later, so that simultaneous events go as one batch.
      await pause(0);
      const events = this.#waiting;
      this.#waiting = [];
      await this.#deliver(JSON.stringify({ time_ms: Date.now(), events }));
    }
  }

  async #deliver(body: string): Promise<void> {
    const givesUpAt = performance.now() + this.#timing.webhookRetryForMs;
    let waitMs = this.#timing.webhookRetryMs;
    while (!(await this.#taken(body)) && performance.now() + waitMs < givesUpAt) {
      await pause(waitMs, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
      if (this.#stopped.signal.aborted) return;
      waitMs *= 2;
    }
  }

  async #taken(body: string): Promise<boolean> {
    const headers = {
      // Exactly this: with a charset the SDK rejects the webhook.
      "content-type": "application/json",
      "x-pusher-key": this.#app.key,
      "x-pusher-signature": sign(this.#app, body),
    };
    const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(this.#timing.requestMs)]);
    return fetch(this.#url, { method: "POST", headers, body, signal }).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}

function subjectOf(beginning: string, { channel, user_id: userId = "" }: Happening): string {
  return `${beginning} ${channel} ${userId}`;
}
