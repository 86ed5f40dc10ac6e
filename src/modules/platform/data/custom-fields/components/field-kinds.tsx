import type { ReactNode } from "react";
import { partsOf } from "@/components/fields/kinds";
import { type CustomKind, customKinds } from "@/lib/fields/custom";
import type { Field, FieldKind } from "@/lib/fields/field";
import { nounEntities, nouns } from "@/lib/nouns/all";
import { capital } from "@/lib/text";
import { kindLabels } from "../rules";

/** The purpose of each kind that can be chosen, with an example. */
export const kindNotes: Record<CustomKind, string> = {
  text: "One line: “PO-2026-118”",
  longText: "Several lines: delivery instructions",
  number: "A number: “42” or “3.5”",
  percent: "A percentage: “12.5%”",
  duration: "A length of time: “1h 30m”",
  money: "An amount with its currency: “CHF 1,200”",
  date: "A date: “31 Dec 2026”",
  instant: "A date with a time: “31 Dec 2026, 14:30”",
  boolean: "On or off: “Yes”",
  choice: "One value from a list: “Gold”",
  choices: "Several values from a list: “Europe, Asia”",
  member: "A member of the workspace: “Ann Archer”",
  reference: "A link to another record",
  url: "A link to a web page: “https://example.com”",
  email: "An e-mail address: “ann@example.com”",
  phone: "A phone number: “+41 44 668 18 00”",
};

/** The icon of a kind. */
export const kindIcon = (kind: FieldKind): ReactNode => partsOf({ kind } as Field).icon;

/** The kinds that can be chosen, as a menu offers them. */
export const kindOptions = customKinds.map((value) => ({
  value,
  label: kindLabels[value],
  icon: kindIcon(value),
  note: kindNotes[value],
}));

/** The objects that a field can point to. */
export const objectOptions = nounEntities.map((value) => ({ value, label: capital(nouns[value].one) }));
