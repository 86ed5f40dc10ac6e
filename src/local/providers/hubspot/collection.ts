import type { ObjectName } from "./objects";
import type { Row } from "./tables";

type Earlier = { until: number; row: Row | undefined };

/** The records of one object in one portal, with indexes of their ids and of their unique values. */
export class Collection {
  readonly object: ObjectName;
  readonly #rows = new Map<string, Row>();
  readonly #mergedInto = new Map<string, string>();
  readonly #unique = new Map<string, string>();
  readonly #earlier = new Map<string, Earlier[]>();
  #ids: string[] | undefined;

  constructor(object: ObjectName) {
    this.object = object;
  }

  /** By its id, also by one that it had before a merge. */
  get(id: string): Row | undefined {
    return this.#rows.get(id) ?? this.#rows.get(this.#mergedInto.get(id) ?? "");
  }

  /** The living record with this unique value. */
  holder(property: string, value: string): Row | undefined {
    const row = this.#rows.get(this.#unique.get(`${property}=${value}`) ?? "");
    return row && row.archivedAt === undefined ? row : undefined;
  }

  /** `unique` names the unique values of a record. */
  put(row: Row, unique: (row: Row) => [string, string][]): void {
    const before = this.#rows.get(row.id);
    if (!before) this.#ids = undefined;
    else this.#forget(before, unique);
    this.#rows.set(row.id, row);
    for (const id of row.mergedIds ?? []) this.#mergedInto.set(id, row.id);
    if (row.archivedAt !== undefined) return;
    for (const [property, value] of unique(row)) this.#unique.set(`${property}=${value}`, row.id);
  }

  remove(id: string, unique: (row: Row) => [string, string][]): void {
    const before = this.#rows.get(id);
    if (before) this.#forget(before, unique);
    this.#rows.delete(id);
    this.#ids = undefined;
  }

  /** Until then, lists and searches find the record as it was before. */
  keepEarlier(id: string, until: number): void {
    const all = this.#earlier.get(id) ?? [];
    this.#earlier.set(id, [...all, { until, row: this.#rows.get(id) }]);
  }

  /** All ids, in the order of their numbers. */
  ids(): string[] {
    this.#ids ??= [...this.#rows.keys()].sort((a, b) => Number(a) - Number(b));
    return this.#ids;
  }

  /** The record as lists and searches see it at a time. */
  seen(id: string, now: number): Row | undefined {
    const all = this.#earlier.get(id);
    if (!all) return this.#rows.get(id);
    const left = all.filter(({ until }) => until > now);
    if (left.length === 0) this.#earlier.delete(id);
    else this.#earlier.set(id, left);
    const [first] = left;
    return first ? first.row : this.#rows.get(id);
  }

  /** All that lists and searches see at a time; removed records may be among them. */
  *allSeen(now: number): Iterable<Row> {
    for (const id of this.ids()) {
      const row = this.seen(id, now);
      if (row) yield row;
    }
    for (const id of [...this.#earlier.keys()]) {
      const row = this.#rows.has(id) ? undefined : this.seen(id, now);
      if (row) yield row;
    }
  }

  all(): Row[] {
    return [...this.#rows.values()];
  }

  #forget(row: Row, unique: (row: Row) => [string, string][]): void {
    for (const [property, value] of unique(row))
      if (this.#unique.get(`${property}=${value}`) === row.id) this.#unique.delete(`${property}=${value}`);
  }
}
