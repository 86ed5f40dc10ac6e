import "server-only";
import type { MatchedRow } from "@/lib/import-rows";
import { changes } from "../../events.ts";
import { newId } from "../../new-id.ts";
import { mayBeAsked, meantByName, mostNamesakes, type NamesakeQuestions } from "./namesakes.ts";
import { type NaturalKey, textsOfRecord } from "./natural-keys.ts";
import type { BatchRecord, Cells, Columns, Draft } from "./rules.ts";

/** A record that a row names by another key than the one by which the row is recognised. */
export interface Rival {
  key: NaturalKey;
  record: BatchRecord;
}

/** The records that a row matches by the best of its keys that finds any, and one that it names by another key. */
export interface Match {
  key: NaturalKey | undefined;
  found: readonly BatchRecord[];
  rival: Rival | undefined;
}

/** A name is no identity, nor is it one together with an account: other records may have it too. */
const isName = ({ fields }: NaturalKey) => fields.includes("name");

export interface Recognition {
  /** By which rows are recognised, best first. */
  keys: readonly NaturalKey[];
  /** Those that only one record may have, also where rows are not recognised by them. */
  unique?: readonly NaturalKey[];
  /** Whether rows added something to a record that is no column. */
  adds(more: unknown): boolean;
  /** Rows match only records that the import itself has made. */
  onlyNew?: boolean;
  /** Needed where a key is the name of a record that other fields tell apart. */
  namesakes?: NamesakeQuestions;
}

/** The records of a batch by their natural keys: those that are there, and those that its own rows make. */
export class WorkingSet {
  readonly #keys: readonly NaturalKey[];
  readonly #byKey: ReadonlyMap<NaturalKey, Map<string, BatchRecord[]>>;
  readonly #touched = new Set<BatchRecord>();
  /** The lines that match each record. */
  readonly #linesOf = new Map<BatchRecord, number[]>();
  readonly #adds: (more: unknown) => boolean;
  readonly #unique: readonly NaturalKey[];
  readonly #onlyNew: boolean;
  readonly #questions: NamesakeQuestions;
  /** Records by their folded names, where a key compares records of one name. */
  readonly #named = new Map<string, BatchRecord[]>();

  constructor(
    found: readonly BatchRecord[],
    { keys, unique = [], adds, onlyNew = false, namesakes = noQuestions }: Recognition,
  ) {
    this.#keys = keys;
    this.#unique = unique;
    this.#onlyNew = onlyNew;
    this.#questions = namesakes;
    const all = [...new Set([...keys, ...unique])];
    this.#byKey = new Map(all.map((key) => [key, new Map()]));
    this.#adds = adds;
    const live = found.filter(({ isArchived }) => !isArchived);
    for (const one of live) this.#put(one);
    // An archived record counts only where no other has its key.
    const taken = new Map(all.map((key) => [key, new Set(live.flatMap((one) => textsOfRecord(key, one)))]));
    for (const one of found) if (one.isArchived) this.#put(one, (key, text) => !taken.get(key)?.has(text));
  }

  #put(one: BatchRecord, counts: (key: NaturalKey, text: string) => boolean = () => true): void {
    for (const [key, records] of this.#byKey)
      for (const text of textsOfRecord(key, one)) {
        const known = records.get(text) ?? [];
        if (!counts(key, text) || known.includes(one)) continue;
        if (known.length === 0) records.set(text, [one]);
        else if (!key.namesakes || known.length < mostNamesakes) known.push(one);
      }
    const name = this.#keys.find(({ namesakes }) => namesakes)?.namesakes?.nameOf(one.after) ?? "";
    if (name === "" || one.isArchived) return;
    const named = this.#named.get(name);
    if (!named) this.#named.set(name, [one]);
    else if (named.length < mostNamesakes && !named.includes(one)) named.push(one);
  }

  /**
   * The records that a row matches by the best of its keys that finds any. One that has another text in a better key of the row
   * is no match: a name does not match a record of another SKU.
   */
  find(row: Cells, clears: readonly string[] = []): Match {
    const { key, found } = this.#matchBy(row, clears);
    return { key, found, rival: this.#rivalOf(row, key, found) };
  }

  #matchBy(row: Cells, clears: readonly string[]): Pick<Match, "key" | "found"> {
    const usable = this.#keys.filter((key) => key.textsOf(row).length > 0);
    for (const [place, key] of usable.entries()) {
      const fits = (one: BatchRecord) =>
        this.#counts(one) && usable.slice(0, place).every((better) => mayMatch(better, one));
      const having = this.#having(key, row).filter(fits);
      const found = key.namesakes
        ? meantByName(key.namesakes, having, {
            row,
            clears,
            namesakes: this.#questions.isJoined(key.namesakes.nameOf(row)) ? this.namesakesOf(row) : [],
            ...this.#questions,
          })
        : having;
      if (found.length > 0) return { key, found: narrowed(found, usable.slice(place + 1), row) };
    }
    return { key: usable[0], found: [] };
  }

  #counts(one: BatchRecord): boolean {
    return !this.#onlyNew || one.isNew;
  }

  /** The records that have a text of this key in common with a row. */
  #having(key: NaturalKey, row: Cells): readonly BatchRecord[] {
    const records = key.textsOf(row).flatMap((text) => {
      const known = this.#byKey.get(key)?.get(text) ?? [];
      return known.filter((one) => textsOfRecord(key, one).includes(text));
    });
    return [...new Set(records)];
  }

  /** The records of a row's name that it does not mean, where people would ask if they are the same. */
  namesakesOf(row: Cells): readonly BatchRecord[] {
    const usable = this.#keys.filter((key) => key.textsOf(row).length > 0);
    const place = usable.findIndex(({ namesakes }) => namesakes);
    const namesakes = usable[place]?.namesakes;
    if (!namesakes) return [];
    const named = this.#named.get(namesakes.nameOf(row)) ?? [];
    return named.filter(
      (one) =>
        this.#counts(one) &&
        namesakes.nameOf(one.after) === namesakes.nameOf(row) &&
        mayBeAsked(namesakes, row, one) &&
        usable.slice(0, place).every((better) => mayMatch(better, one)),
    );
  }

  /** A key that only one record may have counts always; another one where no better key tells its record apart. */
  #rivalOf(row: Cells, main: NaturalKey | undefined, found: readonly BatchRecord[]): Rival | undefined {
    for (const key of this.#byKey.keys()) {
      const isUnique = this.#unique.includes(key);
      const records = key === main && !isUnique ? [] : this.#having(key, row);
      if (records.some((one) => found.includes(one))) continue;
      const better = this.#keys.slice(0, this.#keys.indexOf(key)).filter((one) => one.textsOf(row).length > 0);
      const counts = (one: BatchRecord) =>
        isUnique ||
        (found.length > 0 && this.#counts(one) && !isName(key) && better.every((other) => mayMatch(other, one)));
      const record = records.find(counts);
      if (record) return { key, record };
    }
    return undefined;
  }

  add({ after, more }: Draft<Columns, unknown>, line: number): BatchRecord {
    const made: BatchRecord = {
      id: newId(),
      version: 1,
      isArchived: false,
      isNew: true,
      before: null,
      after,
      line,
      more,
    };
    this.#put(made);
    this.#touched.add(made);
    this.match(made, line);
    return made;
  }

  /** Notes that a row is of this record; how many rows are of one of an earlier row is known from that. */
  match(one: BatchRecord, line: number): void {
    const lines = this.#linesOf.get(one);
    if (lines) lines.push(line);
    else this.#linesOf.set(one, [line]);
  }

  /** How many records are matched by rows. */
  get matched(): number {
    return this.#linesOf.size;
  }

  /** The record of each row. */
  matchedRows(): MatchedRow[] {
    return [...this.#linesOf].flatMap(([{ id, isNew, after }, lines]) => {
      const record = { into: Math.max(...lines), id: isNew ? null : id, label: String(after.name) };
      return lines.map((line) => ({ line, ...record }));
    });
  }

  change(one: BatchRecord, { after, more }: Draft<Columns, unknown>, line: number): void {
    one.after = after;
    one.more = more;
    if (one.before) one.line = line;
    this.#put(one);
    // A later row may restore the old values: then nothing is written.
    if (one.before && !this.#adds(more) && !changes(one.before, after)) this.#touched.delete(one);
    else this.#touched.add(one);
  }

  /** The records that rows made or changed, in the order of the rows. */
  touched(): BatchRecord[] {
    return [...this.#touched];
  }
}

/** Of several records of one key, the one that the row also names by another key. */
function narrowed(found: readonly BatchRecord[], others: readonly NaturalKey[], row: Cells): readonly BatchRecord[] {
  if (found.length < 2) return found;
  const alike = found.filter((one) => others.some((key) => meet(textsOfRecord(key, one), key.textsOf(row))));
  return alike.length === 1 ? alike : found;
}

const meet = (some: readonly string[], others: readonly string[]) => some.some((text) => others.includes(text));

/** Whether a record without the row's text of a better key may still match: it has none, or may have several. */
const mayMatch = (better: NaturalKey, one: BatchRecord) => better.several || textsOfRecord(better, one).length === 0;

const noQuestions: NamesakeQuestions = { isJoined: () => false, hasRow: () => false };
