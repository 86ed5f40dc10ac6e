import type { Field, FieldKind, FieldOf } from "@/lib/fields/field";
import { addressKind } from "./address";
import { booleanKind, choiceKind } from "./choice";
import { choicesKind } from "./choices";
import { emailsKind, phonesKind } from "./entries";
import type { EditorKind, KindParts } from "./kind";
import { linksKind } from "./links";
import { amountsKind, integerKind, moneyKind, numberKind, percentKind } from "./number";
import { memberKind, membersKind, referenceKind } from "./reference";
import { domainKind, emailKind, longTextKind, phoneKind, richTextKind, textKind, urlKind } from "./text";
import { dateKind, durationKind, instantKind } from "./time";

const kinds: { [K in FieldKind]: KindParts<K> } = {
  text: textKind,
  longText: longTextKind,
  richText: richTextKind,
  url: urlKind,
  domain: domainKind,
  email: emailKind,
  emails: emailsKind,
  phone: phoneKind,
  phones: phonesKind,
  integer: integerKind,
  number: numberKind,
  percent: percentKind,
  duration: durationKind,
  money: moneyKind,
  amounts: amountsKind,
  date: dateKind,
  instant: instantKind,
  boolean: booleanKind,
  choice: choiceKind,
  choices: choicesKind,
  reference: referenceKind,
  member: memberKind,
  members: membersKind,
  address: addressKind,
  links: linksKind,
};

/** The kind of a field's editor in place; null where it has none. */
export function editorOf(field: Field): EditorKind | null {
  const { editor } = partsOf(field);
  return typeof editor === "function" ? editor(field as FieldOf<FieldKind>) : editor;
}

/** How a field looks and is edited. */
export const partsOf = (field: Field): KindParts<FieldKind> => kinds[field.kind] as KindParts<FieldKind>;
