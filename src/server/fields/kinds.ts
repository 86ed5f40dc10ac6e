import "server-only";
import type { Field, FieldKind } from "@/lib/fields/field";
import { addressStored } from "./address.ts";
import { amountsStored } from "./amounts.ts";
import { choicesStored } from "./choices.ts";
import { dateStored } from "./date.ts";
import { emailsStored, phonesStored } from "./entries.ts";
import { instantStored } from "./instant.ts";
import { listField, type StoredRules, searchedText, singleColumnStorage } from "./kind.ts";
import { linksStored } from "./links.ts";
import { membersStored } from "./members.ts";
import { moneyStored } from "./money.ts";
import { memberStored, referenceStored } from "./reference.ts";
import { richTextStored } from "./rich-text.ts";
import { textStored } from "./text.ts";

const kinds: { [K in FieldKind]: StoredRules<K> } = {
  text: textStored<"text">(),
  longText: singleColumnStorage("text", null),
  richText: richTextStored,
  url: { ...singleColumnStorage("text", "text"), searched: searchedText },
  domain: textStored<"domain">(),
  email: { ...singleColumnStorage("text", "text"), searched: searchedText },
  emails: emailsStored,
  // Digits alone: a number is written in many ways.
  phone: {
    ...singleColumnStorage("text", "text"),
    searched: (column) => `nullif(regexp_replace(${column}, '\\D', '', 'g'), '')`,
  },
  phones: phonesStored,
  integer: singleColumnStorage("int", "number"),
  number: singleColumnStorage("float8", "decimal"),
  percent: singleColumnStorage("int", "number"),
  duration: singleColumnStorage("int", "number"),
  money: moneyStored,
  amounts: amountsStored,
  date: dateStored,
  instant: instantStored,
  boolean: singleColumnStorage("boolean", "boolean"),
  choice: {
    ...singleColumnStorage<"choice">("text", "enum"),
    list: (name, field) => ({
      ...listField(field, "enum", name),
      // Options that only a workspace has are no less values: a condition on one that nobody has finds nothing.
      ...(field.list === undefined ? { choices: field.options.map(({ value }) => value) } : {}),
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

/** The columns of a field, by Prisma's names. */
export const columnNames = (name: string, field: Field): string[] =>
  Object.keys(storedRulesOf(field).columns(name, field));
