import { LocalProblem } from "../problem";
import { readState, writeState } from "../state";
import type { Kind, Tables } from "./tables";

type Row = { serial: number; record: { id: string } };
type Kept = { version: 1; serial: number; tables: Record<string, [number, { id: string }][]> };

const SAVE_AFTER_MS = 200;

/**
 * All objects, in memory and in one file. Records are never changed in place, so that a step that fails can be undone
 * and snapshots in events stay as they are.
 */
export class Store {
  readonly #tables = new Map<string, Map<string, Row>>();
  readonly #file: string | undefined;
  #undo: (() => void)[] = [];
  #serial = 0;
  #timer: NodeJS.Timeout | undefined;
  #saving = Promise.resolve();

  private constructor(file: string | undefined) {
    this.#file = file;
  }

  /** Reads the file, if there is one. Throws LocalProblem if it is damaged. */
  static async open(file: string | undefined): Promise<Store> {
    const store = new Store(file);
    const content = file === undefined ? undefined : await readState(file);
    if (content === undefined) return store;
    try {
      const { serial, tables } = JSON.parse(content) as Kept;
      store.#serial = serial;
      for (const [kind, rows] of Object.entries(tables))
        store.#tables.set(kind, new Map(rows.map(([at, record]) => [record.id, { serial: at, record }])));
    } catch (error) {
      throw new LocalProblem(`${file} is damaged. Delete it, so that test payments begin anew.`, { cause: error });
    }
    return store;
  }

  find<K extends Kind>(kind: K, id: string | null | undefined): Tables[K] | undefined {
    return (id ? this.#table(kind).get(id)?.record : undefined) as Tables[K] | undefined;
  }

  /** A record that must be there, because another one names it. */
  get<K extends Kind>(kind: K, id: string): Tables[K] {
    const found = this.find(kind, id);
    if (!found) throw new Error(`The payments stand-in lost ${kind} ${id}.`);
    return found;
  }

  /** Oldest first. */
  all<K extends Kind>(kind: K): Tables[K][] {
    return Array.from(this.#table(kind).values(), ({ record }) => record as unknown as Tables[K]);
  }

  where<K extends Kind>(kind: K, matches: (record: Tables[K]) => boolean): Tables[K][] {
    return this.all(kind).filter(matches);
  }

  put<K extends Kind>(kind: K, record: Tables[K]): Tables[K] {
    const table = this.#table(kind);
    const before = table.get(record.id);
    this.#undo.push(() => (before ? this.#table(kind).set(record.id, before) : this.#table(kind).delete(record.id)));
    table.set(record.id, { serial: before?.serial ?? ++this.#serial, record });
    return record;
  }

  change<K extends Kind>(kind: K, id: string, patch: Partial<Tables[K]>): Tables[K] {
    return this.put(kind, { ...this.get(kind, id), ...patch });
  }

  remove(kind: Kind, id: string): void {
    const table = this.#table(kind);
    const before = table.get(id);
    if (!before) return;
    this.#undo.push(() => this.#putBack(kind, id, before));
    table.delete(id);
  }

  /** Does all of it or, if it throws, nothing. */
  attempt<Result>(work: () => Result): Result {
    const from = this.#undo.length;
    try {
      return work();
    } catch (error) {
      this.#back(from);
      throw error;
    }
  }

  /** The result of work that is then undone. */
  pretend<Result>(work: () => Result): Result {
    const from = this.#undo.length;
    try {
      return work();
    } finally {
      this.#back(from);
    }
  }

  /** From here on nothing is undone any more; the file follows shortly. */
  commit(): void {
    if (this.#undo.length === 0) return;
    this.#undo = [];
    if (this.#file === undefined) return;
    this.#timer ??= setTimeout(() => void this.save(), SAVE_AFTER_MS).unref();
  }

  /** Writes the file now. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const file = this.#file;
    if (file === undefined) return;
    this.#saving = this.#saving.then(() => writeState(file, JSON.stringify(this.#kept()))).catch(reportLoss);
    await this.#saving;
  }

  #kept(): Kept {
    const rows = (table: Map<string, Row>) =>
      [...table.values()].map(({ serial, record }) => [serial, record] as [number, { id: string }]);
    const tables = Object.fromEntries([...this.#tables].map(([kind, table]) => [kind, rows(table)]));
    return { version: 1, serial: this.#serial, tables };
  }

  #back(from: number): void {
    for (const undo of this.#undo.splice(from).reverse()) undo();
  }

  /** At its old place: the order of a table is that of its serial numbers. */
  #putBack(kind: Kind, id: string, row: Row): void {
    const rows = [...this.#table(kind), [id, row] as const].sort(([, a], [, b]) => a.serial - b.serial);
    this.#tables.set(kind, new Map(rows));
  }

  #table(kind: Kind): Map<string, Row> {
    const table = this.#tables.get(kind) ?? new Map<string, Row>();
    this.#tables.set(kind, table);
    return table;
  }
}

function reportLoss(error: unknown): void {
  console.error("The payments stand-in could not write its file.", error);
}
