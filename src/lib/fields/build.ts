import type { Address } from "@/lib/address";
import type { RichText, RichTextInput } from "@/lib/rich-text/rich-text";
import { capital } from "@/lib/text";
import type { MemberReference, Money, Reference } from "@/lib/zod";
import { choiceColors } from "./choice-colors";
import type { EmailEntry, EmailInput, PhoneEntry, PhoneInput } from "./entries";
import {
  type Built,
  type ChoiceOption,
  type Derived,
  type FieldKind,
  type FieldOptions,
  type KindOptions,
  makeField,
  type Progression,
  type Transitions,
} from "./field";
import type { LinkedRecord, LinkedRecordInput } from "./links";

interface Flags<R extends boolean, C extends boolean> {
  /** Never empty: a new record needs a value, unless the field has an initial value. */
  required?: R;
  /** Set by the server alone: no form, no editor, no input. */
  computed?: C;
}
type Options<K extends FieldKind, R extends boolean, C extends boolean> = FieldOptions & Flags<R, C> & KindOptions[K];

/** One line of text, up to 200 characters. */
const text = <R extends boolean = false, C extends boolean = false>(given: Options<"text", R, C>) =>
  makeField<Built<"text", string, string, R, C>>("text", given);

/** One line of text that is derived from other fields, such as a person's name. It is never empty. */
const derivedText = (given: FieldOptions & KindOptions["text"] & { derived: Derived & { missing: string } }) =>
  makeField<Built<"text", string, string, true, false, true>>("text", { ...given, required: true } as FieldOptions);

/**
 * The derived title of records that nobody names, such as a time entry; "Untitled" if the other fields are empty. It is
 * the field `name`, which lists, pickers and timelines use like any other name.
 */
const title = ({ of, value, ...given }: Partial<FieldOptions> & Pick<Derived, "of" | "value">) =>
  makeField<Built<"text", string, string, true, true>>("text", {
    label: "Title",
    title: true,
    folded: true,
    sortable: true,
    inForm: false,
    inDetails: false,
    ...given,
    required: true,
    computed: true,
    derived: {
      of,
      value: (values: Parameters<Derived["value"]>[0]) => String(value(values) ?? "").trim() || "Untitled",
    },
  } as FieldOptions);

/** Text of several lines, up to 10,000 characters. */
const longText = <R extends boolean = false, C extends boolean = false>(given: Options<"longText", R, C>) =>
  makeField<Built<"longText", string, string, R, C>>("longText", given);

/** Formatted text with headings, lists, tables, links and mentions; its words stay searchable. */
const richText = <R extends boolean = false, C extends boolean = false>(given: Options<"richText", R, C>) =>
  makeField<Built<"richText", RichText, RichTextInput, R, C>>("richText", given);

/** A web address with `http` or `https`. */
const url = <R extends boolean = false, C extends boolean = false>(given: Options<"url", R, C>) =>
  makeField<Built<"url", string, string, R, C>>("url", given);

/** An internet domain such as company.com. */
const domain = <R extends boolean = false, C extends boolean = false>(given: Options<"domain", R, C>) =>
  makeField<Built<"domain", string, string, R, C>>("domain", given);

/** An e-mail address. */
const email = <R extends boolean = false, C extends boolean = false>(given: Options<"email", R, C>) =>
  makeField<Built<"email", string, string, R, C>>("email", given);

/** Several e-mail addresses, each with a type; the first one is the primary one. */
const emails = <R extends boolean = false, C extends boolean = false>(given: Options<"emails", R, C>) =>
  makeField<Built<"emails", EmailEntry[], EmailInput[], R, C>>("emails", given);

/** A telephone number as it was typed. */
const phone = <R extends boolean = false, C extends boolean = false>(given: Options<"phone", R, C>) =>
  makeField<Built<"phone", string, string, R, C>>("phone", given);

/** Several telephone numbers, each with a type; the first one is the primary one. */
const phones = <R extends boolean = false, C extends boolean = false>(given: Options<"phones", R, C>) =>
  makeField<Built<"phones", PhoneEntry[], PhoneInput[], R, C>>("phones", given);

/** A whole number. */
const integer = <R extends boolean = false, C extends boolean = false>(given: Options<"integer", R, C>) =>
  makeField<Built<"integer", number, number, R, C>>("integer", given);

/** A number with decimals. */
const number = <R extends boolean = false, C extends boolean = false>(given: Options<"number", R, C>) =>
  makeField<Built<"number", number, number, R, C>>("number", given);

/** A whole per cent from 0 to 100. */
const percent = <R extends boolean = false, C extends boolean = false>(given: Options<"percent", R, C>) =>
  makeField<Built<"percent", number, number, R, C>>("percent", given);

/** A length of time in whole minutes. */
const duration = <R extends boolean = false, C extends boolean = false>(given: Options<"duration", R, C>) =>
  makeField<Built<"duration", number, number, R, C>>("duration", given);

/** An exact amount in minor units of its currency. */
const money = <R extends boolean = false, C extends boolean = false>(given: Options<"money", R, C>) =>
  makeField<Built<"money", Money, Money, R, C>>("money", given);

/** Sums that the server makes, one exact amount for each currency. */
const amounts = (given: FieldOptions & KindOptions["amounts"]) =>
  makeField<Built<"amounts", Money[], never, false, true>>("amounts", { ...given, computed: true } as FieldOptions);

/** A calendar date without a time zone, `YYYY-MM-DD`. */
const date = <R extends boolean = false, C extends boolean = false>(given: Options<"date", R, C>) =>
  makeField<Built<"date", string, string, R, C>>("date", given);

/** A point in time, ISO 8601. */
const instant = <R extends boolean = false, C extends boolean = false>(given: Options<"instant", R, C>) =>
  makeField<Built<"instant", string, string, R, C>>("instant", given);

/** Yes or no; a new record has no, unless the field has another initial value. */
const boolean = (given: FieldOptions & { initial?: boolean; computed?: false }) =>
  makeField<Built<"boolean", boolean, boolean, true, false, true>>("boolean", {
    initial: false,
    ...given,
    required: true,
  } as FieldOptions);

/** One of a list of values: a closed one, or with `list` one that workspaces change. */
const choice = <
  const O extends readonly ChoiceOption[],
  R extends boolean = false,
  C extends boolean = false,
  I extends O[number]["value"] | null = null,
  P extends Progression<O[number]["value"]> | undefined = undefined,
  const H extends { reason: string } | undefined = undefined,
  L extends string | undefined = undefined,
>(
  given: FieldOptions &
    Flags<R, C> & {
      options: O;
      list?: L;
      initial?: I;
      states?: Transitions<O[number]["value"]>;
      progression?: P;
      stays?: H;
      palette?: true;
    },
) =>
  makeField<
    Built<"choice", ChoiceValue<O, L>, ChoiceValue<O, L>, R, C, I extends string ? true : false> & {
      readonly progression: P;
      readonly stays: H;
    }
  >("choice", given);

type ChoiceValue<O extends readonly ChoiceOption[], L> = L extends string ? string : O[number]["value"];

/** One of the colours of the product; gray unless people choose another one. */
const color = (given: FieldOptions) =>
  choice({
    options: choiceColors.map((value) => ({ value, label: capital(value), color: value })),
    column: false,
    importable: false,
    ...given,
    required: true,
    initial: "gray",
    palette: true,
  });

/** The position of a record in a settings list, from 1; null until somebody reorders the list. */
const position = () =>
  integer({
    label: "Position",
    computed: true,
    place: true,
    sortable: true,
    column: false,
    inDetails: false,
    importable: false,
  });

/** Several of a closed list of values. */
const choices = <
  const O extends readonly ChoiceOption[],
  R extends boolean = false,
  C extends boolean = false,
  I extends readonly O[number]["value"][] | null = null,
>(
  given: FieldOptions & Flags<R, C> & { options: O; initial?: I },
) =>
  makeField<
    Built<"choices", O[number]["value"][], O[number]["value"][], R, C, I extends readonly string[] ? true : false>
  >("choices", given);

/** Another record, of the entity `to`. */
const reference = <const T extends string, R extends boolean = false, C extends boolean = false>(
  given: Options<"reference", R, C> & { to: T },
) => makeField<Built<"reference", Reference, string, R, C, false, "Id"> & { readonly to: T }>("reference", given);

/** A member of the workspace. */
const member = <R extends boolean = false, C extends boolean = false>(given: Options<"member", R, C>) =>
  makeField<Built<"member", MemberReference, string, R, C, false, "Id">>("member", given);

/** Several members of the workspace: inputs have their ids, outputs their names too. */
const members = <R extends boolean = false, C extends boolean = false>(given: Options<"members", R, C>) =>
  makeField<Built<"members", MemberReference[], string[], R, C>>("members", given);

/** A postal address of five parts. */
const address = <C extends boolean = false>(given: Options<"address", false, C>) =>
  makeField<Built<"address", Address, Address, false, C>>("address", given);

/** Links to records of one or several nouns; never null. Imported files add links, and remove none. */
const links = (given: FieldOptions & KindOptions["links"]) =>
  makeField<Built<"links", LinkedRecord[], LinkedRecordInput[], true, false, true>>("links", {
    sortable: false,
    ...given,
    required: true,
    initial: [],
  } as FieldOptions);

/** The functions that define fields, one per kind: `field.money({ label: "Price" })`. */
export const field = {
  text,
  derivedText,
  title,
  longText,
  richText,
  url,
  domain,
  email,
  emails,
  phone,
  phones,
  integer,
  number,
  percent,
  duration,
  money,
  amounts,
  date,
  instant,
  boolean,
  choice,
  color,
  position,
  choices,
  reference,
  member,
  members,
  address,
  links,
};
