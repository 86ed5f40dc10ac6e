import type { Asked } from "./exchange";
import { Refusal } from "./refusal";

type Fault = {
  status: number;
  /** After the work was done and undone, as an answer that is kept for its idempotency key. */
  after?: boolean;
  /** Only requests to this address. */
  path?: RegExp;
  headers?: Record<string, string>;
  code?: string;
};

/** Failures that tests ask for; each happens once. */
export class Faults {
  /** How long each request waits before it is answered: a slow service. */
  delayMs = 0;
  /** Only requests to these addresses wait. */
  delayed: { method: string; path: RegExp } | null = null;
  #waiting: Fault[] = [];

  add(fault: Fault): void {
    this.#waiting.push(fault);
  }

  delayOf({ method, path }: Asked): number {
    if (this.delayed === null) return this.delayMs;
    return method === this.delayed.method && this.delayed.path.test(path) ? this.delayMs : 0;
  }

  next({ path }: Asked): { refusal: Refusal; after: boolean } | undefined {
    const fault = this.#waiting.find((each) => each.path?.test(path) ?? true);
    if (!fault) return undefined;
    this.#waiting = this.#waiting.filter((each) => each !== fault);
    const { status, code, headers = {}, after = false } = fault;
    const type = status >= 500 ? "api_error" : "invalid_request_error";
    const details = {
      type,
      message: `A failure with ${status} that a test asked for.`,
      ...(code ? { code } : {}),
    };
    return { refusal: new Refusal(status, details, headers), after };
  }
}
