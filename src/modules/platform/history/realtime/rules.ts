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

/** The moves of the last seconds by record, from signals. */
export class Movers {
  readonly #by = new Map<string, string>();
  readonly #told = new Set<() => void>();

  /** The member who just moved this one; null for none. */
  of(id: string): string | null {
    return this.#by.get(id) ?? null;
  }

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#told.add(changed);
    return () => {
      this.#told.delete(changed);
    };
  };

  receive(signals: readonly Signal[]): void {
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

/** How long half of a move is remembered: the record's new stage, or the member who moved it. */
const halfKnownMs = 15_000;

export interface MoveByOther {
  id: string;
  by: string;
}

/**
 * Detects moves by others of records on the screen, each once: the record is in another stage, and a signal has named
 * the member. Either may arrive first.
 */
export class MoveWatch {
  #places: ReadonlyMap<string, string> | null = null;
  readonly #elsewhere = new Map<string, number>();
  readonly #said = new Map<string, { by: string; at: number }>();

  constructor(
    private readonly me: string,
    private readonly now = () => performance.now(),
  ) {}

  /** Receives the stage of each record on the screen; the first call only stores them. */
  see(places: ReadonlyMap<string, string>): MoveByOther[] {
    const before = this.#places;
    this.#places = places;
    for (const id of before ? new Set([...before.keys(), ...places.keys()]) : [])
      if (before?.get(id) !== places.get(id)) this.#elsewhere.set(id, this.now());
    return this.#both();
  }

  receive(signals: readonly Signal[]): MoveByOther[] {
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

/** The online members after these signals. The same list if nothing changed. */
export function afterPresence(online: readonly string[], signals: readonly Signal[]): readonly string[] {
  const ids = new Set(online);
  for (const { id, event } of signals) {
    if (id && event === "presence.online") ids.add(id);
    if (id && event === "presence.offline") ids.delete(id);
  }
  const same = ids.size === online.length && online.every((id) => ids.has(id));
  return same ? online : [...ids];
}

export const isPresenceSignal = ({ entity }: Signal): boolean => entity === "presence";
