/** The requests that a fault is for; all if nothing is given. */
type Which = {
  method?: string;
  /** A part of the path, as a regular expression: `/search$`. */
  path?: string;
  /** So many requests that fit pass by first. */
  skip?: number;
  /** So many requests it is for; 1 by default. */
  times?: number;
};

/** A failure that a test asks for. */
export type Fault =
  /** This answer, and the work is not done. */
  | (Which & { kind: "answer"; status: number; headers?: Record<string, string>; body?: unknown })
  /** The work is done, and the answer is lost: the connection breaks, or another status comes instead. */
  | (Which & { kind: "lost"; status?: number })
  | (Which & { kind: "delay"; ms: number })
  /** Too many requests, with the headers and the words of the provider. */
  | (Which & { kind: "limit"; policy: "TEN_SECONDLY_ROLLING" | "DAILY" | "SECONDLY" })
  /** The next page of a list or a search is the one before once more, with its cursor. */
  | (Which & { kind: "page repeated" })
  /** Access tokens are good no more. */
  | { kind: "token dead"; account?: string }
  /** Refresh tokens are good no more. */
  | { kind: "refresh dead"; account?: string }
  | { kind: "scope missing"; scope: string; account?: string }
  /** Lists and searches do not see what is written from now on, for so many seconds. */
  | { kind: "stale"; seconds: number }
  /** How webhooks arrive, so many batches long. */
  | { kind: "webhook"; what: WebhookFault; times?: number };

export type WebhookFault = "lost" | "doubled" | "reordered" | "late" | "wrong secret" | "old";
type Waiting = { fault: Fault; skip: number; times: number };

const REQUEST_KINDS = ["answer", "lost", "delay", "limit", "page repeated"];

/** Failures that tests ask for, in the order in which they came; each happens once unless `times` says otherwise. */
export class Faults {
  readonly #now: (fault: Fault) => boolean;
  #waiting: Waiting[] = [];

  /** `now` does what happens at once and says whether it did. */
  constructor(now: (fault: Fault) => boolean) {
    this.#now = now;
  }

  add(fault: Fault): void {
    if (this.#now(fault)) return;
    const { skip = 0, times = 1 } = fault as Which;
    this.#waiting.push({ fault, skip, times });
  }

  /** The fault of this kind for a request. */
  take<Kind extends "answer" | "lost" | "delay" | "limit" | "page repeated">(
    kind: Kind,
    { method, path }: { method: string; path: string },
  ): Extract<Fault, { kind: Kind }> | undefined {
    for (const each of this.#waiting) {
      const { fault } = each;
      if (fault.kind !== kind) continue;
      const which: Which = fault;
      if (which.method !== undefined && which.method !== method) continue;
      if (which.path !== undefined && !new RegExp(which.path).test(path)) continue;
      if (each.skip > 0) {
        each.skip -= 1;
        continue;
      }
      this.#use(each);
      return fault as Extract<Fault, { kind: Kind }>;
    }
    return undefined;
  }

  /** The fault for the next batch of webhooks. */
  takeWebhook(): WebhookFault | undefined {
    const each = this.#waiting.find(({ fault }) => fault.kind === "webhook");
    if (each?.fault.kind !== "webhook") return undefined;
    this.#use(each);
    return each.fault.what;
  }

  /** Those that did not happen yet. */
  waiting(): Fault[] {
    return this.#waiting.map(({ fault }) => fault);
  }

  reset(): void {
    this.#waiting = [];
  }

  #use(each: Waiting): void {
    each.times -= 1;
    if (each.times <= 0) this.#waiting = this.#waiting.filter((other) => other !== each);
  }
}

/** Whether text from a request names a fault. */
export function isFault(value: unknown): value is Fault {
  const kinds = [...REQUEST_KINDS, "token dead", "refresh dead", "scope missing", "stale", "webhook"];
  return typeof value === "object" && value !== null && "kind" in value && kinds.includes(String(value.kind));
}
