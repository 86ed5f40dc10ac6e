import "server-only";
import { EventEmitter, once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";

/** Wakes a worker that rests between two looks for work. */
export class Bell {
  readonly #rung = new EventEmitter().setMaxListeners(0);

  ring(): void {
    this.#rung.emit("ring");
  }

  /** Until the bell rings, the time is over, or the signal is given. */
  async rest(ms: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    await Promise.race([
      once(this.#rung, "ring", { signal: until }),
      pause(ms, undefined, { signal: until, ref: false }),
    ]).catch(() => undefined);
    over.abort();
  }
}
