/** The entries that mounted components offer, in the order of mounting, and their listeners. */
export class EntryRegistry<Entry extends { id: string }> {
  #entries: readonly Entry[] = [];
  #listeners = new Set<() => void>();

  list = (): readonly Entry[] => this.#entries;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  add(entry: Entry): () => void {
    this.#set([...this.#entries, entry]);
    return () => this.#set(this.#entries.filter((other) => other.id !== entry.id));
  }

  #set(entries: readonly Entry[]) {
    this.#entries = entries;
    for (const listener of this.#listeners) listener();
  }
}
