const LOGGED = 500;

export type Call = { at: number; method: string; path: string; status: number };

/** Counts of what was asked, and of the records that were written by the way of the API. */
export class Calls {
  #all = 0;
  #byCall = new Map<string, number>();
  #written = new Map<string, number>();
  #log: Call[] = [];

  /** A request that was answered; `name` is the same for all ids: `GET /crm/v3/objects/contacts/:id`. */
  asked(name: string, call: Call): void {
    this.#all += 1;
    this.#byCall.set(name, (this.#byCall.get(name) ?? 0) + 1);
    this.#log.push(call);
    if (this.#log.length > LOGGED) this.#log.shift();
  }

  /** `contacts created`, `deals updated`, `associations created` */
  wrote(what: string): void {
    this.#written.set(what, (this.#written.get(what) ?? 0) + 1);
  }

  /** All counts since the last reset; `writes` is the sum of `written`. */
  counts() {
    const written = Object.fromEntries(this.#written);
    const writes = Object.values(written).reduce((sum, count) => sum + count, 0);
    return { all: this.#all, writes, written, byCall: Object.fromEntries(this.#byCall) };
  }

  /** The newest calls, newest first. */
  log(): Call[] {
    return this.#log.toReversed();
  }

  reset(): void {
    this.#all = 0;
    this.#byCall.clear();
    this.#written.clear();
    this.#log = [];
  }
}
