import type { CustomKind } from "@/lib/fields/custom";

/** The kinds of custom fields that a column of a file can fill, but for those that point to a chosen object. */
export const kindLabels: Readonly<Record<Exclude<CustomKind, "reference">, string>> = {
  text: "Text",
  longText: "Long text",
  number: "Number",
  percent: "Per cent",
  money: "Money",
  date: "Date",
  instant: "Date and time",
  boolean: "Yes or no",
  choice: "Choice",
  choices: "Several choices",
  member: "Member",
  url: "URL",
  email: "E-mail",
  phone: "Phone",
};
