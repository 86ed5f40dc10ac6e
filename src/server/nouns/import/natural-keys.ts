import "server-only";
import "@/lib/nouns/schemas";
import { fileSource, ownIdField } from "@/lib/fields/base";
import { isCustomName } from "@/lib/fields/custom";
import { derivedIn } from "@/lib/fields/derived";
import { type Entry, isEntriesField } from "@/lib/fields/entries";
import type { Field } from "@/lib/fields/field";
import { foldKey } from "@/lib/text";
import { uniqueKeyOf } from "../../custom/columns.ts";
import { entriesOfRow, entryKey } from "../../fields/entries.ts";
import { storedRulesOf } from "../../fields/kinds.ts";
import type { NounRuntime } from "../noun-runtime.ts";
import { snakeCase } from "../snake-case.ts";
import { type Namesakes, namesakesToldApart } from "./namesakes.ts";
import type { Columns } from "./rules.ts";

/** Fields that identify a record together. */
export interface NaturalKey {
  fields: readonly string[];
  /** The column of lookups; for a field of several values the name of that field, whose keys lie in a table. */
  column: string;
  /** The values of a record that lookups ask for. */
  lookUps(values: Columns): readonly string[];
  /** The field, where it alone is the key and meets texts however they are written: files name records by it. */
  name: string | null;
  /** The texts by which the record is known; none where a needed field is empty. */
  textsOf(values: Columns): readonly string[];
  /** The same of a stored record, where they are none of its columns. */
  ofRecord?(record: { id: string }): readonly string[];
  /** A record may have several of them, so another one is no contradiction. */
  several: boolean;
  /** Where other fields tell records of one name apart: which of these records a row means. */
  namesakes?: Namesakes;
  /** A unique field that the workspace has added: `column` is the name of its keys among those of all custom fields. */
  isCustom?: true;
}

/** The natural keys of a noun, best first. */
export function naturalKeysOf({
  entity,
  catalog,
  fields,
  namesakesBy,
}: Pick<NounRuntime["noun"], "entity" | "catalog" | "fields" | "namesakesBy">): NaturalKey[] {
  const by = Object.entries<Field>(fields).flatMap(([name, field]) =>
    namesakesBy.includes(name) && isEntriesField(field) ? [[name, field] as const] : [],
  );
  return catalog.naturalKeys.map((names) => {
    const [first = ""] = names;
    if (first === ownIdField) return ownIdKey;
    if (first === idKey.fields[0]) return idKey;
    const field = fields[first] as Field;
    if (isCustomName(first)) return customKey(entity, first, field);
    if (isEntriesField(field)) return entriesKey(first, field);
    const place = names.find((name) => fields[name]?.kind === "reference");
    if (place === undefined || by.length === 0 || !names.includes("name")) return textKey(names, fields);
    return namesakeKey(names, namesakesToldApart(fields, place, by));
  });
}

/** Texts and references: all texts are needed; a reference may be empty, and then the record's is empty too. */
function textKey(names: readonly string[], fields: NounRuntime["noun"]["fields"]): NaturalKey {
  const derived = new Map(derivedIn(fields));
  const parts = names.map((name) => {
    const field = fields[name] as Field;
    const isReference = field.kind === "reference";
    const copy = foldedCopy(name, field);
    const givenOf = (values: Columns) =>
      values[name] ?? (isReference ? values[`${name}Id`] : derived.get(name)?.value(values)) ?? "";
    return { name, copy, isReference, textOf: (values: Columns) => textOf(givenOf(values), copy !== undefined) };
  });
  const looked = parts.find(({ isReference }) => !isReference) ?? parts[0];
  if (!looked) throw new Error("A natural key has no field.");
  const filled = (text: string) => (text === "" ? [] : [text]);
  return {
    fields: names,
    several: false,
    name: parts.length === 1 && looked.copy !== undefined ? looked.name : null,
    column: snakeCase(looked.copy ?? looked.name),
    lookUps: (values) => filled(looked.textOf(values)),
    textsOf(values) {
      const texts = parts.map((part) => part.textOf(values));
      const lacks = parts.some(({ isReference }, place) => !isReference && texts[place] === "");
      return lacks ? [] : [texts.join("\n")];
    },
  };
}

/** A name within another record, in a noun whose records of one name other fields tell apart. */
const namesakeKey = (names: readonly string[], namesakes: Namesakes): NaturalKey => ({
  fields: names,
  several: false,
  name: null,
  column: "name_key",
  namesakes,
  lookUps: (values) => [namesakes.nameOf(values)].filter(Boolean),
  textsOf: namesakes.textsOf,
});

/** Any of several values, such as the e-mail addresses of a person. */
function entriesKey(name: string, field: Field & { kind: "emails" | "phones" }): NaturalKey {
  const textsOf = (values: Columns) => {
    const value = values[name] ?? null;
    if (Array.isArray(value)) return (value as Entry[]).map((entry) => entryKey(field, entry.value));
    return entriesOfRow(name, field, values).map(({ value: text }) => entryKey(field, text));
  };
  return { fields: [name], several: true, name: null, column: name, lookUps: textsOf, textsOf };
}

/** A field that the workspace has added and that no two records may share. */
function customKey(entity: string, name: string, field: Field): NaturalKey {
  const { field: column, textsOf } = uniqueKeyOf(entity, [name, field]);
  return { fields: [name], several: false, name: null, column, isCustom: true, lookUps: textsOf, textsOf };
}

/** The id of a record elsewhere: two products may use the same one, so its source counts too. It is compared as it is written. */
export const idKey: NaturalKey = {
  fields: ["externalId"],
  several: false,
  name: null,
  column: "external_id",
  lookUps({ externalId }) {
    const id = textOf(externalId, false);
    return id === "" ? [] : [id];
  },
  textsOf({ externalId, externalSource }) {
    const id = textOf(externalId, false);
    return id === "" ? [] : [`${externalSource ?? fileSource}\n${id}`];
  },
};

/** The id that a record has here, as exports have it. */
export const ownIdKey: NaturalKey = {
  fields: [ownIdField],
  several: false,
  name: null,
  column: "id",
  lookUps: ({ id }) => (id === undefined ? [] : [String(id)]),
  textsOf: ({ id }) => (id === undefined ? [] : [String(id)]),
  ofRecord: ({ id }) => [id],
};

/** The texts of a key by which a record is known. */
export const textsOfRecord = (key: NaturalKey, record: { id: string; after: Columns }): readonly string[] =>
  key.ofRecord?.(record) ?? key.textsOf(record.after);

/** The column that holds the text of a field folded, where it has one. */
const foldedCopy = (name: string, field: Field): string | undefined =>
  Object.entries(storedRulesOf(field).columns(name, field)).find(([, { folds }]) => folds === name)?.[0];

function textOf(value: unknown, folded: boolean): string {
  const text = String(value ?? "");
  return folded ? foldKey(text) : text;
}
