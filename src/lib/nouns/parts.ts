import type { z } from "zod";
import type { Catalog } from "@/lib/catalog";
import type { EventDefinition } from "@/lib/events";
import { type Field, type FieldOf, type Fields, isNeeded, isReference } from "@/lib/fields/field";
import { capital } from "@/lib/text";
import type { instant } from "@/lib/zod";
import { type NounEntity, nouns } from "./all";
import { madeLate } from "./made-late";

type Schema<T> = z.ZodType<T, T>;
type Shape = z.ZodRawShape;
type Output<S extends Shape> = [keyof S] extends [never] ? unknown : z.output<z.ZodObject<S>>;

/** A list of parts of a record, such as the lines of an opportunity, as generic code reads it. */
export interface PartList {
  /** The noun whose records have these parts. */
  of: NounEntity;
  /** "line": the name of a part in inputs and events. */
  name: string;
  /** "lines": their key in answers, the last segment of their address, and the relation of the model. */
  many: string;
  words: { one: string; many: string };
  /** Its names on screens and in timelines, if they differ there: "Add product". */
  shown: { one: string; many: string };
  /** The `@@map` of their model; the model is named after the noun and the part: `opportunityLine`. */
  table: string;
  model: string;
  fields: Fields;
  /**
   * Values that the server computes from the fields, each stored in a column, and those whose sums are shown with the
   * list.
   */
  computed: Fields;
  sums: readonly string[];
  /** They have an order that people set: the model has a column `position`. */
  ordered: boolean;
  /** The reference that is unique among the parts of a record and identifies a part; null if there is none. */
  unique: string | null;
  /** A yes/no field that is yes for at most one part: setting it clears it on the others. */
  single: string | null;
  /** A yes/no field that is a box before each part: the list shows how many have it. */
  ticked: string | null;
  /** The fields that the rule fills in if the input leaves them out. */
  filled: readonly string[];
  /** The text of its screen while it is empty, if that says more than its name. */
  purpose: string | null;
  /** Fields of the record may follow from its parts. */
  follows: boolean;
  /** A sentence for the API documentation, if a rule does more than the fields say. */
  help: string | null;
  /** The most parts of one record. */
  most: number;
  /** The key that identifies a part in inputs: `lineId`, or `contactId` if each contact is listed only once. */
  key: string;
  part: z.ZodType;
  whole: z.ZodType;
  add: z.ZodType;
  /** A new part as people type it: amounts with their currency. */
  form: z.ZodType;
  update: z.ZodType;
  remove: z.ZodType;
  move: z.ZodType;
  /** Their events; `moved` only if they have an order. */
  events: Readonly<Record<PartEvent, EventDefinition>>;
  timeline: Catalog["timeline"];
}
export type PartEvent = "added" | "changed" | "removed" | "moved";

/** An input value: an amount is a number of minor units in the currency of the record. */
type Given<F extends Field> = F["kind"] extends "money" ? number | Extract<F["$in"], null> : F["$in"];
type Name<K, F extends Field> = `${K & string}${F["$suffix"]}`;

/** The values of a part by input name; those of the fields `O` are null until the rule has filled them in. */
export type PartValues<F extends Fields, O extends keyof F = never> = {
  [K in keyof F as Name<K, F[K]>]: Given<F[K]> | (K extends O ? null : never);
};
/** A part as the server returns it. */
export type PartRecord<F extends Fields> = { id: string } & { [K in keyof F]: F[K]["$out"] };

type Needed<F extends Fields, O> = { [K in keyof F]: F[K]["$given"] extends "needed" ? Exclude<K, O> : never }[keyof F];
/** A reference that never changes: with another record it would be another part. */
type Fixed<F extends Fields> = {
  [K in keyof F]: F[K]["kind"] extends "reference" | "member" ? (F[K]["$given"] extends "needed" ? K : never) : never;
}[keyof F];
type Target = { id: string; version: number };
export type AddPart<F extends Fields, O extends keyof F> = Target & {
  [K in Needed<F, O> as Name<K, F[K]>]: Given<F[K]>;
} & { [K in Exclude<keyof F, Needed<F, O>> as Name<K, F[K]>]?: Given<F[K]> | undefined };
export type RemovePart<K extends string> = Target & { [N in K]: string };
export type UpdatePart<F extends Fields, K extends string> = RemovePart<K> & {
  [N in Exclude<keyof F, Fixed<F>> as Name<N, F[N]>]?: Given<F[N]> | undefined;
};
export type MovePart<K extends string> = RemovePart<K> & { beforeId?: string | undefined };

/** The data of an event: names of records, but neither amounts nor optional texts. */
type FactsOf<F extends Fields> = {
  [K in keyof F as F[K]["kind"] extends "money"
    ? never
    : F[K]["kind"] extends "text" | "longText"
      ? null extends F[K]["$out"]
        ? never
        : K
      : K]: F[K]["kind"] extends "reference" | "member" ? string : F[K]["$out"];
};

/**
 * A list of parts with its types: the fields `F`, the key `K`, a part `P`, and the list with its record's version `W`.
 */
export interface Parts<F extends Fields, K extends string, O extends keyof F, D extends boolean, P, W>
  extends PartList {
  fields: F;
  ordered: D;
  part: Schema<P>;
  whole: Schema<W>;
  add: Schema<AddPart<F, O>>;
  update: Schema<UpdatePart<F, K>>;
  remove: Schema<RemovePart<K>>;
  move: Schema<MovePart<K>>;
  readonly $filled: O;
}

/** The means to make schemas of further data. They are given, since pages load no schemas at first. */
export interface PartSchemas {
  instant: typeof instant;
  /** Picks some keys of a noun's schema. */
  pick<T, const K extends keyof T & string>(schema: Schema<T>, keys: readonly K[]): Schema<Pick<T, K>>;
}

interface Definition<N extends string, M extends string, F extends Fields, U, O, D, BP, C, S>
  extends Pick<PartList, "of" | "words" | "table" | "most"> {
  name: N;
  many: M;
  fields: F;
  ordered?: D;
  unique?: U;
  single?: keyof F & string;
  ticked?: keyof F & string;
  computed?: C;
  sums?: readonly S[];
  filled?: readonly O[];
  help?: string;
  follows?: boolean;
  purpose?: string;
  /** Further data of each part, for screens that show it in their own way. */
  extra?: (make: PartSchemas) => BP;
  shown?: PartList["shown"];
  /** The verb of a change in timelines, and a line below the sentence. */
  changed?: string;
  detail?: (facts: FactsOf<F>) => string;
}

type KeyOf<N extends string, U> = [U] extends [string] ? `${U}Id` : `${N}Id`;
type Computed<C extends Fields, S> = { [K in keyof C & S]: C[K]["$out"] };
type PartOf<F extends Fields, BP extends Shape, C extends Fields> = PartRecord<F> & Computed<C, keyof C> & Output<BP>;
type WholeOf<M extends string, P, C extends Fields, S> = Target & { [K in M]: P[] } & Computed<C, S>;
type Nothing = Record<never, never>;

/** The parts of a list that follow from schemas: its inputs and outputs, its events, and how timelines show them. */
const described = ["part", "whole", "add", "form", "update", "remove", "move", "events", "timeline"] as const;
export type DescribedParts = Pick<PartList, (typeof described)[number]>;
export type PlainParts = Omit<PartList, (typeof described)[number]>;
/** The part of a definition that describes schemas and timelines. */
export interface PartDescription {
  extra?: ((make: PartSchemas) => Shape) | undefined;
  changed?: string | undefined;
  detail?: ((facts: never) => string) | undefined;
}

type Describing = (plain: PlainParts, given: PartDescription) => DescribedParts;
let describing: Describing | null = null;

/** How parts are described: `part-schemas.ts`, which the browser loads with the schemas of nouns. */
export function describePartsBy(by: Describing): void {
  describing = by;
}

/** Declares parts of a record: rows that are created, deleted and versioned with it. Amounts are in its currency. */
export function defineParts<
  const N extends string,
  const M extends string,
  F extends Fields,
  const U extends (keyof F & string) | undefined = undefined,
  const O extends keyof F & string = never,
  const D extends boolean = false,
  BP extends Shape = Nothing,
  C extends Fields = Nothing,
  S extends keyof C & string = never,
>(
  given: Definition<N, M, F, U, O, D, BP, C, S>,
): Parts<F, KeyOf<N, U>, O, D, PartOf<F, BP, C>, WholeOf<M, PartOf<F, BP, C>, C, S>> {
  const { of, name, many, words, table, fields, ordered = false, most, shown = words } = given;
  requirePlain(many, fields);
  const {
    unique = null,
    single = null,
    ticked = null,
    filled = [],
    help = null,
    follows = false,
    purpose = null,
    computed = {},
    sums = [],
  } = given;
  const key = unique === null ? `${name}Id` : `${unique}Id`;
  const plain: PlainParts = {
    ...{
      of,
      name,
      many,
      words,
      shown,
      table,
      fields,
      computed,
      sums,
      ordered,
      unique,
      single,
      ticked,
      filled,
      purpose,
      help,
      follows,
      most,
      key,
    },
    model: `${of}${capital(name)}`,
  };
  const list = madeLate<PlainParts, DescribedParts>(plain, described, () => {
    if (!describing) throw new Error(`Import lib/nouns/schemas.ts before the schemas of ${many} are read.`);
    return describing(plain, given);
  });
  return list as Parts<F, KeyOf<N, U>, O, D, PartOf<F, BP, C>, WholeOf<M, PartOf<F, BP, C>, C, S>>;
}

/** Throws if parts would hold formatted texts: each change of a part writes all of them. */
function requirePlain(many: string, fields: Fields): void {
  const name = Object.entries<Field>(fields).find(([, { kind }]) => kind === "richText")?.[0];
  if (name) throw new Error(`${many}.${name} cannot be a formatted text: parts have texts of the kind longText.`);
}

/** Whether a field is an amount in the currency of the record. */
export const isAmount = (field: Field): field is FieldOf<"money"> => field.kind === "money";

/** Whether the record in a field never changes during the life of a part. */
export const isFixed = (field: Field): boolean => isReference(field) && isNeeded(field);

/** The field that identifies a part for people: its fixed reference, else its first field. */
export function titleOf({ fields }: PartList): [name: string, field: Field] {
  const all = Object.entries<Field>(fields);
  return (all.find(([, field]) => isFixed(field)) ?? all[0]) as [string, Field];
}

/** A part as screens use it, and the list of parts with the version of their record. */
export type AnyPart = { id: string } & Readonly<Record<string, unknown>>;
export type AnyWhole = Target & Readonly<Record<string, unknown>>;

export const partsIn = ({ many }: PartList, whole: object): readonly AnyPart[] => Reflect.get(whole, many);

/** How many of the parts have the box of their list ticked; null for a list without one. */
export const tickedIn = (list: PartList, whole: object): number | null =>
  list.ticked === null ? null : partsIn(list, whole).filter((part) => part[list.ticked ?? ""] === true).length;

/** The name of a part in sentences. */
export function nameOfPart(list: PartList, part: AnyPart | undefined): string {
  const value = part?.[titleOf(list)[0]];
  const text = value && typeof value === "object" ? (value as { name?: string }).name : value;
  return text ? String(text) : `this ${list.words.one}`;
}

/** Converts a value of a part to an input value. */
export function inputOf(field: Field, value: unknown): unknown {
  if (isReference(field)) return (value as { id: string | null } | null)?.id ?? null;
  return isAmount(field) && value ? (value as { amount: number }).amount : value;
}

/** The value that identifies a part in inputs; null if the record that it points to may not be opened. */
export const keyOfPart = ({ unique, fields }: PartList, part: AnyPart): string | null =>
  (unique === null ? part.id : inputOf(fields[unique] as Field, part[unique])) as string | null;

/** The references of parts to other nouns: pages of those nouns show the records, and lists can be filtered by them. */
export const referencesOfParts = (parts: readonly PartList[]): { many: string; field: string; to: NounEntity }[] =>
  parts.flatMap(({ many, fields }) =>
    Object.entries<Field>(fields).flatMap(([field, { kind, ...rest }]) => {
      const to = kind === "reference" && "to" in rest ? String(rest.to) : "";
      return to in nouns ? [{ many, field, to: to as NounEntity }] : [];
    }),
  );
