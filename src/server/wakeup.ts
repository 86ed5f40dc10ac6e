import "server-only";
import { EventEmitter, setMaxListeners } from "node:events";

/** Wakes a worker that rests between two polls. */
export class Wakeup {
  readonly #woken = new EventEmitter().setMaxListeners(0);

  wake(): void {
    this.#woken.emit("wake");
  }

  /** Resolves when it is woken, the time is over or the signal aborts. */
  rest(ms: number, signal: AbortSignal): Promise<void> {
    // Own listeners: each `AbortSignal.any` stays attached to a signal that lives as long as the process.
    setMaxListeners(0, signal);
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer);
        this.#woken.off("wake", over);
        signal.removeEventListener("abort", over);
        resolve();
      };
      const timer = setTimeout(over, ms).unref();
      this.#woken.once("wake", over);
      signal.addEventListener("abort", over);
      if (signal.aborted) over();
    });
  }
}
