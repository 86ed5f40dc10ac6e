import type { Field, FieldKind } from "@/lib/fields/field";
import { addressKind } from "./address";
import { booleanKind, choiceKind } from "./choice";
import { emailsKind, phonesKind } from "./entries";
import type { KindParts } from "./kind";
import { integerKind, moneyKind, percentKind } from "./number";
import { memberKind, referenceKind } from "./reference";
import { domainKind, emailKind, longTextKind, phoneKind, textKind, urlKind } from "./text";
import { dateKind, instantKind } from "./time";

const kinds: { [K in FieldKind]: KindParts<K> } = {
  text: textKind,
  longText: longTextKind,
  url: urlKind,
  domain: domainKind,
  email: emailKind,
  emails: emailsKind,
  phone: phoneKind,
  phones: phonesKind,
  integer: integerKind,
  percent: percentKind,
  money: moneyKind,
  date: dateKind,
  instant: instantKind,
  boolean: booleanKind,
  choice: choiceKind,
  reference: referenceKind,
  member: memberKind,
  address: addressKind,
};

/** How a field looks and is edited. */
export const partsOf = (field: Field): KindParts<FieldKind> => kinds[field.kind] as KindParts<FieldKind>;
