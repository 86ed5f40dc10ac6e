import "server-only";
import type { Field, FieldKind } from "@/lib/fields/field";
import { addressStored } from "./address.ts";
import { choicesStored } from "./choices.ts";
import { dateStored } from "./date.ts";
import { emailsStored, phonesStored } from "./entries.ts";
import { instantStored } from "./instant.ts";
import { listed, plain, type StoredRules, searchedText } from "./kind.ts";
import { linksStored } from "./links.ts";
import { membersStored } from "./members.ts";
import { moneyStored } from "./money.ts";
import { memberStored, referenceStored } from "./reference.ts";
import { foldable } from "./text.ts";

const kinds: { [K in FieldKind]: StoredRules<K> } = {
  text: foldable<"text">(),
  longText: plain("text", null),
  url: { ...plain("text", "text"), searched: searchedText },
  domain: foldable<"domain">(),
  email: { ...plain("text", "text"), searched: searchedText },
  emails: emailsStored,
  // Digits alone: a number is written in many ways.
  phone: { ...plain("text", "text"), searched: (column) => `nullif(regexp_replace(${column}, '\\D', '', 'g'), '')` },
  phones: phonesStored,
  integer: plain("int", "number"),
  number: plain("float8", "decimal"),
  percent: plain("int", "number"),
  duration: plain("int", "number"),
  money: moneyStored,
  date: dateStored,
  instant: instantStored,
  boolean: plain("boolean", "boolean"),
  choice: {
    ...plain<"choice">("text", "enum"),
    list: (name, field) => ({
      ...listed(field, "enum", name),
      choices: field.options.map(({ value }) => value),
    }),
  },
  choices: choicesStored,
  reference: referenceStored,
  member: memberStored,
  members: membersStored,
  address: addressStored,
  links: linksStored,
};

/** How a field is stored. */
export const storedRulesOf = (field: Field): StoredRules<FieldKind> => kinds[field.kind] as StoredRules<FieldKind>;
