"use client";

import type { InfiniteData, Query, QueryClient, QueryKey } from "@tanstack/react-query";

interface Row {
  id: string;
}
interface Page<T> {
  rows: T[];
}
type Change<T> = (row: T) => T;

/** A record with pending edits: the server's last state, the edits in order, and the fields they touch. */
interface Pending<T> {
  base: T;
  changes: Change<T>[];
  touched: Set<keyof T>;
}

export interface RecordKeys {
  list: QueryKey;
  get: QueryKey;
  groups?: QueryKey;
}

/** An edit that is shown before the server has it. */
export interface ShownEdit<T> {
  answered(answer: Partial<T> & Row): void;
  /** Removes only this edit from the screen, because it failed. */
  refused(): void;
}

/**
 * The cache of one kind of record: the lists and single records under these keys. Each edit is a separate layer over
 * the server's state, so that a failed edit leaves the others and all other rows unchanged.
 */
export class RecordCache<T extends Row> {
  readonly #pending = new Map<string, Pending<T>>();

  constructor(
    readonly client: QueryClient,
    readonly keys: RecordKeys,
  ) {}

  /** Whether edits are still pending: a refetch now could return the state before them. */
  get busy(): boolean {
    return this.#pending.size > 0;
  }

  /** Shows a change before the server has it; a change that cannot be computed in the browser is shown afterwards. */
  async begin(id: string, given: Change<T>): Promise<ShownEdit<T>> {
    const change = (row: T) => {
      try {
        return given(row);
      } catch {
        return row;
      }
    };
    const base = this.#pending.get(id)?.base ?? this.#find(id);
    const pending = base && (this.#pending.get(id) ?? { base, changes: [], touched: new Set() });
    if (pending) {
      this.#pending.set(id, { ...pending, changes: [...pending.changes, change] });
      // A list that is being refetched would return the old state; a first load continues.
      const holds = (query: Query) => this.#rowOf(query.state.data, id) !== undefined;
      await Promise.all(
        [this.keys.list, this.keys.get].map((queryKey) => this.client.cancelQueries({ queryKey, predicate: holds })),
      );
      this.#show(id);
    }
    const settle = (answer?: Partial<T> & Row) => {
      const now = this.#pending.get(id);
      if (now) {
        const changes = now.changes.filter((other) => other !== change);
        this.#pending.set(id, { ...now, base: { ...now.base, ...answer }, changes });
      }
      this.#show(id, answer);
      if (now?.changes.length === 1) this.#pending.delete(id);
    };
    return { answered: settle, refused: () => settle() };
  }

  /** Stores the server's answer: a whole row, or the part that a card shows. */
  write(answer: Partial<T> & Row): void {
    const pending = this.#pending.get(answer.id);
    if (pending) this.#pending.set(answer.id, { ...pending, base: { ...pending.base, ...answer } });
    this.#show(answer.id, answer);
  }

  /** Refetches the counts of lists after a change; only the server knows them. */
  async recount(): Promise<void> {
    if (this.keys.groups) await this.client.invalidateQueries({ queryKey: this.keys.groups });
  }

  /** Refetches every list and record of this kind, unless a pending edit will do so. */
  async refresh(): Promise<void> {
    if (this.busy) return;
    const first = this.client.getQueryCache().findAll({ queryKey: this.keys.list, predicate: isFirstLoad });
    await Promise.all([
      this.client.invalidateQueries({ queryKey: this.keys.list }),
      this.client.invalidateQueries({ queryKey: this.keys.get }),
      this.recount(),
    ]);
    // A first load goes on, and may bring the state from before the change.
    if (first.length > 0 && !this.busy)
      await this.client.invalidateQueries({ queryKey: this.keys.list, predicate: (query) => first.includes(query) });
  }

  #show(id: string, answer?: Partial<T> & Row): void {
    const pending = this.#pending.get(id);
    const shown = pending?.changes.reduce((row, change) => change(row), pending.base);
    if (pending && shown)
      for (const key of Object.keys(shown) as (keyof T)[])
        if (shown[key] !== pending.base[key]) pending.touched.add(key);
    this.#update(id, (row) => {
      const next = { ...row, ...answer };
      if (pending && shown) for (const key of pending.touched) next[key] = shown[key];
      return next;
    });
  }

  #update(id: string, change: Change<T>): void {
    this.client.setQueriesData<InfiniteData<Page<T>>>({ queryKey: this.keys.list }, (data) => {
      if (!this.#rowOf(data, id)) return data;
      return (
        data && {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            rows: page.rows.map((row) => (row.id === id ? change(row) : row)),
          })),
        }
      );
    });
    this.client.setQueriesData<T>({ queryKey: this.keys.get }, (row) => (row?.id === id ? change(row) : row));
  }

  #find(id: string): T | undefined {
    for (const queryKey of [this.keys.get, this.keys.list])
      for (const [, data] of this.client.getQueriesData({ queryKey })) {
        const row = this.#rowOf(data, id);
        if (row) return row;
      }
    return undefined;
  }

  /** The record in a query's data: the pages of a list, or the record itself. */
  #rowOf(data: unknown, id: string): T | undefined {
    const known = data as Partial<InfiniteData<Page<T>>> & Partial<T>;
    if (known?.id === id) return known as T;
    return known?.pages?.flatMap((page) => page.rows).find((row) => row.id === id);
  }
}

const isFirstLoad = ({ state }: Query): boolean => state.data === undefined && state.fetchStatus === "fetching";

/** The cache of one kind of record, shared by all components with the same client: each sees the others' edits. */
export function recordCache<T extends Row>(keys: () => RecordKeys): (client: QueryClient) => RecordCache<T> {
  const caches = new WeakMap<QueryClient, RecordCache<T>>();
  return (client) => {
    const known = caches.get(client) ?? new RecordCache<T>(client, keys());
    caches.set(client, known);
    return known;
  };
}
