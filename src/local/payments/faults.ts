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

/** A slow service: requests wait so long before they are worked on. */
type Delay = {
  ms: number;
  /** Only requests of this method to this address. */
  only?: { method: string; path: RegExp };
};

/** Failures that tests ask for; each happens once. */
export class Faults {
  #delays: Delay[] = [];
  #waiting: Fault[] = [];

  add(fault: Fault): void {
    this.#waiting.push(fault);
  }

  /** Delays requests until the returned function is called. */
  delay(delay: Delay): () => void {
    this.#delays.push(delay);
    return () => {
      this.#delays = this.#delays.filter((each) => each !== delay);
    };
  }

  delayOf({ method, path }: Asked): number {
    const found = this.#delays.find(({ only }) => !only || (method === only.method && only.path.test(path)));
    return found?.ms ?? 0;
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
