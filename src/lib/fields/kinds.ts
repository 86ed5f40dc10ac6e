import type { z } from "zod";
import { addressRules } from "./address";
import { amountsRules } from "./amounts";
import { booleanRules } from "./boolean";
import { choiceRules } from "./choice";
import { choicesRules } from "./choices-rules";
import { dateRules } from "./date";
import { domainRules } from "./domain";
import { durationRules } from "./duration-rules";
import { emailRules } from "./email";
import { emailsRules, phonesRules } from "./entry-rules";
import type { Field, FieldKind } from "./field";
import { instantRules } from "./instant";
import { integerRules } from "./integer";
import type { KindRules } from "./kind";
import { linksRules } from "./links-rules";
import { longTextRules } from "./long-text";
import { memberRules } from "./member";
import { membersRules } from "./members";
import { moneyRules } from "./money";
import { numberRules } from "./number";
import { percentRules } from "./percent";
import { phoneRules } from "./phone";
import { referenceRules } from "./reference";
import { richTextRules } from "./rich-text";
import { textRules } from "./text";
import { urlRules } from "./url";

/**
 * A new kind compiles only if it is listed here, in `server/fields/kinds.ts`, and in `kinds.tsx` and `form-fields.tsx` of
 * `components/fields`.
 */
const kinds: { [K in FieldKind]: KindRules<K> } = {
  text: textRules,
  longText: longTextRules,
  richText: richTextRules,
  url: urlRules,
  domain: domainRules,
  email: emailRules,
  emails: emailsRules,
  phone: phoneRules,
  phones: phonesRules,
  integer: integerRules,
  number: numberRules,
  percent: percentRules,
  duration: durationRules,
  money: moneyRules,
  amounts: amountsRules,
  date: dateRules,
  instant: instantRules,
  boolean: booleanRules,
  choice: choiceRules,
  choices: choicesRules,
  reference: referenceRules,
  member: memberRules,
  members: membersRules,
  address: addressRules,
  links: linksRules,
};

/** The schema of a field's input value that is not empty. */
export function filledOf<F extends Field>(field: F): z.ZodType<NonNullable<F["$in"]>, NonNullable<F["$in"]>> {
  return rulesOf(field).input(field) as z.ZodType<NonNullable<F["$in"]>, NonNullable<F["$in"]>>;
}

/** The rules of a field's kind. */
export const rulesOf = (field: Field): KindRules<FieldKind> => kinds[field.kind] as KindRules<FieldKind>;
