import { appendFile } from "node:fs/promises";
import { dirname } from "node:path";
import { LocalProblem } from "../problem";
import { makeFolder, readState, writeState } from "../state";

const SAVE_AFTER_MS = 100;
/** A file with so many more lines than records is written anew. */
const SPARE_LINES = 20_000;

/** A table of the journal: rows by their ids, oldest first. */
export type Table<Row> = {
  get(id: string): Row | undefined;
  set(id: string, row: Row): void;
  delete(id: string): void;
  values(): IterableIterator<Row>;
  entries(): IterableIterator<[string, Row]>;
  clear(): void;
};

/**
 * The rows of all tables, in memory and in one file, to which each change adds a line: a change of one record among
 * 10,000 writes one record.
 */
export class Journal {
  readonly #file: string | undefined;
  readonly #tables = new Map<string, Map<string, unknown>>();
  #waiting: string[] = [];
  #lines = 0;
  /** A write failed, maybe in the middle of a line: the file is written anew. */
  #isBroken = false;
  #timer: NodeJS.Timeout | undefined;
  #saving = Promise.resolve();

  private constructor(file: string | undefined) {
    this.#file = file;
  }

  /** Reads the file, if there is one. Throws LocalProblem if it is damaged. */
  static async open(file: string | undefined): Promise<Journal> {
    const journal = new Journal(file);
    if (file === undefined) return journal;
    await makeFolder(dirname(file));
    const content = await readState(file);
    if (content === undefined) return journal;
    // A process that was killed may have left half a line at the end.
    const lines = content.split("\n");
    const isCut = lines.pop() !== "";
    try {
      for (const line of lines) journal.#read(line);
    } catch (error) {
      throw new LocalProblem(`${file} is damaged. Delete it, so that the providers begin anew.`, { cause: error });
    }
    if (isCut || journal.#isLong()) await journal.#rewrite();
    return journal;
  }

  table<Row>(name: string): Table<Row> {
    const rows = this.#rows(name) as Map<string, Row>;
    return {
      get: (id) => rows.get(id),
      set: (id, row) => {
        rows.set(id, row);
        this.#note(name, id, row);
      },
      delete: (id) => {
        if (rows.delete(id)) this.#note(name, id, null);
      },
      values: () => rows.values(),
      entries: () => rows.entries(),
      clear: () => {
        for (const id of [...rows.keys()]) {
          rows.delete(id);
          this.#note(name, id, null);
        }
      },
    };
  }

  /** Writes to the file all that is not there yet. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const file = this.#file;
    if (file === undefined) return;
    this.#saving = this.#saving
      .then(() => this.#append(file))
      .catch((error: unknown) => {
        this.#isBroken = true;
        console.error("The providers' stand-in could not write its file.", error);
      });
    await this.#saving;
  }

  async #append(file: string): Promise<void> {
    if (this.#isBroken || this.#isLong()) {
      await this.#rewrite();
      return;
    }
    const lines = this.#waiting.splice(0);
    if (lines.length > 0) await appendFile(file, lines.join(""), { mode: 0o600 });
  }

  async #rewrite(): Promise<void> {
    const lines = [...this.#tables].flatMap(([name, rows]) =>
      [...rows].map(([id, row]) => `${JSON.stringify([name, id, row])}\n`),
    );
    this.#waiting = [];
    this.#lines = lines.length;
    await writeState(this.#file ?? "", lines.join(""));
    this.#isBroken = false;
  }

  #isLong(): boolean {
    let rows = 0;
    for (const table of this.#tables.values()) rows += table.size;
    return this.#lines > 2 * rows + SPARE_LINES;
  }

  #read(line: string): void {
    const [name, id, row] = JSON.parse(line) as [string, string, unknown];
    this.#lines += 1;
    if (row === null) this.#rows(name).delete(id);
    else this.#rows(name).set(id, row);
  }

  #note(name: string, id: string, row: unknown): void {
    if (this.#file === undefined) return;
    this.#waiting.push(`${JSON.stringify([name, id, row])}\n`);
    this.#lines += 1;
    this.#timer ??= setTimeout(() => void this.save(), SAVE_AFTER_MS).unref();
  }

  #rows(name: string): Map<string, unknown> {
    const rows = this.#tables.get(name) ?? new Map<string, unknown>();
    this.#tables.set(name, rows);
    return rows;
  }
}
