import type { Signal } from "@/lib/channels";

const shownMs = 4_000;
const moves = new Set(["opportunity.stageChanged", "opportunity.ranked"]);

/** Who moved which record in the last seconds, as signals tell it. */
export class Movers {
  readonly #by = new Map<string, string>();
  readonly #told = new Set<() => void>();

  /** The member who has just moved this one; null when nobody has. */
  of(id: string): string | null {
    return this.#by.get(id) ?? null;
  }

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#told.add(changed);
    return () => {
      this.#told.delete(changed);
    };
  };

  hear(signals: readonly Signal[]): void {
    for (const { id, by, event } of signals) if (id && by && moves.has(event)) this.#show(id, by);
  }

  #show(id: string, by: string): void {
    this.#by.set(id, by);
    this.#tell();
    setTimeout(() => {
      if (this.#by.get(id) === by) this.#by.delete(id);
      this.#tell();
    }, shownMs);
  }

  #tell(): void {
    for (const changed of this.#told) changed();
  }
}
