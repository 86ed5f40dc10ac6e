import type { Signal } from "@/lib/channels";
import { nouns } from "@/lib/nouns/all";
import type { NounHead } from "@/lib/nouns/noun-head";

const shownMs = 4_000;
const boards = Object.entries<NounHead>(nouns).flatMap(([entity, { board }]) => (board ? [{ entity, ...board }] : []));
/** Events by which a record comes to another column of its board. */
const columnMoves: ReadonlySet<string> = new Set(boards.map(({ entity, moved }) => `${entity}.${moved}`));
const moves: ReadonlySet<string> = new Set([
  ...columnMoves,
  ...boards.map(({ entity, ranked }) => `${entity}.${ranked}`),
]);

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

/** How long a move may be known by half: where the record stands now, or who moved it. */
const halfKnownMs = 15_000;

export interface MoveByOther {
  id: string;
  by: string;
}

/**
 * Finds the moves that others make of what is on the screen, each once: the record stands elsewhere, and a signal has said
 * who moved it to another column. Which of both is known first is a matter of chance.
 */
export class MoveWatch {
  #places: ReadonlyMap<string, string> | null = null;
  readonly #elsewhere = new Map<string, number>();
  readonly #said = new Map<string, { by: string; at: number }>();

  constructor(
    private readonly me: string,
    private readonly now = () => performance.now(),
  ) {}

  /** Takes where each record on the screen stands; the first time there is nothing to compare it with. */
  see(places: ReadonlyMap<string, string>): MoveByOther[] {
    const before = this.#places;
    this.#places = places;
    for (const id of before ? new Set([...before.keys(), ...places.keys()]) : [])
      if (before?.get(id) !== places.get(id)) this.#elsewhere.set(id, this.now());
    return this.#both();
  }

  hear(signals: readonly Signal[]): MoveByOther[] {
    for (const { id, by, event } of signals)
      if (id && by && columnMoves.has(event)) this.#said.set(id, { by, at: this.now() });
    return this.#both();
  }

  #both(): MoveByOther[] {
    const since = this.now() - halfKnownMs;
    for (const [id, at] of this.#elsewhere) if (at < since) this.#elsewhere.delete(id);
    for (const [id, { at }] of this.#said) if (at < since) this.#said.delete(id);
    const known = [...this.#said].filter(([id]) => this.#elsewhere.has(id));
    for (const [id] of known) {
      this.#said.delete(id);
      this.#elsewhere.delete(id);
    }
    return known.flatMap(([id, { by }]) => (by === this.me ? [] : [{ id, by }]));
  }
}

/** Who is online, after what signals tell of it. The same list where they tell nothing new. */
export function afterPresence(online: readonly string[], signals: readonly Signal[]): readonly string[] {
  const ids = new Set(online);
  for (const { id, event } of signals) {
    if (id && event === "presence.online") ids.add(id);
    if (id && event === "presence.offline") ids.delete(id);
  }
  const same = ids.size === online.length && online.every((id) => ids.has(id));
  return same ? online : [...ids];
}

export const tellsPresence = ({ entity }: Signal): boolean => entity === "presence";
