import "server-only";
import type { Ctx } from "../context.ts";
import type { AnyRecord } from "../nouns/noun-runtime.ts";
import type { Props } from "./snapshot.ts";

/** Values are JSON: what a record holds on our side, made comparable. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** Names and partners that a page needs, looked up for all its records at once. */
export interface Partners {
  /** The record here of an id there, and back; undefined where they are not linked. */
  recordOf(entity: string, externalId: string): string | undefined;
  externalOf(entity: string, recordId: string): string | undefined;
  /** Members and the people there, by their addresses. */
  memberOf(personId: string): string | undefined;
  personOf(memberId: string): string | undefined;
  /** The options that a person or a declaration paired, by field. */
  optionHere(field: string, value: string): string | undefined;
  optionThere(field: string, value: string): string | undefined;
  timeZone: string;
  currency: string;
  /** By which telephone numbers without a country are read; without it they stay as they were typed. */
  locale?: string;
}

/** A value that cannot cross: the code, the words, and what a fix would serve at once. */
export interface Blocked {
  code: "targetNotLinked" | "optionWithoutPartner" | "personWithoutPartner" | "unreadable" | "tooLong";
  words: string;
  cause: string;
  /** The record that must be linked first, if that is all. */
  waitsFor?: { entity: string; id: string };
}

/** A value that a person can choose. */
interface Option {
  value: string;
  label: string;
}

/** One of our fields with properties there that hold the same. */
export interface FieldPair {
  /** A field of the noun, or a name of its own with `read` and `write`. */
  field: string;
  label: string;
  /** The properties there; the first one names the pair. */
  remote: readonly string[];
  /** The change of a value on the way: "Exact", "Lower case there", "Linked". */
  note: string;
  directions: readonly ("in" | "out" | "both")[];
  /** The kind of value in its first property, where steps may change it on the way; `whole`: our field has no decimals. */
  holds?: "text" | "number" | "whole";
  /** How both sides start when nobody has chosen. */
  start?: { direction?: "in" | "out" | "both" | "off"; conflict?: "newest" | "ours" | "theirs" | "ask" };
  /** Its partners, which are looked up for a page at once. */
  points?: { to: "record"; entity: string } | { to: "member" } | { to: "option" };
  /** Our options with theirs, before anybody chose; values or labels that are alike pair by themselves. */
  options?: readonly { ours: string; theirs: string }[];
  /** Our options now, where the field does not declare them: the stages of the workspace. */
  optionsHere?(ctx: Ctx): Promise<readonly Option[]>;
  /** The options that mean the same on both sides, where their labels alone do not say it. */
  alikeOptions?(ours: readonly Option[], theirs: readonly Option[]): readonly { ours: string; theirs: string }[];
  /** Our value of a record, made comparable: equal values give equal JSON. */
  read(record: AnyRecord): Value;
  /** The properties that would hold our value. */
  toTheirs(value: Value, partners: Partners): { props: Props } | { blocked: Blocked };
  /** Our value for the properties there. */
  toOurs(props: Props, partners: Partners): { value: Value } | { blocked: Blocked };
  /**
   * The input of the noun's operations that sets our value. With the present `record`, what the other side cannot hold stays:
   * types of addresses, further telephone numbers; and a step back gets its reason.
   */
  patch(value: Value, record?: AnyRecord): Readonly<Record<string, unknown>>;
  /** Sets the value by an operation of its own, in place of an edit; answers the new version. */
  act?(ctx: Ctx, target: { id: string; version: number }, value: Value): Promise<{ version: number }>;
  /** Their value as the service keeps it, for one that we send: trimmed, lower-cased, cut. */
  asKept?(props: Props): Props;
}

/** A kind of record with its partner there. */
export interface ObjectDeclaration {
  entity: string;
  remote: string;
  /** For people: "Contacts", "contacts". */
  labels: { ours: string; theirs: string };
  /** The largest number of records of one write. */
  batch: number;
  pairs: readonly FieldPair[];
  /** The service can delete such a record for good, for people who asked to be erased. */
  erases?: true;
  /** The words under which an import from this service stored ids, to recognise its records. */
  importSource: string;
  /** The fields that say which record is meant when it is not linked, the best first; each a set of pairs. */
  keys: readonly (readonly string[])[];
  /** Further input for a new record here, such as its stage. */
  whenNew?(props: Props, partners: Partners): Readonly<Record<string, unknown>>;
}
