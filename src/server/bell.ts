import "server-only";
import { EventEmitter, setMaxListeners } from "node:events";

/** Wakes a worker that rests between two looks for work. */
export class Bell {
  readonly #rung = new EventEmitter().setMaxListeners(0);

  ring(): void {
    this.#rung.emit("ring");
  }

  /** Until the bell rings, the time is over, or the signal is given. */
  rest(ms: number, signal: AbortSignal): Promise<void> {
    // By listeners of its own: each `AbortSignal.any` stays with a signal that lives as long as the process.
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
