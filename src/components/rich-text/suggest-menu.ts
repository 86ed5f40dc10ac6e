import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** One entry of a menu at the cursor. */
export interface SuggestItem {
  id: string;
  label: string;
  /** Its heading in the menu. */
  group: string;
  note?: string | undefined;
  icon?: ReactNode;
  Icon?: LucideIcon | undefined;
  /** Applied where the sign was typed. */
  pick(range: { from: number; to: number }): void;
}

/** A menu that is open at the cursor. */
export interface OpenMenu {
  label: string;
  /** The text after the sign. */
  query: string;
  items: readonly SuggestItem[];
  /** The place of the marked item. */
  marked: number;
  loading: boolean;
  failed: boolean;
  pick(item: SuggestItem): void;
  /** Closes it until the sign is typed again. */
  dismiss(): void;
  /** Keeps an element beside the cursor until the result is called. */
  mount(element: HTMLElement): () => void;
}

/** The menu at the cursor: written by plugins of the editor, read by the list. */
export class SuggestMenu {
  #open: OpenMenu | null = null;
  #listeners = new Set<() => void>();
  /** Enter was pressed before the items of the query were known: the first of them is meant. */
  #picksFirst = false;

  get = (): OpenMenu | null => this.#open;

  subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  };

  /** Shows a menu, or its next state. The marked item stays marked while it is among the items. */
  show(next: Omit<OpenMenu, "marked">): void {
    const before = this.#open?.items[this.#open.marked]?.id;
    const kept = this.#open?.query === next.query ? next.items.findIndex(({ id }) => id === before) : 0;
    this.#set({ ...next, marked: Math.max(kept, 0) });
    const [first] = next.items;
    if (next.loading || !this.#picksFirst) return;
    this.#picksFirst = false;
    if (first) next.pick(first);
  }

  close(): void {
    this.#picksFirst = false;
    this.#set(null);
  }

  mark(place: number): void {
    if (this.#open) this.#set({ ...this.#open, marked: place });
  }

  /** Whether the menu took the key. */
  press(key: string): boolean {
    const open = this.#open;
    const count = open?.items.length ?? 0;
    if (open?.loading && key === "Enter") {
      // The items are still those of an earlier text.
      this.#picksFirst = true;
      return true;
    }
    if (!open || count === 0) return false;
    const item = open.items[open.marked];
    if (key === "ArrowDown") this.mark((open.marked + 1) % count);
    else if (key === "ArrowUp") this.mark((open.marked + count - 1) % count);
    else if ((key === "Enter" || key === "Tab") && item) open.pick(item);
    else return false;
    return true;
  }

  #set(next: OpenMenu | null): void {
    this.#open = next;
    for (const changed of this.#listeners) changed();
  }
}
