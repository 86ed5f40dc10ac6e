import { createHmac } from "node:crypto";
import type { Context } from "./context";
import { newId } from "./ids";
import { present } from "./present";
import type { Delivery } from "./tables";

/** How events are delivered: tests try what the network may do. */
export type Mode = "in order" | "shuffled" | "duplicate" | "dropped";

export type WebhookTiming = {
  /** How long after a failure each of the later tries begins, in milliseconds. */
  retryMs: readonly number[];
  /** How long an answer may take. */
  answerMs: number;
};

export const WEBHOOK_TIMING: WebhookTiming = { retryMs: [5_000, 30_000], answerMs: 20_000 };

/** Delivers events to the endpoints that want them, signed, until they are taken or the tries are used up. */
export class Webhooks {
  mode: Mode = "in order";
  readonly #context: Context;
  readonly #timing: WebhookTiming;
  readonly #stopped = new AbortController();
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  readonly #random: () => number;
  #sending: Promise<void> | undefined;

  constructor(
    context: Context,
    { timing, random = Math.random }: { timing: WebhookTiming; random?: (() => number) | undefined },
  ) {
    this.#context = context;
    this.#timing = timing;
    this.#random = random;
  }

  /** Sends what is to be sent. */
  wake(): void {
    if (this.#stopped.signal.aborted) return;
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
  }

  /** Resolves when nothing is on its way and no try is to come. */
  async idle(): Promise<void> {
    while (this.#sending || this.#waiting.size > 0) {
      await (this.#sending ?? new Promise((resolve) => setTimeout(resolve, 5)));
    }
  }

  /** Delivers an event once more, as a person can do in Stripe's dashboard. */
  resend(event: string): void {
    const { store } = this.#context;
    for (const endpoint of store.all("endpoints"))
      store.put("deliveries", { id: newId("dlv"), event, endpoint: endpoint.id, tries: 0 });
    store.commit();
    this.wake();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      const ready = this.#context.store.all("deliveries").filter(({ id }) => !this.#waiting.has(id));
      if (ready.length === 0 || this.#stopped.signal.aborted) return;
      for (const delivery of this.#arranged(ready)) {
        if (this.#stopped.signal.aborted) return;
        await this.#deliver(delivery);
      }
    }
  }

  #arranged(ready: Delivery[]): Delivery[] {
    if (this.mode === "shuffled" || this.mode === "duplicate") {
      const twice = this.mode === "duplicate" ? [...ready, ...ready] : ready;
      const keyed = twice.map((delivery) => ({ delivery, key: this.#random() }));
      return keyed.sort((a, b) => a.key - b.key).map(({ delivery }) => delivery);
    }
    return ready;
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { store } = this.#context;
    const endpoint = store.find("endpoints", delivery.endpoint);
    const event = store.find("events", delivery.event);
    const isTaken = this.mode === "dropped" || !endpoint || !event || (await this.#send(delivery));
    // A try that the stop broke off does not count.
    if (this.#stopped.signal.aborted) return;
    const tries = delivery.tries + 1;
    const pause = this.#timing.retryMs[tries - 1];
    if (isTaken || pause === undefined) store.remove("deliveries", delivery.id);
    else if (store.find("deliveries", delivery.id)) {
      store.put("deliveries", { ...delivery, tries });
      this.#waiting.set(
        delivery.id,
        setTimeout(() => this.#again(delivery.id), pause),
      );
    }
    store.commit();
  }

  #again(id: string): void {
    this.#waiting.delete(id);
    this.wake();
  }

  async #send({ event: eventId, endpoint: endpointId }: Delivery): Promise<boolean> {
    const { store } = this.#context;
    const { url, hidden } = store.get("endpoints", endpointId);
    const body = JSON.stringify(present(this.#context, "events", store.get("events", eventId)), null, 2);
    const headers = {
      "content-type": "application/json; charset=utf-8",
      "stripe-signature": signatureOf(body, hidden.secrets, Math.floor(Date.now() / 1000)),
      "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    };
    const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(this.#timing.answerMs)]);
    return fetch(url, { method: "POST", headers, body, signal, redirect: "manual" }).then(
      async (answer) => {
        await answer.body?.cancel();
        return answer.ok;
      },
      () => false,
    );
  }
}

/** `t=…,v1=…`, with one signature for each secret. The time is that of the wall, at each try. */
export function signatureOf(body: string, secrets: readonly string[], time: number): string {
  const signatures = secrets.map((secret) => createHmac("sha256", secret).update(`${time}.${body}`).digest("hex"));
  return [`t=${time}`, ...signatures.map((signature) => `v1=${signature}`)].join(",");
}
