import "server-only";
import { derivedIn } from "@/lib/fields/derived";
import type { Entry, EntryKind } from "@/lib/fields/entries";
import type { Field, Fields } from "@/lib/fields/field";
import { foldKey } from "@/lib/text";
import { entriesOfRow, entryKey } from "../../fields/entries.ts";
import { snakeCase } from "../snake-case.ts";
import type { BatchRecord, Cells, Columns } from "./rules.ts";

/** How records of one name are told apart: by the record that the name belongs to, and by fields of several values. */
export interface Namesakes {
  /** The column of the record that the name belongs to. */
  place: string;
  /** The fields of several values. */
  fields: readonly string[];
  /** The name that a row gives, or a record has, without an address in the place of one; empty for none. */
  givenName(values: Columns): string;
  /** The same folded. */
  nameOf(values: Columns): string;
  /** The id of the record that the name belongs to, such as the account of a person; empty for none. */
  placeOf(values: Columns): string;
  /** The keys of the values of each field. */
  entriesOf(values: Columns): readonly (readonly string[])[];
  /** The texts of which a record that a row means has one: the name with its place, and with each of the values. */
  textsOf(values: Columns): readonly string[];
}

/** The choice among records of one name depends on these, besides the row. */
export interface NamesakeQuestions {
  /** Whether a person has said that all records of the name are one. */
  isJoined(name: string): boolean;
  /** Whether the record has all values of the row already, and none that the row clears. */
  hasRow(one: BatchRecord, row: Cells, clears: readonly string[]): boolean;
}

/** So many records of one name and place are compared with a row: of more, the name says nothing. */
export const mostNamesakes = 200;

type EntriesField = readonly [name: string, field: Field & { kind: EntryKind }];

/** How records of one name are told apart in a noun, by the record that the name belongs to and fields of several values. */
export function namesakesToldApart(fields: Fields, place: string, by: readonly EntriesField[]): Namesakes {
  const givenName = nameIn(fields);
  const nameOf = remembered((values) => foldKey(givenName(values)));
  const entriesOf = remembered((values) => by.map(([name, field]) => keysIn(name, field, values)));
  const placeOf = (values: Columns) => String(values[place] ?? values[`${place}Id`] ?? "");
  return {
    place: snakeCase(`${place}Id`),
    fields: by.map(([name]) => name),
    givenName,
    nameOf,
    placeOf,
    entriesOf,
    textsOf: remembered((values) => {
      const name = nameOf(values);
      if (name === "") return [];
      const entries = entriesOf(values).flatMap((keys, field) => keys.map((key) => `${name}\n${field}\n${key}`));
      return [`${name}\n\n${placeOf(values)}`, ...entries];
    }),
  };
}

/** The same function, whose results are kept as long as the values. */
function remembered<R>(of: (values: Columns) => R): (values: Columns) => R {
  const known = new WeakMap<Columns, { result: R }>();
  return (values) => {
    const found = known.get(values) ?? { result: of(values) };
    known.set(values, found);
    return found.result;
  };
}

/** The name as a record would have it: "Poe, Bo" is "Bo Poe", and its parts go before a whole name. */
function nameIn(fields: Fields): (values: Columns) => string {
  const [, derived] = derivedIn(fields).find(([name]) => name === "name") ?? [];
  const { parts, value } = derived ?? {};
  if (!parts || !value) return (values) => String(values.name ?? "");
  const names = Object.keys(parts(""));
  return (values) => {
    const given = names.some((name) => (values[name] ?? "") !== "") ? values : parts(String(values.name ?? ""));
    return String(value(Object.fromEntries(names.map((name) => [name, given[name] ?? null]))) ?? "");
  };
}

/** So many digits make a number of one's own; a text such as "on request" or "00000" is none. */
const fewestDigits = 5;
const isNumber = (key: string) => /^\d+$/.test(key) && key.length >= fewestDigits && !/^(\d)\1*$/.test(key);

function keysIn(name: string, field: Field & { kind: EntryKind }, values: Columns): string[] {
  const value = values[name] ?? null;
  const texts = Array.isArray(value)
    ? (value as Entry[]).map((entry) => entry.value)
    : entriesOfRow(name, field, values).map((entry) => entry.value);
  const keys = texts.map((text) => entryKey(field, text));
  return field.kind === "phones" ? keys.filter(isNumber) : keys;
}

/** A row with what chooses among the records of its name. */
export interface NamedRow extends NamesakeQuestions {
  row: Cells;
  clears: readonly string[];
  /** All records of its name, as far as people would ask if they are the same. */
  namesakes: readonly BatchRecord[];
}

/**
 * Of records that share a row's name and its account, address or number, those that the row means: one with an address or
 * a number in common; else those of the same account that have no other ones. Without an account a name alone means only
 * a record that has all values of the row.
 */
export function meantByName(
  { nameOf, placeOf, entriesOf }: Namesakes,
  named: readonly BatchRecord[],
  { row, clears, namesakes, isJoined, hasRow }: NamedRow,
): readonly BatchRecord[] {
  const own = entriesOf(row);
  const agreeing = named.filter(({ after }) => entriesOf(after).some((keys, field) => meet(keys, own[field] ?? [])));
  if (agreeing.length > 0) return agreeing;
  const has = (one: BatchRecord) => hasRow(one, row, clears);
  const place = placeOf(row);
  const near = named.filter(({ after }) => placeOf(after) === place);
  if (isJoined(nameOf(row))) return oneOf(near.length > 0 ? near : namesakes, has);
  if (place === "") {
    const having = own.some((keys) => keys.length > 0) ? [] : near.filter(has);
    const bare = having.find(({ after }) => entriesOf(after).every((keys) => keys.length === 0));
    return bare ? [bare] : having.slice(0, 1);
  }
  const possible = near.filter(({ after }) => !entriesOf(after).some((keys, field) => differ(keys, own[field] ?? [])));
  return possible.length > 1 ? oneOf(possible, has) : possible;
}

/** Of several records one that has all values of the row, or the first where all are new; else all of them. */
function oneOf(records: readonly BatchRecord[], has: (one: BatchRecord) => boolean): readonly BatchRecord[] {
  const one = records.find(has) ?? (records.every(({ isNew }) => isNew) ? records[0] : undefined);
  return one ? [one] : records;
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
