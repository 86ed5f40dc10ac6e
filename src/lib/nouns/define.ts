import type { z } from "zod";
import type { Catalog } from "@/lib/catalog";
import type { EventDefinition } from "@/lib/events";
import { baseFields, idFields } from "@/lib/fields/base";
import { derivedIn } from "@/lib/fields/derived";
import { isEntriesField } from "@/lib/fields/entries";
import { type Field, type FieldOf, type Fields, inputName } from "@/lib/fields/field";
import { type OptionLists, withOptionLists } from "@/lib/fields/option-lists";
import { recordedIn } from "@/lib/fields/progression";
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
  /** The field whose values are the columns of its board; null if it has none. */
  boardBy: (keyof F & string) | null;
  columnsFrom: ColumnsFrom | null;
  /** The fields on its cards; null if they are those of its head. */
  onCards: readonly (keyof F & string)[] | null;
  /** The field that is added up in the heads of its board; null for none. */
  boardSum: (keyof F & string) | null;
  /** The fields that place its records in a calendar; null if it has none. */
  calendarBy: CalendarFields<keyof F & string> | null;
  record: Schema<R>;
  page: Schema<Page<R>>;
  create: Schema<CreateOf<F>>;
  update: Schema<UpdateOf<F>>;
  events: ReturnType<typeof nounEvents<E>>;
  /** The events of its transitions, by their names. */
  steps: Readonly<Record<string, EventDefinition>>;
  /** Its further events if it is a list in the settings; else null. */
  settings: SettingEvents | null;
  /** The fields of several values by which a new record is recognised as a duplicate. */
  duplicatesBy: readonly (keyof F & string)[];
  /** The fields of several values that tell records of one name apart. */
  namesakesBy: readonly (keyof F & string)[];
  /** Its names are those of companies: two that differ by a legal form alone are probably one. */
  namesCompanies: boolean;
  /** Rows that live and die with its records. */
  parts: readonly PartList[];
  /** The views of its list that it declares; `viewsOf` adds those that every list has. */
  views: readonly DeclaredView[];
  catalog: Catalog & { entity: E };
}

/**
 * The columns of a board that shows the records of one other record: a record that the other one names has them as
 * parts, in their order. The board of one project has the statuses of the workflow that the project names.
 */
export interface ColumnsFrom<F extends Fields = Fields> {
  /** The reference to the other record. */
  of: keyof F & string;
  /** The field in which the other record names the one with the parts; without one, the first of its list counts. */
  by: string;
  list: PartList;
}

/** The day on which records stand in a calendar, and the time at which nothing more is to be done for them. */
export interface CalendarFields<Name extends string = string> {
  day: Name;
  done: Name;
}

export interface Definition<F extends Fields> {
  fields: F;
  /**
   * Sets of fields by which an import recognises existing records after the external id, best first; text is
   * normalised.
   */
  naturalKeys: readonly (readonly (keyof F & string)[])[];
  /**
   * Fields of several values, such as e-mail addresses: a new record that shares one with a record which its creator sees is
   * refused once as a duplicate, and created if the creator allows that.
   */
  duplicatesBy?: readonly (keyof F & string)[];
  /**
   * Fields of several values, such as telephone numbers, that tell records of one name apart where a natural key is the name
   * within another record: in imports, those that have none in common are several records.
   */
  namesakesBy?: readonly (keyof F & string)[];
  /** Its names are those of companies: imports ask if two that differ by a legal form alone are one. */
  namesCompanies?: boolean;
  /** Other names of the record's own id in files. */
  idSynonyms?: readonly string[];
  /** Kinds of record that must be imported first, besides those that its fields point to. */
  after?: readonly string[];
  /** The order of forms and details, if it is not that of the fields. */
  order?: readonly (keyof F & string)[];
  /**
   * The field whose values are the columns of its board: a choice, or a reference to a list in the settings. The model
   * needs an index on it and the name.
   */
  boardBy?: keyof F & string;
  /** Where the columns come from while the board shows the records of one other record. */
  columnsFrom?: ColumnsFrom<F>;
  /** The fields on the cards of its board, if they are not those of its head. */
  onCards?: readonly (keyof F & string)[];
  /** The number that is added up in the heads of its board. */
  boardSum?: keyof F & string;
  /** The fields that place its records in a calendar. The model needs an index on the day. */
  calendarBy?: CalendarFields<keyof F & string>;
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
  /** `changed` are declared fields with the options of a workspace. */
  extended(noun: Noun, added: Fields, changed: Fields): Pick<Noun, Described>;
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
  requireColumns(entity, fields, given.boardBy);
  requireDay(entity, fields, given.calendarBy);
  requireComputed(entity, fields);
  requireEntries(entity, fields, [...(given.duplicatesBy ?? []), ...(given.namesakesBy ?? [])]);
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
    columnsFrom: (given.columnsFrom as ColumnsFrom | undefined) ?? null,
    onCards: given.onCards ?? null,
    boardSum: given.boardSum ?? null,
    calendarBy: given.calendarBy ?? null,
    duplicatesBy: given.duplicatesBy ?? [],
    namesakesBy: given.namesakesBy ?? [],
    namesCompanies: given.namesCompanies ?? false,
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
function requireColumns(entity: string, fields: Fields, boardBy: string | undefined): void {
  const field = boardBy === undefined ? undefined : fields[boardBy];
  if (!field) return;
  const isListed = field.kind === "reference" && nounOf((field as FieldOf<"reference">).to)?.settings === true;
  if (!field.groupable || !(field.kind === "choice" || isListed))
    throw new Error(
      `${entity} has a board by ${boardBy}: it must be a choice, or a reference to a list in the settings, with groupable: true.`,
    );
}

/** Throws if the records of a month could not be found, or never be over. */
function requireDay(entity: string, fields: Fields, by: CalendarFields | undefined): void {
  const day = by && fields[by.day];
  if (day && !(day.kind === "date" && day.sortable))
    throw new Error(`${entity} has a calendar by ${by.day}: it must be a date with sortable: true.`);
  if (by && fields[by.done]?.kind !== "instant")
    throw new Error(`${entity} has a calendar with ${by.done}: it must be an instant.`);
}

/** Throws if people could edit a derived value. */
function requireComputed(entity: string, fields: Fields): void {
  for (const [name, { parts }] of derivedIn(fields))
    if (!parts && !fields[name]?.computed)
      throw new Error(`${entity}.${name} follows from other fields: write computed: true, or say its parts.`);
}

/** Throws if duplicates could not be found by the keys of a field. */
function requireEntries(entity: string, fields: Fields, names: readonly string[]): void {
  for (const name of names) {
    const field = fields[name];
    if (!field || !isEntriesField(field))
      throw new Error(
        `${entity} is recognised by ${name}: it must be a field of e-mail addresses or telephone numbers.`,
      );
  }
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

/** Throws if a choice whose times are recorded has no initial value, or no field for its reasons. */
function requireProgressions(entity: string, fields: Fields): void {
  for (const [name, { initial, required }, reason] of recordedIn(fields)) {
    if (!required || initial === null)
      throw new Error(`${entity}.${name} has a record of its times: it needs required and initial.`);
    if (fields[reason]?.kind !== "longText")
      throw new Error(`${entity}.${name}: its reasons need a longText field called ${reason}.`);
  }
}

/** The declarations of a noun that do not follow from its fields. */
function besideFields(noun: Noun): Omit<Plain, "fields" | "allFields" | "order"> {
  const { entity, head, boardBy, columnsFrom, onCards, boardSum, calendarBy, parts, views } = noun;
  const { duplicatesBy, namesakesBy, namesCompanies } = noun;
  const inLists = { boardBy, columnsFrom, onCards, boardSum, calendarBy, views };
  return { entity, head, parts, ...inLists, duplicatesBy, namesakesBy, namesCompanies };
}

/** Adds a workspace's custom fields to a noun, and gives its choices the workspace's options. */
export function withFields(noun: Noun, added: Fields, lists: OptionLists): Noun {
  const last = Object.keys(idFields);
  const own = withOptionLists(noun.fields, lists);
  const plain: Plain = {
    ...besideFields(noun),
    fields: { ...own, ...added },
    allFields: { ...own, ...added, ...baseFields },
    order: [...noun.order.filter((name) => !last.includes(name)), ...Object.keys(added), ...last],
  };
  return describedLate(plain, (by) => by.extended(noun, added, changedIn(noun.fields, own)));
}

/** The fields that differ from their declaration. */
const changedIn = (declared: Fields, own: Fields): Fields =>
  Object.fromEntries(Object.entries(own).filter(([name, field]) => declared[name] !== field));

/** The noun with these of its fields alone, as a list and a record show it: without a board and a calendar. */
export function onlyFields(noun: Noun, names: readonly string[]): Noun {
  const within = (fields: Fields): Fields =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
  const plain: Plain = {
    ...besideFields(noun),
    ...{ boardBy: null, boardSum: null, calendarBy: null },
    fields: within(noun.fields),
    allFields: { ...within(noun.fields), ...baseFields },
    order: noun.order.filter((name) => names.includes(name)),
  };
  return describedLate(plain, (by) => by.extended(noun, {}, {}));
}
