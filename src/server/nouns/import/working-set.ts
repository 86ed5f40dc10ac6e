import "server-only";
import { fileSource } from "@/lib/fields/base";
import type { Field } from "@/lib/fields/field";
import type { MeantRow } from "@/lib/import-rows";
import { foldKey } from "@/lib/text";
import { changes } from "../../events.ts";
import { storedRulesOf } from "../../fields/kinds.ts";
import { newId } from "../../new-id.ts";
import type { Made } from "../made.ts";
import { snake } from "../table.ts";
import type { Cells, Columns, Draft, Working } from "./rules.ts";

/** Fields that identify a record together. */
export interface NaturalKey {
  fields: readonly string[];
  /** The key of lookups: a column of the first field, by its text in a row. */
  column: string;
  lookUp(values: Columns): string | null;
  /** The field, where it alone is the key and meets texts however they are written: files name records by it. */
  name: string | null;
  /** The text of all fields; null where one of them is empty. */
  textOf(values: Columns): string | null;
}

/** The natural keys of a noun, best first. */
export function naturalKeysOf({ catalog, fields }: Pick<Made["noun"], "catalog" | "fields">): NaturalKey[] {
  return catalog.naturalKeys.map((names) => {
    if (names[0] === idKey.fields[0]) return idKey;
    const parts = names.map((name) => ({ name, copy: foldedCopy(name, fields[name] as Field) }));
    const textsOf = (values: Columns) => parts.map(({ name, copy }) => textOf(values[name], copy !== undefined));
    const [first = { name: "", copy: undefined }] = parts;
    return {
      fields: names,
      name: parts.length === 1 && first.copy !== undefined ? first.name : null,
      column: snake(first.copy ?? first.name),
      lookUp: (values) => textsOf(values)[0] || null,
      textOf(values) {
        const texts = textsOf(values);
        return texts.includes("") ? null : texts.join("\n");
      },
    };
  });
}

/** The id of a record elsewhere: two products may use the same one, so its source counts too. It is compared as it is written. */
export const idKey: NaturalKey = {
  fields: ["externalId"],
  name: null,
  column: "external_id",
  lookUp: ({ externalId }) => textOf(externalId, false) || null,
  textOf({ externalId, externalSource }) {
    const id = textOf(externalId, false);
    return id === "" ? null : `${externalSource ?? fileSource}\n${id}`;
  },
};

/** The column that holds the text of a field folded, where it has one. */
const foldedCopy = (name: string, field: Field): string | undefined =>
  Object.entries(storedRulesOf(field).columns(name, field)).find(([, { folds }]) => folds === name)?.[0];

function textOf(value: unknown, folded: boolean): string {
  const text = String(value ?? "");
  return folded ? foldKey(text) : text;
}

/** A record that a row names by another key than the one by which the row is recognised. */
export interface Rival {
  key: NaturalKey;
  record: Working;
}

/** The records that a row means, by its best key that finds any; and another one that it names by another key. */
export interface Meant {
  key: NaturalKey | undefined;
  found: readonly Working[];
  rival: Rival | undefined;
}

/** A name alone is no identity: other records may have it too. */
const isName = ({ fields }: NaturalKey) => fields.length === 1 && fields[0] === "name";

/** The records of a batch by their natural keys: those that are there, and those that its own rows make. */
export class WorkingSet {
  readonly #keys: readonly NaturalKey[];
  readonly #byKey: ReadonlyMap<NaturalKey, Map<string, Working[]>>;
  readonly #touched = new Set<Working>();
  /** The lines that mean each record. */
  readonly #meant = new Map<Working, number[]>();
  readonly #adds: (more: unknown) => boolean;
  readonly #unique: readonly NaturalKey[];

  /**
   * `adds` says whether rows added something to a record that is no column, `unique` are the keys that only one record may
   * have, also those by which rows are not recognised.
   */
  constructor(
    keys: readonly NaturalKey[],
    found: readonly Working[],
    adds: (more: unknown) => boolean,
    unique: readonly NaturalKey[] = [],
  ) {
    this.#keys = keys;
    this.#unique = unique;
    const all = [...new Set([...keys, ...unique])];
    this.#byKey = new Map(all.map((key) => [key, new Map()]));
    this.#adds = adds;
    const live = found.filter(({ isArchived }) => !isArchived);
    for (const one of live) this.#put(one);
    // An archived record counts only where no other has its key.
    const taken = new Map(all.map((key) => [key, new Set(live.map(({ after }) => key.textOf(after)))]));
    for (const one of found) if (one.isArchived) this.#put(one, (key) => !taken.get(key)?.has(key.textOf(one.after)));
  }

  #put(one: Working, counts: (key: NaturalKey) => boolean = () => true): void {
    for (const [key, records] of this.#byKey) {
      const text = key.textOf(one.after);
      if (text === null || !counts(key)) continue;
      const known = records.get(text) ?? [];
      if (!known.includes(one)) records.set(text, [...known, one]);
    }
  }

  /**
   * The records that a row means, by its best key that finds any. One that has another text in a better key of the row
   * is not meant: a name does not meet a record of another SKU.
   */
  find(row: Cells): Meant {
    const { key, found } = this.#meantBy(row);
    return { key, found, rival: this.#rivalOf(row, key, found) };
  }

  #meantBy(row: Cells): Pick<Meant, "key" | "found"> {
    const said = this.#keys.filter((key) => key.textOf(row) !== null);
    for (const [place, key] of said.entries()) {
      const found = this.#having(key, row).filter(({ after }) =>
        said.slice(0, place).every((better) => better.textOf(after) === null),
      );
      if (found.length > 0) return { key, found: narrowed(found, said.slice(place + 1), row) };
    }
    return { key: said[0], found: [] };
  }

  #having(key: NaturalKey, row: Cells): readonly Working[] {
    const text = key.textOf(row);
    if (text === null) return [];
    return (this.#byKey.get(key)?.get(text) ?? []).filter(({ after }) => key.textOf(after) === text);
  }

  /** A key that only one record may have counts always; another one where no better key tells its record apart. */
  #rivalOf(row: Cells, main: NaturalKey | undefined, found: readonly Working[]): Rival | undefined {
    for (const key of this.#byKey.keys()) {
      const records = key === main ? [] : this.#having(key, row);
      if (records.some((one) => found.includes(one))) continue;
      const better = this.#keys.slice(0, this.#keys.indexOf(key)).filter((one) => one.textOf(row) !== null);
      const counts = (one: Working) =>
        this.#unique.includes(key) ||
        (found.length > 0 && !isName(key) && better.every((other) => other.textOf(one.after) === null));
      const record = records.find(counts);
      if (record) return { key, record };
    }
    return undefined;
  }

  add({ after, more }: Draft<Columns, unknown>, line: number): void {
    const made: Working = { id: newId(), version: 1, isArchived: false, isNew: true, before: null, after, line, more };
    this.#put(made);
    this.#touched.add(made);
    this.mean(made, line);
  }

  /** Notes that a row means this record; how many rows mean one of an earlier row is told from that. */
  mean(one: Working, line: number): void {
    const lines = this.#meant.get(one);
    if (lines) lines.push(line);
    else this.#meant.set(one, [line]);
  }

  /** How many records rows mean. */
  get meant(): number {
    return this.#meant.size;
  }

  /** The record of each row. */
  meantRows(): MeantRow[] {
    return [...this.#meant].flatMap(([{ id, isNew, after }, lines]) => {
      const record = { into: Math.max(...lines), id: isNew ? null : id, label: String(after.name) };
      return lines.map((line) => ({ line, ...record }));
    });
  }

  change(one: Working, { after, more }: Draft<Columns, unknown>, line: number): void {
    one.after = after;
    one.more = more;
    if (one.before) one.line = line;
    this.#put(one);
    // A later row may restore the old values: then nothing is written.
    if (one.before && !this.#adds(more) && !changes(one.before, after)) this.#touched.delete(one);
    else this.#touched.add(one);
  }

  /** The records that rows made or changed, in the order of the rows. */
  touched(): Working[] {
    return [...this.#touched];
  }
}

/** Of several records of one key, the one that the row also names by another key. */
function narrowed(found: readonly Working[], others: readonly NaturalKey[], row: Cells): readonly Working[] {
  if (found.length < 2) return found;
  const alike = found.filter(({ after }) => others.some((key) => key.textOf(after) === key.textOf(row)));
  return alike.length === 1 ? alike : found;
}
