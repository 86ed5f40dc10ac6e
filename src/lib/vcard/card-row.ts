import { typedValue } from "../fields/entry-types";
import { foldKey } from "../text";
import { addressesOf } from "./addresses";
import type { Card } from "./cards";
import { entryColumn, ownColumn, UNREAD } from "./columns";
import { hasFacts, isCompanyCard } from "./company";
import { namePartsOf, type Property, partsOf, textOf } from "./property";
import { ownTypes, Row } from "./row";

/** The cells of a card, by columns of the table. */
export interface CardRow {
  cells: Map<string, string>;
  /** Why it is no record. */
  issue: string | null;
}

/** Entries that say how a card is written or shown, and nothing of a person; and those that are read by name. */
const TECHNICAL = new Set([
  ...["VERSION", "PRODID", "REV", "CLIENTPIDMAP", "KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS", "X-ABLABEL"],
  ...["X-ABADR", "N", "FN", "ORG", "EMAIL", "TEL", "ADR", "URL", "X-SOCIALPROFILE", "SOCIALPROFILE"],
]);
/** Entries of several parts. */
const PARTED = new Set(["GENDER", "GEO", "X-ANDROID-CUSTOM"]);
/** Entries whose label or type says what they are: a mother, an anniversary. */
const NAMED_BY_LABEL = new Set(["RELATED", "X-ABRELATEDNAMES", "X-ABDATE"]);

const GROUP = "This card is a group of contacts, not a person or a company. Its members have cards of their own.";

/** A card as a row of the table. */
export function cardRow(card: Card): CardRow {
  const row = new Row(card);
  const kind = row.first("KIND") ?? row.first("X-ADDRESSBOOKSERVER-KIND");
  names(row);
  reached(row);
  addresses(row);
  links(row);
  for (const one of card.properties) if (!TECHNICAL.has(one.name)) other(row, one);
  row.labels();
  row.put(UNREAD, card.unread, "\n");
  return { cells: row.cells, issue: kind === "group" ? GROUP : null };
}

/** Name and organisation; a card with the name of an organisation and of no person is that of a company. */
function names(row: Row): void {
  const [n, ...otherNames] = row.all("N");
  const parts = n ? namePartsOf(n) : [];
  const [last = "", first = "", middle = "", before = "", after = "", ...further] = parts;
  const [fn, ...more] = row.all("FN").map(textOf);
  const [org, ...otherOrgs] = row.all("ORG");
  const [company = "", ...units] = org ? partsOf(org, ";") : [];
  const says = row.first("X-ABSHOWAS") === "company" || ["org", "organization"].includes(row.first("KIND") ?? "");
  const { properties } = row;
  const named = { says, last, first, shown: fn, company, units };
  row.isCompany = isCompanyCard({ ...named, emails: row.emails(), properties });
  const name = company || (row.isCompany ? (fn ?? "") : "");
  const written = row.isCompany ? [] : [last, first, middle, before, after];
  for (const [place, column] of NAME_COLUMNS.entries()) row.put(column, [written[place] ?? ""], " ");
  row.put("Further parts of the name", row.isCompany ? parts.slice(1) : further, ", ");
  row.put("Other names", otherNames.map(nameText));
  const isNameless = last === "" && first === "" && !row.isCompany;
  const isSame = (text: string) => foldKey(text) === foldKey(fn ?? "");
  if (isNameless) row.put("Full name", [company, units.join(" ")].some(isSame) ? [] : [fn ?? ""], " ");
  else if (fn !== undefined && !saysNoMore(fn, [...written, name])) row.put("Shown as", [fn], " ");
  row.put("Shown as", more, "\n");
  row.put("Company", [name], " ");
  row.put("Department", units, ", ");
  row.put(
    "Other companies",
    otherOrgs.map((one) => partsOf(one, ";").filter(Boolean).join(", ")),
  );
}

const NAME_COLUMNS = ["Last name", "First name", "Middle name", "Name prefix", "Name suffix"];

function nameText(one: Property): string {
  const [last = "", first = "", middle = "", before = "", ...after] = namePartsOf(one);
  return [before, first, middle, last, ...after].filter(Boolean).join(" ");
}

/** Whether a name has no other words than the parts of the card's name. */
function saysNoMore(name: string, parts: readonly string[]): boolean {
  const words = (text: string) => foldKey(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const known = new Set(parts.flatMap(words));
  return words(name).every((word) => known.has(word));
}

/** Addresses of e-mail and numbers. */
function reached(row: Row): void {
  const emails = row.entries("emails", "EMAIL");
  // An account has no address of e-mail: where a card says nothing else, it is a contact of its company.
  if (row.isCompany && !hasFacts(row.properties)) row.asPerson(() => row.put("E-mail", emails));
  else row.put("E-mail", emails);
  const phones = row.entries("phones", "TEL");
  // A company has one number, which is no fax where there is another; the others stay together.
  const one = phones.find((phone) => typedValue("phones", phone).type !== "fax") ?? phones[0];
  row.put("Phone", row.isCompany && one ? [typedValue("phones", one).value] : phones);
  row.put("Other numbers", row.isCompany ? phones.filter((phone) => phone !== one) : []);
}

function addresses(row: Row): void {
  const [address, ...others] = addressesOf(row.properties, row.labelOf);
  for (const [name, text] of Object.entries(address?.parts ?? {})) row.put(name, [text], " ");
  row.put("Kind of address", [address?.kind ?? ""], " ");
  row.put(
    "Other addresses",
    others.map(({ text }) => text),
  );
}

/** Labels and types of pages that name no page of their own. */
const PAGES = new Set([
  ...["", "home", "work", "other", "homepage", "home page", "profile", "website", "web", "company", "business"],
  ...["private", "linkedin"],
]);
const isLinkedIn = (text: string) => /^(?:https?:\/\/)?(?:[\w-]+\.)?linkedin\.com\/./i.test(text);

/** Websites and pages of a person elsewhere. */
function links(row: Row): void {
  const pages = row.all("URL").map((one) => {
    const words = [row.labelOf(one) ?? "", ...ownTypes(one.types)].map((word) => ({ word, key: foldKey(word) }));
    const own = words.find(({ key }) => !PAGES.has(key))?.word;
    // The page of a person at home is not that of the company.
    const isPrivate = words.some(({ key }) => key === "home" || key === "private");
    return { text: textOf(one), own, isPrivate };
  });
  for (const { text, own } of pages) if (own !== undefined) row.put(ownColumn(own, "page"), [text]);
  const usual = pages.filter(({ own }) => own === undefined);
  row.put(
    "Private page",
    usual.filter(({ isPrivate }) => isPrivate).map(({ text }) => text),
  );
  const urls = usual.filter(({ isPrivate }) => !isPrivate).map(({ text }) => text);
  const profiles = row.all("X-SOCIALPROFILE", "SOCIALPROFILE").map((one) => ({
    service: serviceOf(one) || (row.labelOf(one) ?? ""),
    text: textOf(one).replace(/^x-apple:/i, ""),
  }));
  const [page, ...morePages] = [...urls, ...profiles.map(({ text }) => text)].filter(isLinkedIn);
  const [site, ...moreSites] = urls.filter((url) => !isLinkedIn(url));
  row.put("LinkedIn", [page ?? ""], " ");
  row.put("Website", [site ?? ""], " ");
  row.put("Other websites", [...moreSites, ...morePages]);
  const others = profiles.filter(({ text }) => !isLinkedIn(text));
  row.put(
    "Social profiles",
    others.map(({ service, text }) => withWord(service, text)),
  );
}

const withWord = (word: string, text: string) => (word === "" ? text : `${word}: ${text}`);

/** The service of an account elsewhere: "Skype". */
const serviceOf = ({ params, types }: Property): string =>
  params.get("X-SERVICE-TYPE") ?? params.get("SERVICE-TYPE") ?? ownTypes(types).join(", ");

/** Any other entry: nothing that a card says is lost. */
function other(row: Row, one: Property): void {
  const column = entryColumn(one.name);
  if (one.name === "CATEGORIES") row.put(column, partsOf(one, ","));
  else if (NAMED_BY_LABEL.has(one.name)) {
    const name = row.labelOf(one) || ownTypes(one.types).join(", ");
    row.put(name === "" ? column : ownColumn(name), [textOf(one)], " ");
  } else if (one.name === "IMPP") row.put(column, [withWord(serviceOf(one), textOf(one).replace(/^x-apple:/i, ""))]);
  else if (PARTED.has(one.name)) row.put(column, [partsOf(one, ";").filter(Boolean).join(", ")], " ");
  else row.put(column, [textOf(one)], " ");
}
