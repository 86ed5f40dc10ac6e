import { own } from "../own";
import { type ChoiceOption, type Field, type FieldKind, type FieldOptions, type Fields, makeField } from "./field";

/** The kinds of custom fields, in the order in which screens offer them. */
export const customKinds = [
  "text",
  "longText",
  "number",
  "percent",
  "duration",
  "money",
  "date",
  "instant",
  "boolean",
  "choice",
  "choices",
  "member",
  "reference",
  "url",
  "email",
  "phone",
] as const;
export type CustomKind = (typeof customKinds)[number];

/** The settings of a custom field: its limits, and the options of a choice. */
export interface CustomSettings {
  min?: number | undefined;
  max?: number | undefined;
  /** Of a number. */
  decimals?: number | undefined;
  /** Of a text, in characters. */
  maxLength?: number | undefined;
  /** The kind of record that a reference points to. */
  to?: string | undefined;
  options?: readonly ChoiceOption[] | undefined;
  /** False if the form for a new record leaves it out. */
  inForm?: boolean | undefined;
}

/** A custom field: a workspace has added it to a kind of record. */
export interface CustomField {
  id: string;
  entity: string;
  key: string;
  kind: CustomKind;
  label: string;
  help: string | null;
  section: string | null;
  position: number;
  required: boolean;
  unique: boolean;
  initial: unknown;
  settings: CustomSettings;
  archivedAt: string | null;
  version: number;
}

/** A tag of the workspace. */
export interface Tag {
  id: string;
  name: string;
  color: string;
  category: string | null;
  archivedAt: string | null;
}

const prefix = "custom.";

/** The name of a custom field among the other fields of its records: in filters, cells and events. */
export const customName = (key: string): string => `${prefix}${key}`;
export const isCustomName = (name: string): boolean => name.startsWith(prefix);
/** The reverse of `customName`. */
export const customKey = (name: string): string => name.slice(prefix.length);

/** The name of the field that holds the tags of a record. */
export const tagsName = "tags";

type Values = Readonly<Record<string, unknown>>;

/** Flattens values to one object by field name; the API nests those of custom fields under `custom`. */
export function flattenCustom(values: Values): Record<string, unknown> {
  const { custom, ...builtIn } = values;
  const theirs = Object.entries((custom as Values | undefined) ?? {}).map(([key, value]) => [customName(key), value]);
  return { ...builtIn, ...Object.fromEntries(theirs) };
}

/** The reverse of `flattenCustom`. */
export function nestCustom(values: Values): Record<string, unknown> {
  const builtIn: [string, unknown][] = [];
  const theirs: [string, unknown][] = [];
  for (const [name, value] of Object.entries(values))
    if (isCustomName(name)) theirs.push([customKey(name), value]);
    else builtIn.push([name, value]);
  return theirs.length > 0
    ? { ...Object.fromEntries(builtIn), custom: Object.fromEntries(theirs) }
    : Object.fromEntries(builtIn);
}

/** The value of a built-in or custom field of a record. */
export const valueIn = (record: object, name: string): unknown =>
  isCustomName(name) ? own((record as { custom?: Values }).custom, customKey(name)) : own(record as Values, name);

/** A patch that sets one field of a record. */
export const patchOf = (name: string, value: unknown): Record<string, unknown> =>
  isCustomName(name) ? { custom: { [customKey(name)]: value } } : { [name]: value };

const sorted: readonly CustomKind[] = [
  "text",
  "number",
  "percent",
  "duration",
  "money",
  "date",
  "instant",
  "url",
  "email",
  "phone",
];
const grouped: readonly CustomKind[] = ["choice", "member", "reference", "boolean"];
const searched: readonly CustomKind[] = ["text", "url", "email", "phone"];

/** Turns a custom field into a `Field`, as built-in ones are. */
export function fieldOf(definition: CustomField): Field {
  const { key, kind, label, help, section, required, unique, initial, settings } = definition;
  const { min, max, decimals, maxLength, to, options = [], inForm = true } = settings;
  const shared = {
    label,
    ...(help ? { help } : {}),
    ...(section ? { section } : {}),
    ...(required ? { requiredForNew: true as const } : {}),
    ...(unique ? { unique: true } : {}),
    ...(sorted.includes(kind) ? { sortable: true } : {}),
    ...(grouped.includes(kind) ? { groupable: true } : {}),
    ...(searched.includes(kind) ? { searchable: true } : {}),
    initial: initial ?? null,
    inForm,
    column: { hidden: true },
    placeholder: `Set ${label}`,
  };
  const limits = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  const length = maxLength === undefined ? {} : { maxLength };
  const ofKind: Record<CustomKind, object> = {
    text: length,
    longText: length,
    number: { ...limits, decimals: decimals ?? 2 },
    percent: { ...limits, decimals: decimals ?? 2, unit: "%" },
    duration: {},
    money: {
      ...limits,
      currencyInFile: { name: `${customName(key)}Currency`, label: `${label} currency`, synonyms: [] },
    },
    date: {},
    instant: {},
    boolean: {},
    choice: { options },
    choices: { options },
    member: {},
    reference: { to: to ?? "" },
    url: {},
    email: {},
    phone: {},
  };
  return makeField(fieldKindOf(kind), { ...shared, ...ofKind[kind] } as FieldOptions);
}

/** The kind of field behind a custom one; per cent is a number with a unit. */
const fieldKindOf = (kind: CustomKind): FieldKind => (kind === "percent" ? "number" : kind);

/** The field with the tags of a record: several of the workspace's tags. */
export const tagsField = (tags: readonly Tag[]): Field =>
  makeField("choices", {
    label: "Tags",
    initial: null,
    column: { hidden: true },
    placeholder: "Add tags",
    synonyms: [
      "tag",
      "labels",
      "label",
      "keywords",
      "categories",
      "schlagwörter",
      "kategorien",
      "étiquettes",
      "catégories",
      "etiquetas",
      "categorías",
      "categorieën",
    ],
    options: tags.map(({ id, name, color, archivedAt }) => ({
      value: id,
      label: name,
      color,
      ...(archivedAt ? { archived: true } : {}),
    })),
  } as FieldOptions);

/** The custom fields and the tags of a kind of record, in their order. */
export function addedFields(definitions: readonly CustomField[], tags: readonly Tag[]): Fields {
  const active = definitions.filter(({ archivedAt }) => archivedAt === null);
  return {
    [tagsName]: tagsField(tags),
    ...Object.fromEntries(active.map((definition) => [customName(definition.key), fieldOf(definition)])),
  };
}
