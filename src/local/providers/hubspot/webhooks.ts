import { createHmac, randomInt } from "node:crypto";
import type { Table } from "../journal";
import type { Change, Crm } from "./crm";
import { APP_ID } from "./portals";

const MOST = 100;
const RECENT = 500;
const MINUTE_MS = 60_000;

export type WebhookTiming = {
  /** So long changes are gathered before they are sent. */
  gatherMs: number;
  /** How long after a failure each of the later tries begins. */
  retryMs: readonly number[];
  answerMs: number;
};

export const WEBHOOK_TIMING: WebhookTiming = {
  gatherMs: 50,
  retryMs: [5_000, 30_000, ...Array.from({ length: 7 }, () => 10 * MINUTE_MS)],
  answerMs: 5_000,
};

/** The app's address: that to call, and the public one that HubSpot knows and signs. */
export type Target = { url: string; signedAs: string };
type Event = Change & { eventId: number; subscriptionId: number; appId: number; attemptNumber: number };
type Batch = { events: Event[]; tries: number };

/** Delivers changes to the app, signed, in batches, until they are taken or the tries are used up. */
export class Webhooks {
  readonly #crm: Crm;
  readonly #target: Target | undefined;
  readonly #timing: WebhookTiming;
  readonly #kept: Table<Event[]>;
  readonly #stopped = new AbortController();
  readonly #timers = new Map<NodeJS.Timeout, Batch>();
  #gathered: Event[] = [];
  /** The newest changes, for sending them again. */
  readonly #recent: Event[] = [];
  #gathering: NodeJS.Timeout | undefined;
  #late: Batch[] = [];
  #sending = Promise.resolve();

  constructor(crm: Crm, options: { target: Target | undefined; timing: WebhookTiming; kept: Table<Event[]> }) {
    this.#crm = crm;
    this.#target = options.target;
    this.#timing = options.timing;
    this.#kept = options.kept;
    this.#gathered = this.#kept.get("waiting") ?? [];
    this.#kept.delete("waiting");
    if (this.#gathered.length > 0) this.#gather();
  }

  report(change: Change): void {
    if (this.#target === undefined || this.#stopped.signal.aborted) return;
    const ids = { eventId: randomInt(1, 2 ** 31), subscriptionId: numberOf(change.subscriptionType), appId: APP_ID };
    const event = { ...ids, attemptNumber: 0, ...change };
    this.#recent.push(event);
    if (this.#recent.length > RECENT) this.#recent.shift();
    this.#gathered.push(event);
    this.#gather();
  }

  /** Sends the newest change of a record once more, with the same numbers; false if there was none. */
  resend(portal: number, id: number): boolean {
    const found = this.#recent.findLast((each) => each.portalId === portal && each.objectId === id);
    if (!found) return false;
    this.#gathered.push(found);
    this.#gather();
    return true;
  }

  /** Sends what has gathered, and resolves when nothing is on its way; tries to come and late batches stay. */
  async idle(): Promise<void> {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    this.#sendGathered();
    await this.#sending;
  }

  /** Sends the batches that a failure made late, and those that wait for another try. */
  async deliverLate(): Promise<void> {
    const waiting = [...this.#timers].map(([timer, batch]) => {
      clearTimeout(timer);
      return batch;
    });
    this.#timers.clear();
    for (const batch of [...this.#late.splice(0), ...waiting]) this.#queue(batch);
    await this.idle();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    clearTimeout(this.#gathering);
    for (const timer of this.#timers.keys()) clearTimeout(timer);
    await this.#sending;
    const left = [...this.#timers.values(), ...this.#late].flatMap(({ events }) => events);
    const all = [...left, ...this.#gathered];
    if (all.length > 0) this.#kept.set("waiting", all);
  }

  #gather(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.#sendGathered();
    }, this.#timing.gatherMs).unref();
  }

  #sendGathered(): void {
    while (this.#gathered.length > 0) this.#queue({ events: this.#gathered.splice(0, MOST), tries: 0 });
  }

  #queue(batch: Batch): void {
    this.#sending = this.#sending.then(() => this.#deliver(batch));
  }

  async #deliver(batch: Batch): Promise<void> {
    if (this.#stopped.signal.aborted) {
      this.#late.push(batch);
      return;
    }
    const fault = this.#crm.faults.takeWebhook();
    if (fault === "lost") return;
    if (fault === "late") {
      this.#late.push(batch);
      return;
    }
    const events = fault === "reordered" ? batch.events.toReversed() : batch.events;
    const age = fault === "old" ? 6 * MINUTE_MS : 0;
    const secret = fault === "wrong secret" ? "another secret" : this.#crm.keys.clientSecret;
    const isTaken = await this.#send(events, { age, secret });
    if (fault === "doubled") await this.#send(events, { age, secret });
    if (!isTaken && fault === undefined) this.#again(batch);
  }

  #again({ events, tries }: Batch): void {
    const pause = this.#timing.retryMs[tries];
    const attemptNumber = tries + 1;
    const batch = { events: events.map((event) => ({ ...event, attemptNumber })), tries: attemptNumber };
    if (this.#stopped.signal.aborted) this.#late.push(batch);
    if (pause === undefined || this.#stopped.signal.aborted) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#queue(batch);
    }, pause).unref();
    this.#timers.set(timer, batch);
  }

  async #send(events: Event[], { age, secret }: { age: number; secret: string }): Promise<boolean> {
    const target = this.#target;
    if (!target) return true;
    const body = JSON.stringify(events);
    // The time is that of the wall, at each try.
    const timestamp = String(Date.now() - age);
    const headers = {
      "content-type": "application/json",
      "user-agent": "HubSpot Connect 2.0 (http://dev.hubspot.com/) - WebhooksExecutorDaemon-executor",
      "x-hubspot-request-timestamp": timestamp,
      "x-hubspot-signature-v3": signatureOf({ secret, url: target.signedAs, body, timestamp }),
    };
    const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(this.#timing.answerMs)]);
    return fetch(target.url, { method: "POST", headers, body, signal, redirect: "manual" }).then(
      async (answer) => {
        await answer.body?.cancel();
        return answer.ok;
      },
      () => false,
    );
  }
}

/** The signature of version 3: base64 of HMAC-SHA256 over method, address, body and time. */
export function signatureOf({
  secret,
  url,
  body,
  timestamp,
}: {
  secret: string;
  url: string;
  body: string;
  timestamp: string;
}): string {
  return createHmac("sha256", secret).update(`POST${url}${body}${timestamp}`).digest("base64");
}

/** Each type has a subscription of its own. */
function numberOf(type: string): number {
  return 1_000_000 + [...type].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000, 7);
}
