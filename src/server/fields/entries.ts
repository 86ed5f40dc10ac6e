import "server-only";
import { entriesIn } from "@/lib/coerce/coerce-entries";
import {
  columnsByType,
  type EmailEntry,
  type Entry,
  type EntryKind,
  type PhoneEntry,
  typesOf,
} from "@/lib/fields/entries";
import { typedValue } from "@/lib/fields/entry-types";
import type { FieldOf } from "@/lib/fields/field";
import { foldKey } from "@/lib/text";
import { countryOf, readPhoneNumber } from "../phone-number.ts";
import type { Row, StoredRules } from "./kind.ts";

interface EntryRules<E extends Entry> {
  kind: EntryKind;
  /** An entry as it is stored; its number is one of the country. */
  stored(value: string, type: string, country: ReturnType<typeof countryOf>): E;
  /** The text by which the value is found and compared; empty for none. */
  keyOf(text: string): string;
}

const emails: EntryRules<EmailEntry> = {
  kind: "emails",
  stored: (value, type) => ({ value, type: type as EmailEntry["type"] }),
  keyOf: foldKey,
};

const phones: EntryRules<PhoneEntry> = {
  kind: "phones",
  stored: (value, type, country) => ({ ...readPhoneNumber(value, country), type: type as PhoneEntry["type"] }),
  // A number is looked for by its digits; its extension is no part of them.
  keyOf: (text) => text.replace(/;ext=.*$/, "").replace(/\D/g, "") || foldKey(text),
};

/** Keys of entries on lines of their own, so that each is found whole; null without any. */
const linesOf = (entries: readonly Entry[] | null, keyOf: (text: string) => string): string | null =>
  entries && entries.length > 0 ? `\n${entries.map(({ value }) => keyOf(value)).join("\n")}\n` : null;

/** A JSON column of entries, and their keys beside it. */
function storedEntries<K extends EntryKind, E extends Entry>(rules: EntryRules<E>): StoredRules<K> {
  const { kind, stored, keyOf } = rules;
  const usual = typesOf(kind)[0]?.value ?? "other";
  const lines = (value: unknown) => linesOf(value as Entry[] | null, keyOf);
  const distinct = (entries: readonly E[]) => {
    const byKey = new Map(entries.toReversed().map((entry) => [keyOf(entry.value), entry]));
    return entries.filter((entry) => byKey.get(keyOf(entry.value)) === entry);
  };
  return {
    columns: (name) => ({
      [name]: { type: "jsonb" },
      [`${name}Key`]: { type: "text", read: false, folds: name, fold: lines },
    }),
    write(name, _field, value, { locale }) {
      const given = (value as { value: string; type?: string }[] | null) ?? [];
      const country = countryOf(locale);
      const entries = distinct(given.map((entry) => stored(entry.value, entry.type ?? usual, country)));
      return { [name]: entries.length > 0 ? entries : null, [`${name}Key`]: lines(entries) };
    },
    fromFile(name: string, field: FieldOf<K>) {
      // Behind those that a record has; too many refuse the row. Nobody has said which country a number of a file is of: the import asks.
      return (record, row) => {
        const given = entriesOfRow(name, field, row).map(({ value, type }) => stored(value, type, undefined));
        if (given.length === 0) return;
        const before = (record[name] as E[] | null) ?? [];
        const known = new Set(before.map(({ value }) => keyOf(value)));
        const added = distinct(given.filter(({ value }) => !known.has(keyOf(value))));
        if (added.length > 0) record[name] = [...before, ...added];
      };
    },
    // A cell of one type clears only its entries; `clearedBy` of an import says which cells a column stands for.
    clears: (name) =>
      Object.fromEntries(
        columnsByType(name, kind).map(([cell, type]) => [
          cell,
          (columns) => {
            const left = ((columns[name] as E[] | null) ?? []).filter((entry) => entry.type !== type);
            columns[name] = left.length > 0 ? left : null;
          },
        ]),
      ),
    read: (name, _field, row) => row[name],
    list: (name, field: FieldOf<K>) => ({
      kind: "lines",
      column: `${name}Key`,
      keyOf,
      ...(field.required ? {} : { nullable: true }),
    }),
    searched: (column) => `public.search_text(replace(${column}_key, E'\\n', ' '))`,
  };
}

export const emailsStored = storedEntries<"emails", EmailEntry>(emails);
export const phonesStored = storedEntries<"phones", PhoneEntry>(phones);

const rulesOf = ({ kind }: { kind: EntryKind }) => (kind === "emails" ? emails : phones);

/** The key by which a value of a field is found and compared. */
export const entryKey = (field: { kind: EntryKind }, value: string): string => rulesOf(field).keyOf(value);

/** The values in a row of a file, each with the type that it names or that of its column. */
export const entriesOfRow = (name: string, field: { kind: EntryKind }, row: Row): Entry[] =>
  columnsByType(name, field.kind).flatMap(([column, usual]) =>
    entriesIn(String(row[column] ?? "")).map((text) => {
      const { value, type } = typedValue(field.kind, text);
      return { value, type: type ?? usual };
    }),
  );
