import { capital, foldKey, uncapital } from "../text";

/** The columns of cards in the order of the table; further ones follow in the order of the file. */
export const usualColumns = [
  ...["First name", "Last name", "Full name", "E-mail", "Phone", "Company", "Department", "Job title"],
  ...["Street", "Address line 2", "PO box", "Postal code", "City", "State", "Country", "Website", "LinkedIn"],
  ...["Company phone", "Company e-mail", "Company website", "Company street", "Company address line 2"],
  ...["Company PO box", "Company postal code", "Company city", "Company state", "Company country"],
  ...["Company description", "Birthday", "Note", "Tags"],
];

/** Lines and entries of a card that cannot be read. */
export const UNREAD = "Not read";
/** Labels that name no column. */
export const CUSTOM_LABELS = "Custom labels";
/** Of people and companies alike. */
const SHARED = new Set(["UID", UNREAD, "Company", "Other companies"]);

/** Columns of other entries; any other has the words of its own name. */
const LABELS: Readonly<Record<string, string>> = {
  TITLE: "Job title",
  NOTE: "Note",
  CATEGORIES: "Tags",
  BDAY: "Birthday",
  NICKNAME: "Nickname",
  IMPP: "Instant messaging",
  LABEL: "Label of the address",
  TZ: "Time zone",
  GEO: "Coordinates",
  LANG: "Language",
  UID: "UID",
  "X-ABRELATEDNAMES": "Related",
  "X-ABDATE": "Other dates",
};

/** Columns that say something certain: no product's own entry joins them. */
const taken = new Set(
  [
    ...[...usualColumns, ...Object.values(LABELS), UNREAD, CUSTOM_LABELS, "Middle name", "Name prefix", "Name suffix"],
    ...["Shown as", "Other names", "Other companies", "Other addresses", "Other websites", "Private page"],
    ...["Social profiles", "Kind of address", "Company department", "Company other numbers"],
  ].map(tight),
);

function tight(text: string): string {
  return foldKey(text).replace(/[^\p{L}\p{N}]/gu, "");
}

/** The column that an own label or type names: "Mother", "Assistant number". */
export function ownColumn(label: string, noun = ""): string {
  const words = label.replace(/\s+/g, " ").trim().slice(0, 60);
  const name = [capital(words), noun].filter(Boolean).join(" ");
  return taken.has(tight(name)) ? `Own label ${name}` : name;
}

/** The column of an entry without one of its own: "Phonetic first name" for X-PHONETIC-FIRST-NAME. */
export function entryColumn(name: string): string {
  const known = LABELS[name];
  if (known !== undefined) return known;
  const words = name.replace(/^X-/, "").replaceAll("-", " ").toLowerCase().trim();
  if (words === "" || taken.has(tight(words))) return `Entry ${name}`;
  return capital(words);
}

/** The column of a company for what a person has in another one: "Company phone" for "Phone". */
export function companyColumn(name: string): string {
  if (SHARED.has(name) || name.startsWith("Company ")) return name;
  if (name === "Note") return "Company description";
  // "LinkedIn" is written as it is.
  return `Company ${/^.\S*[A-Z]/.test(name) ? name : uncapital(name)}`;
}
