import "server-only";
import type { Entry, EntryKind } from "@/lib/fields/entries";
import type { Field } from "@/lib/fields/field";
import { foldKey } from "@/lib/text";
import { entriesOfRow, entryKey } from "../../fields/entries.ts";
import { snakeCase } from "../snake-case.ts";
import type { NaturalKey } from "./natural-keys.ts";
import type { BatchRecord, Cells, Columns } from "./rules.ts";

/** How records of one name are told apart: by the record that the name belongs to, and by fields of several values. */
export interface NamesakeKey extends NaturalKey {
  namesakes: Namesakes;
}

export interface Namesakes {
  /** The columns of lookups: the folded name, the record that it belongs to, and the keys of the values. */
  columns: { name: string; place: string; entries: readonly string[] };
  /** The folded name; empty for none. */
  nameOf(values: Columns): string;
  /** The id of the record that the name belongs to, such as the account of a person; empty for none. */
  placeOf(values: Columns): string;
  /** The keys of the values of each field. */
  entriesOf(values: Columns): readonly (readonly string[])[];
}

/** What the choice among records of one name depends on besides the row. */
export interface NamesakeQuestions {
  /** Whether a person has said that all records of the name are one. */
  isJoined(name: string): boolean;
  /** Whether the record has all values of the row already. */
  hasAll(one: BatchRecord, row: Cells): boolean;
}

/** So many records of one name and place are compared with a row: of more, the name says nothing. */
export const mostNamesakes = 200;

interface Given {
  names: readonly string[];
  /** The reference among them. */
  place: string;
  by: readonly (readonly [string, Field & { kind: EntryKind }])[];
  nameOf(values: Columns): string;
}

/** The key of a name within another record, in a noun whose records of one name other fields tell apart. */
export function namesakeKey({ names, place, by, nameOf }: Given): NamesakeKey {
  const known = new WeakMap<Columns, ReturnType<Namesakes["entriesOf"]>>();
  const entriesOf = (values: Columns) => {
    const found = known.get(values) ?? by.map(([name, field]) => keysIn(name, field, values));
    known.set(values, found);
    return found;
  };
  const placeOf = (values: Columns) => String(values[place] ?? values[`${place}Id`] ?? "");
  const folded = (values: Columns) => foldKey(nameOf(values));
  const namesakes: Namesakes = {
    columns: {
      name: "name_key",
      place: snakeCase(`${place}Id`),
      entries: by.map(([name]) => `${snakeCase(name)}_key`),
    },
    nameOf: folded,
    placeOf,
    entriesOf,
  };
  return {
    fields: names,
    several: false,
    name: null,
    column: namesakes.columns.name,
    namesakes,
    lookUps: (values) => [folded(values)].filter(Boolean),
    textsOf(values) {
      const name = folded(values);
      if (name === "") return [];
      const entries = entriesOf(values).flatMap((keys, field) => keys.map((key) => `${name}\n${field}\n${key}`));
      return [`${name}\n\n${placeOf(values)}`, ...entries];
    },
  };
}

function keysIn(name: string, field: Field & { kind: EntryKind }, values: Columns): string[] {
  const value = values[name] ?? null;
  if (Array.isArray(value)) return (value as Entry[]).map((entry) => entryKey(field, entry.value));
  return entriesOfRow(name, field, values).map(({ value: text }) => entryKey(field, text));
}

/**
 * Of records that share a row's name, those that the row means: one with an address or a number in common; else those of
 * the same account that have no other ones. Without an account a name alone means only a record that has all values of
 * the row.
 */
export function meantByName(
  { nameOf, placeOf, entriesOf }: Namesakes,
  row: Cells,
  named: readonly BatchRecord[],
  { isJoined, hasAll }: NamesakeQuestions,
): readonly BatchRecord[] {
  const own = entriesOf(row);
  const agreeing = named.filter(({ after }) => entriesOf(after).some((keys, field) => meet(keys, own[field] ?? [])));
  if (agreeing.length > 0) return agreeing;
  const place = placeOf(row);
  const near = named.filter(({ after }) => placeOf(after) === place);
  if (isJoined(nameOf(row))) return near;
  if (place === "") return own.some((keys) => keys.length > 0) ? [] : saidBy(row, near, { entriesOf, hasAll });
  const possible = near.filter(({ after }) => !entriesOf(after).some((keys, field) => differ(keys, own[field] ?? [])));
  const same = possible.length > 1 ? possible.find((one) => hasAll(one, row)) : undefined;
  return same ? [same] : possible;
}

/** Of records without an account, the one of which the row says nothing new; of several, one that has no addresses either. */
function saidBy(
  row: Cells,
  near: readonly BatchRecord[],
  { entriesOf, hasAll }: Pick<Namesakes, "entriesOf"> & Pick<NamesakeQuestions, "hasAll">,
): readonly BatchRecord[] {
  const having = near.filter((one) => hasAll(one, row));
  if (having.length < 2) return having;
  return having.filter(({ after }) => entriesOf(after).every((keys) => keys.length === 0)).slice(0, 1);
}

const meet = (some: readonly string[], others: readonly string[]) => some.some((text) => others.includes(text));

/** Whether both have values of a field of which none may be the same. */
const differ = (some: readonly string[], others: readonly string[]): boolean =>
  some.length > 0 && others.length > 0 && !some.some((one) => others.some((other) => mayBeSame(one, other)));

/** So many digits of a number are its own, without those of the country. */
const ownDigits = 6;

/** A number with its country and the same without it may be one: nobody may have said which country that is. */
function mayBeSame(one: string, other: string): boolean {
  const [short = "", long = ""] = [one, other]
    .map((text) => text.replace(/^0+/, ""))
    .sort((a, b) => a.length - b.length);
  return (
    one === other || (/^\d+$/.test(short) && short.length >= ownDigits && /^\d+$/.test(long) && long.endsWith(short))
  );
}

/** Whether people would ask if two records of one name are the same: their accounts do not tell them apart. */
export function mayBeAsked({ placeOf }: Namesakes, row: Cells, { after }: BatchRecord): boolean {
  const [one, other] = [placeOf(row), placeOf(after)];
  return one === other || one === "" || other === "";
}
