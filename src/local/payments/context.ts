import type { Store } from "./store";

/** The settings of a server. */
export type Settings = {
  /** The secret key that requests carry. */
  key: string;
  /** The name under which it sells. */
  shop: string;
  /** Days after a failed payment at which it is tried again. */
  retryDays: readonly number[];
  /** The state of a subscription after the last try. */
  afterRetries: "unpaid" | "canceled" | "past_due";
  /** Signs the forms of the hosted pages. */
  formSecret: string;
};

type Origin = { id: string | null; idempotency_key: string | null };

const NOBODY: Origin = { id: null, idempotency_key: null };

/** The records of a server, its settings and its time. */
export class Context {
  readonly store: Store;
  readonly settings: Settings;
  readonly origin: string;
  /** The request that is being answered; events name it. */
  request: Origin = NOBODY;
  readonly #now: () => number;
  #time: number | undefined;
  #later: (() => void)[] = [];

  constructor({
    store,
    settings,
    origin,
    now,
  }: { store: Store; settings: Settings; origin: string; now: () => number }) {
    this.store = store;
    this.settings = settings;
    this.origin = origin;
    this.#now = now;
  }

  /** The time outside test clocks, in unix seconds. */
  wall(): number {
    return this.#time ?? Math.floor(this.#now() / 1000);
  }

  /** The time of a customer: that of its test clock, if it has one. */
  timeOf(customer: string | null | undefined): number {
    return this.store.find("clocks", this.store.find("customers", customer)?.test_clock)?.frozen_time ?? this.wall();
  }

  /** Does something that was due at another time than now. */
  during<Result>(time: number, work: () => Result): Result {
    const before = this.#time;
    this.#time = time;
    try {
      return work();
    } finally {
      this.#time = before;
    }
  }

  /** Holds the time outside test clocks; `undefined` lets it go on. */
  hold(time: number | undefined): void {
    this.#time = time;
  }

  /** Does all of a request, or nothing of it. */
  answer<Result>(request: Origin, work: () => Result): Result {
    this.request = request;
    try {
      return this.store.attempt(work);
    } catch (error) {
      this.#later = [];
      throw error;
    } finally {
      this.request = NOBODY;
      this.store.commit();
    }
  }

  /** Something to do after the answer. */
  afterwards(work: () => void): void {
    this.#later.push(work);
  }

  takeLater(): (() => void)[] {
    return this.#later.splice(0);
  }
}
