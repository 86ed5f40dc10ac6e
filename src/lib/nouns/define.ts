import type { z } from "zod";
import type { Catalog } from "@/lib/catalog";
import type { EventDefinition } from "@/lib/events";
import { baseFields, idFields } from "@/lib/fields/base";
import { derivedIn } from "@/lib/fields/derived";
import { isEntriesField } from "@/lib/fields/entries";
import { type Field, type Fields, inputName } from "@/lib/fields/field";
import { progressionsIn } from "@/lib/fields/progression";
import type { CreateOf, RecordOf, UpdateOf } from "@/lib/fields/record";
import { statesIn } from "@/lib/fields/states";
import type { Page } from "@/lib/zod";
import { type NounEntity, nounOf, nouns } from "./all";
import type { DeclaredView } from "./declared-views";
import type { nounEvents } from "./events";
import { madeLate } from "./made-late";
import type { NounHead } from "./noun-head";
import type { PartList } from "./parts";
import type { SettingEvents } from "./settings";

/** A schema whose input and output have the same type. */
export type Schema<T> = z.ZodType<T, T>;

/** A declared noun with everything derived from its head and fields, for server and browser. */
export interface Noun<E extends NounEntity = NounEntity, F extends Fields = Fields, R = RecordOf<F>> {
  entity: E;
  head: NounHead;
  fields: F;
  /** Its fields and those of every record, such as when it was created and last changed. */
  allFields: Fields;
  /** The fields of forms and details, in their order. */
  order: readonly (keyof F & string)[];
  /** The choice field whose options are the columns of its board; null if it has none. */
  boardBy: (keyof F & string) | null;
  record: Schema<R>;
  page: Schema<Page<R>>;
  create: Schema<CreateOf<F>>;
  update: Schema<UpdateOf<F>>;
  events: ReturnType<typeof nounEvents<E>>;
  /** The events of its transitions, by their names. */
  steps: Readonly<Record<string, EventDefinition>>;
  /** Its further events if it is a list in the settings; else null. */
  settings: SettingEvents | null;
  /** Rows that live and die with its records. */
  parts: readonly PartList[];
  /** The views of its list that it declares; `viewsOf` adds those that every list has. */
  views: readonly DeclaredView[];
  catalog: Catalog & { entity: E };
}

export interface Definition<F extends Fields> {
  fields: F;
  /**
   * Sets of fields by which an import recognises existing records after the external id, best first; text is
   * normalised.
   */
  naturalKeys: readonly (readonly (keyof F & string)[])[];
  /** Other names of the record's own id in files. */
  idSynonyms?: readonly string[];
  /** Kinds of record that must be imported first, besides those that its fields point to. */
  after?: readonly string[];
  /** The order of forms and details, if it is not that of the fields. */
  order?: readonly (keyof F & string)[];
  /** The choice field whose options are the columns of its board. The model needs an index on it and the name. */
  boardBy?: keyof F & string;
  /** Views of its list besides those of all records and of one's own; the same key replaces those. */
  views?: readonly DeclaredView[];
  /** Rows that are part of its records, and share their version: the lines of an invoice. */
  parts?: readonly PartList[];
}

/** The fields of a noun, with those that every noun has. */
export type WithIds<F extends Fields> = F & typeof idFields;

/** The parts of a noun that follow from schemas: its inputs and outputs, its events, and how imports and timelines read it. */
type Described = "record" | "page" | "create" | "update" | "events" | "steps" | "settings" | "catalog";
type Plain = Omit<Noun, Described>;
const described: readonly Described[] = [
  "record",
  "page",
  "create",
  "update",
  "events",
  "steps",
  "settings",
  "catalog",
];

/** How nouns are described: `schemas.ts`, which the browser loads with the first form and the server at its start. */
interface Describing {
  declared(noun: Plain, given: Definition<Fields>): Pick<Noun, Described>;
  extended(noun: Noun, added: Fields): Pick<Noun, Described>;
}
let describing: Describing | null = null;

export function describeNounsBy(by: Describing): void {
  describing = by;
}

/** A noun whose description is made when it is first read. */
const describedLate = (plain: Plain, make: (by: Describing) => Pick<Noun, Described>): Noun =>
  madeLate<Plain, Pick<Noun, Described>>(plain, described, () => {
    if (!describing) throw new Error(`Import lib/nouns/schemas.ts before the schemas of ${plain.entity} are read.`);
    return make(describing);
  });

/** Declares a noun: its names are in its head, its data in its fields. */
export function defineNoun<const E extends NounEntity, F extends Fields>(
  entity: E,
  given: Definition<F>,
): Noun<E, WithIds<F>> {
  const head: NounHead = nouns[entity];
  const fields: WithIds<F> = { ...given.fields, ...idFields };
  requireFolded(entity, fields, given.naturalKeys);
  requireChoice(entity, fields, given.boardBy);
  requireComputed(entity, fields);
  requireSteps(entity, fields);
  requireProgressions(entity, fields);
  requirePlace(entity, head, fields);
  requireMergeable(entity, given.parts ?? []);
  const plain: Plain = {
    entity,
    head,
    fields,
    allFields: { ...fields, ...baseFields },
    order: [...(given.order ?? Object.keys(given.fields)), ...Object.keys(idFields)],
    boardBy: given.boardBy ?? null,
    parts: given.parts ?? [],
    views: given.views ?? [],
  };
  const noun = describedLate(plain, (by) => by.declared(plain, given as unknown as Definition<Fields>));
  return noun as unknown as Noun<E, WithIds<F>>;
}

/**
 * Throws if two spellings of one natural key would make two records; only values that the server sets are compared
 * exactly.
 */
function requireFolded(entity: string, fields: Fields, keys: readonly (readonly string[])[]): void {
  for (const name of keys.flat()) {
    const field = fields[name];
    const isExact = field && (field.computed || field.kind === "reference" || isEntriesField(field));
    if (field && !isExact && !("folded" in field && field.folded))
      throw new Error(`${entity}.${name} is a natural key: write folded: true, with a column ${name}Key in the model.`);
  }
}

/** Throws if a board has no columns, or its columns could not be counted. */
function requireChoice(entity: string, fields: Fields, boardBy: string | undefined): void {
  const field = boardBy === undefined ? undefined : fields[boardBy];
  if (field && !(field.kind === "choice" && field.groupable))
    throw new Error(`${entity} has a board by ${boardBy}: it must be a choice with groupable: true.`);
}

/** Throws if people could edit a derived value. */
function requireComputed(entity: string, fields: Fields): void {
  for (const [name, { parts }] of derivedIn(fields))
    if (!parts && !fields[name]?.computed)
      throw new Error(`${entity}.${name} follows from other fields: write computed: true, or say its parts.`);
}

/** Throws if a transition leads nowhere, or its name is taken. */
function requireSteps(entity: string, fields: Fields): void {
  for (const [name, { states, options, initial, required }] of statesIn(fields)) {
    const known = options.map(({ value }) => value);
    if (!required || initial === null) throw new Error(`${entity}.${name} has states: it needs required and initial.`);
    for (const [verb, { from, to, requires = [] }] of Object.entries(states)) {
      const unknown =
        [...from, to].find((value) => !known.includes(value)) ?? requires.find((field) => !(field in fields));
      if (unknown !== undefined) throw new Error(`${entity}.${name}: ${verb} names ${unknown}, which does not exist.`);
    }
  }
}

/** Throws if a settings list has no position field. */
function requirePlace(entity: string, { settings }: NounHead, { position }: Fields): void {
  if (settings && !(position && "place" in position))
    throw new Error(`${entity} is a list in the settings: it needs position: field.position().`);
}

/** Throws if a merge could leave a record with two equal parts. */
function requireMergeable(entity: string, parts: readonly PartList[]): void {
  for (const { many, fields, unique, key } of parts)
    for (const [name, field] of Object.entries<Field>(fields)) {
      const to = "to" in field ? nounOf(String(field.to)) : undefined;
      if (unique !== null && inputName(name, field) === key && to?.settings)
        throw new Error(`${entity}.${many} may have ${to.one} once: ${to.many} are merged, so leave unique out.`);
    }
}

/** Throws if a progression has no initial value, or no field for its reasons. */
function requireProgressions(entity: string, fields: Fields): void {
  for (const [name, { progression, initial, required }] of progressionsIn(fields)) {
    if (!required || initial === null)
      throw new Error(`${entity}.${name} has a progression: it needs required and initial.`);
    if (fields[progression.reason]?.kind !== "longText")
      throw new Error(`${entity}.${name}: its reasons need a longText field called ${progression.reason}.`);
  }
}

/** Adds a workspace's custom fields to a noun. */
export function withFields(noun: Noun, added: Fields): Noun {
  const { entity, head, boardBy, parts, views } = noun;
  const last = Object.keys(idFields);
  const plain: Plain = {
    ...{ entity, head, boardBy, parts, views },
    fields: { ...noun.fields, ...added },
    allFields: { ...noun.fields, ...added, ...baseFields },
    order: [...noun.order.filter((name) => !last.includes(name)), ...Object.keys(added), ...last],
  };
  return describedLate(plain, (by) => by.extended(noun, added));
}
