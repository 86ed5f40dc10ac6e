import { z } from "zod";
import { type Catalog, type CatalogColumn, timelineLines } from "@/lib/catalog";
import type { EventDefinition } from "@/lib/events";
import { baseFields, idFields } from "@/lib/fields/base";
import { customKey, customName, customValues, isCustomName } from "@/lib/fields/custom";
import { derivedIn } from "@/lib/fields/derived";
import { isEntriesField } from "@/lib/fields/entries";
import { type Field, type Fields, inputName, isNeeded } from "@/lib/fields/field";
import { rulesOf } from "@/lib/fields/kinds";
import { progressionsIn } from "@/lib/fields/progression";
import type { CreateOf, RecordOf, UpdateOf } from "@/lib/fields/record";
import { statesIn } from "@/lib/fields/states";
import { id, instant, type Page, page, version } from "@/lib/zod";
import { type NounEntity, nounOf, nouns } from "./all";
import { nounEvents, stepEvents } from "./events";
import type { NounHead } from "./noun-head";
import type { PartList } from "./parts";
import { type SettingEvents, settingEvents } from "./settings";

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
  catalog: Catalog & { entity: E };
}

interface Definition<F extends Fields> {
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
  /** Rows that are part of its records, and share their version: the lines of an invoice. */
  parts?: readonly PartList[];
}

/** The fields of a noun, with those that every noun has. */
export type WithIds<F extends Fields> = F & typeof idFields;

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
  const steps = stepEvents(entity, given.fields);
  const { parts = [] } = given;
  const events = nounEvents(entity);
  const settings = head.settings ? settingEvents(entity as string) : null;
  // The document of the API calls it "Product".
  const record = recordSchema(fields).meta({ id: `${entity.charAt(0).toUpperCase()}${entity.slice(1)}` });
  return {
    entity,
    head,
    fields,
    allFields: { ...fields, ...baseFields },
    order: [...(given.order ?? Object.keys(given.fields)), ...Object.keys(idFields)],
    boardBy: given.boardBy ?? null,
    record: record as unknown as Schema<RecordOf<WithIds<F>>>,
    page: page(record) as unknown as Schema<Page<RecordOf<WithIds<F>>>>,
    create: inputSchema(fields, true).extend(sharedInput) as unknown as Schema<CreateOf<WithIds<F>>>,
    update: inputSchema(fields, false).extend({ ...sharedInput, id, version }) as unknown as Schema<
      UpdateOf<WithIds<F>>
    >,
    events,
    steps,
    settings,
    parts,
    catalog: {
      entity,
      path: head.path,
      label: { one: head.one, many: head.many },
      alsoCalled: head.alsoCalled,
      columns: catalogColumns(head, fields, given.idSynonyms ?? []),
      naturalKeys: [["externalId"], ...given.naturalKeys],
      after: [...new Set([...(given.after ?? []), ...targetsOf(entity, fields)])],
      timeline: {
        ...stepLines(entity, fields),
        ...Object.assign({}, ...parts.map(({ timeline }) => timeline)),
        ...(settings && timelineLines(settings, settingLines)),
        ...timelineLines(events, {
          created: { verb: "created", icon: "create", touch: true },
          updated: { verb: "changed", icon: "edit" },
          archived: { verb: "archived", icon: "archive" },
          restored: { verb: "restored", icon: "create" },
          deleted: { verb: "deleted", icon: "archive" },
          imported: { verb: "imported", icon: "import" },
          importReverted: { verb: "reverted the import of", icon: "import" },
          valuesMoved: { verb: "moved field values of", icon: "edit" },
        }),
      },
    },
  };
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

/** Timelines show a transition by its event: "Ann claimed Compressor". */
const stepLines = (entity: string, fields: Fields): Catalog["timeline"] =>
  Object.fromEntries(
    statesIn(fields).flatMap(([, { states }]) =>
      Object.values(states).map(
        ({ event }) => [`${entity}.${event}`, { verb: event, icon: "move", touch: true }] as const,
      ),
    ),
  );

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

/** How timelines put the events of a list in the settings. */
const settingLines = {
  moved: { verb: "moved", icon: "move" },
  merged: { verb: "merged", icon: "move" },
} as const;

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
  const last = Object.keys(idFields);
  return {
    ...noun,
    fields: { ...noun.fields, ...added },
    allFields: { ...noun.fields, ...added, ...baseFields },
    create: withCustom(noun.create, added, true),
    order: [...noun.order.filter((name) => !last.includes(name)), ...Object.keys(added), ...last],
    catalog: { ...noun.catalog, columns: { ...noun.catalog.columns, ...catalogColumnsOf(added) } },
  };
}

/** Adds the required custom fields to the input of a new record, so that forms check them before the server does. */
function withCustom<T>(schema: Schema<T>, added: Fields, creating: boolean): Schema<T> {
  const { shape } = inputSchema(added, creating);
  const own = Object.entries(shape).map(
    ([name, field]) => [isCustomName(name) ? customKey(name) : name, field] as const,
  );
  const custom = own.filter(([key]) => customName(key) in shape);
  const others = own.filter(([key]) => !(customName(key) in shape));
  const given = custom.length > 0 ? z.object(Object.fromEntries(custom)) : customValues.optional();
  return extendSchema(schema, { ...Object.fromEntries(others), custom: given }) as unknown as Schema<T>;
}

/** The columns of fields in imports and timelines. */
export const catalogColumnsOf = (fields: Fields): Catalog["columns"] =>
  Object.assign(
    {},
    ...Object.entries(fields).map(([name, field]) => partsOf(name, rulesOf(field).columns(name, field))),
  );

type Shape = z.ZodRawShape;
type With<T, S extends Shape> = Omit<T, keyof S> & z.output<z.ZodObject<S>>;

/** Adds keys to a schema of a noun, or replaces some. */
export const extendSchema = <T, S extends Shape>(schema: Schema<T>, shape: S): Schema<With<T, S>> =>
  z.object({ ...shapeOf(schema), ...shape }) as unknown as Schema<With<T, S>>;

/** Picks some keys of a schema of a noun. */
export function pickSchema<T, const K extends keyof T & string>(
  schema: Schema<T>,
  keys: readonly K[],
): Schema<Pick<T, K>> {
  const shape = shapeOf(schema);
  return z.object(Object.fromEntries(keys.map((key) => [key, shape[key]]))) as unknown as Schema<Pick<T, K>>;
}

/** Makes all keys of a schema required. */
export function requiredSchema<T>(schema: Schema<T>): Schema<T> {
  const needed = Object.entries(shapeOf(schema)).map(([key, value]) => [
    key,
    (value as z.ZodType).refine((given) => given !== null && given !== undefined && String(given).trim() !== "", {
      message: "This is required.",
    }),
  ]);
  return z.object(Object.fromEntries(needed)) as unknown as Schema<T>;
}

const shapeOf = (schema: unknown): Shape => (schema as z.ZodObject).shape;

/** The kinds of record that imported rows of a noun may point to, except the noun itself. */
const targetsOf = (entity: string, fields: Fields): string[] =>
  Object.values(fields).flatMap((field) => {
    if (field.kind === "member" || field.kind === "members") return ["member"];
    return "to" in field && field.importable !== false && field.to !== entity ? [String(field.to)] : [];
  });

const orNull = (field: Field, schema: z.ZodType) =>
  field.required || field.requiredForNew ? schema : schema.nullable();

function recordSchema(fields: Fields) {
  const own = Object.entries(fields).map(([name, field]) => [name, orNull(field, rulesOf(field).output(field))]);
  return z.object({
    id,
    ...(Object.fromEntries(own) as Record<string, z.ZodType>),
    archivedAt: instant.nullable(),
    createdAt: instant,
    updatedAt: instant,
    version,
    mayEdit: z.boolean(),
    tags: z.array(id).nullable(),
    custom: customValues,
  });
}

/** The part of an input that all nouns share; the workspace's custom fields say what it may hold. */
const sharedInput = { tags: z.array(id).max(100).nullable().optional(), custom: customValues.optional() };

/** The schema of the fields that people set; with `creating`, those that a new record needs are required. */
export function inputSchema(fields: Fields, creating: boolean) {
  const own = Object.entries(fields).flatMap(([name, field]) => {
    if (field.computed) return [];
    const schema = orNull(field, rulesOf(field).input(field));
    const needed = creating && isNeeded(field);
    return [[inputName(name, field), needed ? schema : schema.optional()] as const];
  });
  return z.object(Object.fromEntries(own));
}

function catalogColumns({ one }: NounHead, fields: WithIds<Fields>, idSynonyms: readonly string[]): Catalog["columns"] {
  const { externalId, externalSource, ...plain } = fields;
  const wholes = derivedIn(fields);
  const columnsOf = (some: Readonly<Record<string, Field>>) =>
    Object.entries(some).map(([name, field]) => {
      const columns = partsOf(name, rulesOf(field).columns(name, field));
      const whole = wholes.find(([, { parts }]) => name in (parts?.("") ?? {}))?.[0];
      return whole ? { ...columns, [name]: { ...(columns[name] as CatalogColumn), partOf: whole } } : columns;
    });
  const [title, ...others] = columnsOf(plain);
  const synonyms = [...(externalId.synonyms ?? []), `${one} id`, ...idSynonyms];
  return Object.assign({}, title, ...columnsOf({ externalId: { ...externalId, synonyms }, externalSource }), ...others);
}

const partsOf = (name: string, columns: Catalog["columns"]): Catalog["columns"] =>
  Object.fromEntries(
    Object.entries(columns).map(([key, column]) => [key, key === name ? column : { ...column, of: name }]),
  );
