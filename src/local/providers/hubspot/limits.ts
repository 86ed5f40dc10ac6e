import type { Crm } from "./crm";
import { Refusal } from "./refusal";

type Window = { from: number; used: number };
type Policy = "TEN_SECONDLY_ROLLING" | "DAILY" | "SECONDLY";

const TEN_SECONDS = 10_000;
const DAY = 86_400_000;

/** Counts the requests of each portal. */
export class Limits {
  readonly #crm: Crm;
  readonly #windows = new Map<string, Window>();

  constructor(crm: Crm) {
    this.#crm = crm;
  }

  /** Counts a request; the headers of its answer. Throws a Refusal if there were too many. */
  count(portal: number, isSearch: boolean): Record<string, string> {
    const { tenSeconds, day, searches } = this.#crm.settings.limits;
    if (isSearch) {
      if (this.#use(`${portal} search`, 1_000) > searches) throw this.refusal("SECONDLY", portal);
      // Answers of searches have no headers about limits.
      return {};
    }
    const [ten, daily] = [this.#use(`${portal} ten`, TEN_SECONDS), this.#use(`${portal} day`, DAY)];
    if (daily > day) throw this.refusal("DAILY", portal);
    if (ten > tenSeconds) throw this.refusal("TEN_SECONDLY_ROLLING", portal);
    return this.#headers(tenSeconds - ten, day - daily);
  }

  /** A refusal as it comes at that limit. */
  refusal(policyName: Policy, portal: number): Refusal {
    const { tenSeconds, day } = this.#crm.settings.limits;
    const words = {
      TEN_SECONDLY_ROLLING: "You have reached your ten_secondly_rolling limit.",
      DAILY: "You have reached your daily limit.",
      SECONDLY: "You have reached your secondly limit.",
    };
    const daily = this.#windows.get(`${portal} day`)?.used ?? 0;
    const headers: Record<Policy, Record<string, string>> = {
      TEN_SECONDLY_ROLLING: this.#headers(0, Math.max(0, day - daily)),
      DAILY: this.#headers(tenSeconds, 0),
      SECONDLY: {},
    };
    return new TooMany(words[policyName], policyName, headers[policyName]);
  }

  reset(): void {
    this.#windows.clear();
  }

  #use(key: string, length: number): number {
    const from = Math.floor(this.#crm.clock.now() / length) * length;
    const before = this.#windows.get(key);
    const window = before?.from === from ? { from, used: before.used + 1 } : { from, used: 1 };
    this.#windows.set(key, window);
    return window.used;
  }

  #headers(left: number, leftToday: number): Record<string, string> {
    const { tenSeconds, day } = this.#crm.settings.limits;
    return {
      "x-hubspot-ratelimit-daily": String(day),
      "x-hubspot-ratelimit-daily-remaining": String(leftToday),
      "x-hubspot-ratelimit-interval-milliseconds": String(TEN_SECONDS),
      "x-hubspot-ratelimit-max": String(tenSeconds),
      "x-hubspot-ratelimit-remaining": String(left),
    };
  }
}

/** Too many requests, in words of their own. */
export class TooMany extends Refusal {
  readonly policyName: string;

  constructor(message: string, policyName: string, headers: Record<string, string>) {
    super(429, "RATE_LIMITS", message);
    this.headers = headers;
    this.policyName = policyName;
  }
}
