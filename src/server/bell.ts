import "server-only";
import { EventEmitter, setMaxListeners } from "node:events";

/** Wakes a worker that rests between two polls. */
export class Bell {
  readonly #rung = new EventEmitter().setMaxListeners(0);

  ring(): void {
    this.#rung.emit("ring");
  }

  /** Resolves when the bell rings, the time is over or the signal aborts. */
  rest(ms: number, signal: AbortSignal): Promise<void> {
    // Own listeners: each `AbortSignal.any` stays attached to a signal that lives as long as the process.
    setMaxListeners(0, signal);
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer);
        this.#rung.off("ring", over);
        signal.removeEventListener("abort", over);
        resolve();
      };
      const timer = setTimeout(over, ms).unref();
      this.#rung.once("ring", over);
      signal.addEventListener("abort", over);
      if (signal.aborted) over();
    });
  }
}
