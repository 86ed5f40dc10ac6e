import type { Mention } from "@/lib/rich-text/rich-text";
import { keyOf, type MentionLabel } from "./mentions";

type Load = (mentions: readonly Mention[]) => Promise<readonly MentionLabel[]>;

/** The names of the mentions in an editor. Those that appear together are asked for together. */
export class MentionNames {
  #known = new Map<string, MentionLabel>();
  #waiting = new Map<string, Mention>();
  #listeners = new Map<string, Set<() => void>>();

  constructor(private readonly load: Load) {}

  /** A name that is known before it is asked for, as of a chosen suggestion. */
  put(label: MentionLabel): void {
    this.#known.set(keyOf(label), label);
    for (const changed of this.#listeners.get(keyOf(label)) ?? []) changed();
  }

  /** Undefined while it is loading. */
  of(mention: Mention): MentionLabel | undefined {
    const label = this.#known.get(keyOf(mention));
    if (!label) this.#ask(mention);
    return label;
  }

  /** Calls when the name of a mention is known; the result ends it. */
  follow(mention: Mention, changed: () => void): () => void {
    const key = keyOf(mention);
    const all = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, all.add(changed));
    return () => all.delete(changed);
  }

  #ask(mention: Mention): void {
    if (this.#waiting.has(keyOf(mention))) return;
    this.#waiting.set(keyOf(mention), mention);
    if (this.#waiting.size === 1) queueMicrotask(() => void this.#loadWaiting());
  }

  async #loadWaiting(): Promise<void> {
    const asked = [...this.#waiting.values()];
    const labels = await this.load(asked).catch(() => null);
    this.#waiting.clear();
    // Unknown is not hidden: the next look asks again.
    if (labels === null) return;
    const known = new Map(labels.map((label) => [keyOf(label), label]));
    for (const mention of asked) this.put(known.get(keyOf(mention)) ?? { ...mention, label: null });
  }
}
