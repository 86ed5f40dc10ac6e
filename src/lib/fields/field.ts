import type { z } from "zod";
import type { AddressPart, StreetLine } from "@/lib/address";
import type { DurationLimits } from "@/lib/duration-text";
import type { ChoiceColor } from "./choice-colors";

/** The kinds of fields. Each has one file here, one in `server/fields` and one in `components/fields`. */
export const fieldKinds = [
  "text",
  "longText",
  "richText",
  "url",
  "domain",
  "email",
  "emails",
  "phone",
  "phones",
  "integer",
  "number",
  "percent",
  "duration",
  "money",
  "amounts",
  "date",
  "instant",
  "boolean",
  "choice",
  "choices",
  "reference",
  "member",
  "members",
  "address",
  "links",
] as const;
export type FieldKind = (typeof fieldKinds)[number];

/** The column of a field in a list. */
export interface ColumnOptions {
  /** The heading of the column, if it differs from the label. */
  header?: string;
  /** In px. */
  width?: number;
  /** Hidden until a member shows it. */
  hidden?: boolean;
  /** Place in the two-line row of a phone; the title is always there. */
  phone?: "value" | "meta";
}

/** The properties of every field. */
export interface FieldOptions {
  label: string;
  /** The label on a record, if the usual one does not fit: "Revenue" for "Annual revenue". */
  shortLabel?: string;
  /** The label in forms, files and timelines, if the usual one says too little: "Parent account" for "Parent". */
  longLabel?: string;
  /** The text of an empty field on a record: "Set a price". */
  placeholder?: string;
  /** An example of a value, in the form. */
  example?: string;
  /** Lists can be sorted by it. The model needs an index on (tenant, column, id). */
  sortable?: boolean;
  /** False for fields that a list cannot be filtered by. */
  filterable?: boolean;
  /** Lists can be grouped by it. */
  groupable?: boolean;
  /** Search finds records by it, as always by the name. `npm run db:search` applies a change to the database. */
  searchable?: boolean;
  /** Search results show it beside the name, to distinguish records of one name. */
  inSearch?: boolean;
  /** False if lists have no column for it. */
  column?: ColumnOptions | false;
  /** False if the form for a new record leaves it out. */
  inForm?: boolean;
  /** Shown below the name of a record; if no field has it, those of a phone's row are shown there. */
  inHead?: boolean;
  /** False if the details of a record leave it out; `filled`: they show it only if it has a value. */
  inDetails?: boolean | "filled";
  /** False if an import cannot set it. */
  importable?: boolean;
  /** The text of a part without a value: "Any status". */
  whenEmpty?: string;
  /** Its purpose, shown below it in forms. */
  help?: string;
  /** The heading under which forms and details show it. */
  section?: string;
  /** New records need it and edits cannot empty it; older records may lack it. */
  requiredForNew?: true;
  /** No two records have the same value. */
  unique?: true;
  /**
   * Personal data: erased with the person, from events too; a required field then has this text. Of records that are linked
   * to people, it is erased with each of them. `npm run db:search` applies a change to the database.
   */
  personal?: true | string;
  /** Other names of its column in imported files. */
  synonyms?: readonly string[];
  /** How it is derived from other fields. Nobody edits it, unless it has `parts`. */
  derived?: Derived;
  /** The field from which it follows: where both changed, timelines show that one alone. */
  follows?: string;
}

/** How a field is derived from others of its record: a person's name from its parts, a date from another one. */
export interface Derived {
  /** The fields that it is derived from. */
  of: readonly string[];
  /** The derived value in the form of an input; null or "" if those fields say too little. References are ids. */
  value(values: Readonly<Record<string, unknown>>): unknown;
  /** The error if there is no value, shown at the first of those fields; without it the field is empty then. */
  missing?: string;
  /** Splits a whole text, as people or files enter it, into those fields. */
  parts?(text: string): Readonly<Record<string, unknown>>;
}

/** A step of a record from one value of a choice to another: a button, a verb of the API, and an event. */
export interface Transition<V extends string = string> {
  from: readonly V[];
  to: V;
  /** The button: "Claim". */
  label: string;
  /** Its event, which timelines show behind the actor's name: "claimed". */
  event: string;
  /** Fields that need a value for this step. A text must be new each time: it is the reason for this step. */
  requires?: readonly string[];
  /** Another right that it needs besides the one to edit, by its name in the noun's head: "approve". */
  needs?: string;
}

/** The steps between the values of a choice, by their verbs: `claim`. Without any, each value may follow any other. */
export type Transitions<V extends string = string> = Readonly<Record<string, Transition<V>>>;

/** The order in which records pass the values of a choice. Moves forward are free, a move back needs a reason. */
export interface Progression<V extends string = string> {
  /** The text field for the reason, which must be new for each move back. */
  reason: string;
  /** The values shown for every record, by default all; others are shown only if the record had them. */
  usual?: readonly V[];
}

/** The additional properties of one kind. */
export interface KindOptions {
  text: {
    /** The name of the record: it leads there from lists, and a file that spells it otherwise does not change it. */
    title?: boolean;
    /** A folded copy in the column `<name>Key`: lookups and sorts use it. The model needs that column. */
    folded?: boolean;
    /** Set in a monospaced face: codes and numbers. */
    mono?: boolean;
    /** A short code of capital letters and digits: KAN. */
    code?: boolean;
    /** Usual values: editors suggest them, an import offers the near one for a misspelt value. */
    usual?: readonly string[];
    /** In characters; 200 unless said. */
    maxLength?: number;
  };
  longText: { maxLength?: number };
  richText: object;
  url: object;
  domain: { folded?: boolean };
  email: object;
  emails: object;
  phone: object;
  phones: object;
  integer: {
    min?: number;
    max?: number;
    /** The place of the record in a list of the settings. */
    place?: true;
    /** The unit of a count, where no label is shown beside it: "120 employees". */
    unit?: { one: string; many: string };
  };
  number: {
    min?: number;
    max?: number;
    /** The most decimals of a value, 0 to 6; 2 unless said. */
    decimals?: number;
    /** A percentage: 12.5 is 12.5 %. */
    unit?: "%";
  };
  percent: object;
  duration: DurationLimits;
  money: {
    /** The column of its currency, `<name>Currency` unless said. Two amounts must not share one. */
    currencyColumn?: string;
    /** The currency is the record's own: it stays when the amount is taken away. */
    currencyStays?: true;
    /** In minor units, and the same below zero. */
    max?: number;
    /** Most records have at least so much, in major units, for each one of another number: files often write thousands or millions. */
    perEach?: { of: string; least: number };
    /** The name of the currency in files, where a file has a column of its own for it. */
    currencyInFile?: { name: string; label?: string; synonyms: readonly string[] };
  };
  amounts: {
    /** The kinds of record that it adds up: lists are sorted by it for members who see all of them. */
    sums: readonly string[];
    /** The sums of several records hold the same values, so they are never added up. */
    overlapping?: true;
  };
  date: {
    /** The field that says when what is due on this day was done: until then cards show the day as urgent or overdue. */
    doneAt?: string;
    /** It is ahead when people set it: imports take no column of past days for it. */
    toCome?: true;
  };
  instant: {
    /** In records in which none of the other fields is set, it is the noon of this day in the zone of the workspace. */
    noonOf?: { day: string; unless: readonly string[] };
  };
  boolean: object;
  choice: {
    options: readonly ChoiceOption[];
    /**
     * The list of options that a workspace may change: it adds, renames, orders and archives them. Fields with the same list
     * share its options. Its values are texts, as `options` are only the options of a new workspace.
     */
    list?: string;
    /** Its values are colours: lists of the settings show the dot before the name. */
    palette?: true;
    /** The steps between its values; without them people set any value. It needs an initial value. */
    states?: Transitions;
    /** Its values in their order; how long a record has each one is recorded. It needs an initial value. */
    progression?: Progression;
    /** The same record of times for a choice with states, and the field that has the reason of a step. */
    stays?: { reason: string };
  };
  choices: { options: readonly ChoiceOption[] };
  reference: {
    to: string;
    /** Its table, where `to` is no noun: it has a name and no owner. */
    table?: string;
    /** It only names the other record, which gets neither a tab nor timeline entries from it. */
    mention?: true;
  };
  member: NamesMembers;
  links: {
    /** The nouns whose records it links to. */
    to: readonly string[];
    /** Data of each link: the role of a contact in a meeting. */
    data?: z.ZodObject;
    /** The most links; 100 unless said. */
    most?: number;
    /** Lists of a record also have what is linked to the records under it: to the contacts of an account. */
    reach?: true;
    /** Timelines of linked records show the record itself, at its own date, and not its events. */
    shownAtDate?: true;
    /**
     * The earliest open one is the next step of a linked record (`nextStep` of heads): the values in which it is open, and
     * its fields for a start, for a day without a time, and for the place of either among times. `npm run db:search` applies a
     * change to the database.
     */
    nextStep?: { open: Readonly<Record<string, readonly string[]>>; start: string; day: string; at: string };
  };
  members: NamesMembers;
  address: {
    /** Its parts as columns of files: how their names begin ("shipping" in `shippingCity`), and other names of each. */
    inFile?: { prefix?: string; synonyms: Readonly<Record<AddressPart | StreetLine, readonly string[]>> };
  };
}

interface NamesMembers {
  /** Guests can be named too, where the noun's rule lets them; other fields name colleagues alone. */
  guests?: true;
}

export interface ChoiceOption {
  value: string;
  label: string;
  synonyms?: readonly string[];
  /** Shown as a dot beside the label. */
  color?: ChoiceColor;
  /** Shown if a record has it, but not offered for new values. */
  archived?: true;
}

/**
 * One field of a noun. The type parameters are the output value, the input value, the suffix of its name in inputs, and
 * whether a new record needs it. `$…` exist for the compiler only.
 */
export interface Field<
  K extends FieldKind = FieldKind,
  Out = unknown,
  In = unknown,
  Suffix extends "" | "Id" = "" | "Id",
  Given extends "needed" | "optional" | "computed" = "needed" | "optional" | "computed",
> extends FieldOptions {
  readonly kind: K;
  /** Never empty. */
  readonly required: boolean;
  /** Set only by the server. */
  readonly computed: boolean;
  /** The default value of a new record; forms begin with it. */
  readonly initial: unknown;
  readonly $out: Out;
  readonly $in: In;
  readonly $suffix: Suffix;
  readonly $given: Given;
}

/** A field with the properties of its kind. */
export type FieldOf<K extends FieldKind> = Field<K> & KindOptions[K];
export type Fields = Readonly<Record<string, Field>>;

type Empty<R extends boolean, V> = R extends true ? V : V | null;
type Given<R extends boolean, I extends boolean, C extends boolean> = C extends true
  ? "computed"
  : R extends true
    ? I extends true
      ? "optional"
      : "needed"
    : "optional";

/** The type of a field, from the options of the function that defined it. */
export type Built<
  K extends FieldKind,
  Out,
  In,
  R extends boolean,
  C extends boolean = false,
  I extends boolean = false,
  Suffix extends "" | "Id" = "",
> = Field<K, Empty<R, Out>, Empty<R, In>, Suffix, Given<R, I, C>>;

/** Creates a field; only the functions in `field` call it. */
export function makeField<F extends Field>(kind: F["kind"], given: FieldOptions): F {
  return { required: false, computed: false, initial: null, ...given, kind } as unknown as F;
}

/** Whether lists are sorted by a field; `seesAll` says of which kinds of record the member sees all. */
export const isSortable = (field: Field, seesAll: (entity: string) => boolean): boolean =>
  field.sortable === true && ("sums" in field ? (field.sums as readonly string[]).every(seesAll) : true);

/** Defines the fields of a noun: keeps each field's own type and rejects other values. */
export const defineFields = <F extends Record<string, Field>>(fields: F): F => fields;

/** Whether the input of a new record must have the field: it is required, and nothing gives it a value. */
export const isNeeded = (field: Field): boolean =>
  (field.required || field.requiredForNew === true) && !field.computed && field.initial === null && !field.derived;

/** Whether a field points to another record. */
export const isReference = (field: Field): field is FieldOf<"reference"> | FieldOf<"member"> =>
  field.kind === "reference" || field.kind === "member";

/** Whether the form for a new record asks for a field: one that no record can be without is never left out. */
export const isInForm = (field: Field): boolean => field.inForm !== false || isNeeded(field);

/** The name of a field in inputs: `ownerId` for the reference `owner`, else the same name. */
export const inputName = (name: string, field: Field): string =>
  isReference(field) && !name.includes(".") ? `${name}Id` : name;
