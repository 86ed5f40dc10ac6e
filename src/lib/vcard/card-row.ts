import { joinedValues } from "../cell-values";
import type { EntryKind } from "../fields/entries";
import { typedTexts, typedValue, typeNamed } from "../fields/entry-types";
import { foldKey } from "../text";
import { addressesOf } from "./addresses";
import type { Card } from "./cards";
import { type Property, partsOf, textOf } from "./property";

/** The columns of cards in the order of the table; further ones follow in the order of the file. */
export const usualColumns = [
  ...["First name", "Last name", "Full name", "E-mail", "Phone", "Company", "Department", "Job title"],
  ...["Street", "Address line 2", "PO box", "Postal code", "City", "State", "Country", "Website", "LinkedIn"],
  ...["Company phone", "Company e-mail", "Company website", "Company street", "Company address line 2"],
  ...["Company PO box", "Company postal code", "Company city", "Company state", "Company country"],
  ...["Company description", "Birthday", "Note", "Tags"],
];

/** The cells of a card, by columns of the table. */
export interface CardRow {
  cells: Map<string, string>;
  /** Why it is no record. */
  issue: string | null;
}

/** Entries that say how a card is written or shown, and nothing of a person; and those that are read by name. */
const TECHNICAL = new Set(
  ["VERSION", "PRODID", "REV", "CLIENTPIDMAP", "KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS"].concat([
    "X-ABLABEL",
    "X-ABADR",
    "N",
    "FN",
    "ORG",
    "EMAIL",
    "TEL",
    "ADR",
    "URL",
    "X-SOCIALPROFILE",
  ]),
);

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
};

/** A card as a row of the table. */
export function cardRow(card: Card): CardRow {
  const row = new Row(card);
  const kind = row.first("KIND") ?? row.first("X-ADDRESSBOOKSERVER-KIND");
  const isCompany = row.names();
  const before = isCompany ? "Company " : "";
  const column = (name: string) => (isCompany ? `Company ${name.charAt(0).toLowerCase()}${name.slice(1)}` : name);
  row.put(isCompany ? "Company e-mail" : "E-mail", row.entries("emails", "EMAIL"));
  const phones = row.entries("phones", "TEL");
  // A company has one number, which is no fax where there is another; the others stay together.
  const one = phones.find((phone) => typedValue("phones", phone).type !== "fax") ?? phones[0];
  row.put(column("Phone"), isCompany && one ? [typedValue("phones", one).value] : phones);
  row.put("Company other numbers", isCompany ? phones.filter((phone) => phone !== one) : []);
  const [address, ...others] = addressesOf(card.properties, row.labelOf);
  for (const [name, text] of Object.entries(address?.parts ?? {})) {
    row.put(name === "PO box" && isCompany ? "Company PO box" : column(name), [text]);
  }
  row.put(
    "Other addresses",
    others.map(({ text }) => text),
  );
  row.links(`${before}website`.replace(/^w/, "W"));
  row.others(isCompany);
  return { cells: row.cells, issue: kind === "group" ? GROUP : null };
}

const GROUP = "This card is a group of contacts, not a person or a company. Its members have cards of their own.";

class Row {
  readonly cells = new Map<string, string>();
  readonly #card: Card;
  readonly #labels: ReadonlyMap<string, string>;

  constructor(card: Card) {
    this.#card = card;
    const labels = card.properties.filter(
      ({ name, group, value }) => name === "X-ABLABEL" && group !== "" && value.trim() !== "",
    );
    // Apple writes its own labels in signs: _$!<Work>!$_
    this.#labels = new Map(labels.map((one) => [one.group, textOf(one).replace(/^_\$!<(.*)>!\$_$/, "$1")]));
  }

  readonly labelOf = ({ group }: Property): string | undefined => this.#labels.get(group);

  readonly all = (name: string): Property[] =>
    byPreference(this.#card.properties.filter((one) => one.name === name && one.value.trim() !== ""));

  first(name: string): string | undefined {
    const [one] = this.all(name);
    return one && foldKey(textOf(one));
  }

  put(column: string, texts: readonly string[], between?: string): void {
    const filled = texts.filter((text) => text !== "");
    if (filled.length === 0) return;
    const [before, text] = [this.cells.get(column), between ? filled.join(between) : joinedValues(filled)];
    const whole = filled.length === 1 && between !== undefined ? (filled[0] ?? "") : text;
    this.cells.set(column, before === undefined ? whole : `${before}\n${whole}`);
  }

  /** Name and organisation; whether the card is that of a company: it has the name of an organisation and of no person. */
  names(): boolean {
    const [n] = this.all("N");
    const [last = "", first = "", middle = "", before = "", after = ""] = n ? partsOf(n.value, ";") : [];
    const [fn, ...more] = this.all("FN").map(textOf);
    const [org] = this.all("ORG");
    const [company = "", ...units] = org ? partsOf(org.value, ";") : [];
    const isNamed = last !== "" || first !== "";
    const says = this.first("X-ABSHOWAS") === "company" || ["org", "organization"].includes(this.first("KIND") ?? "");
    const isSame = fn === undefined || foldKey(fn) === foldKey(company) || foldKey(fn) === foldKey(units.join(" "));
    const isCompany = !isNamed && (company !== "" ? isSame || says : says && fn !== undefined);
    const name = company || (isCompany ? (fn ?? "") : "");
    this.plain("Last name", last);
    this.plain("First name", first);
    this.plain("Middle name", middle);
    this.plain("Name prefix", before);
    this.plain("Name suffix", after);
    if (!isNamed && !isCompany) this.plain("Full name", fn ?? "");
    else if (fn !== undefined && !saysNoMore(fn, [last, first, middle, before, after, name]))
      this.plain("Shown as", fn);
    this.put("Shown as", more, "\n");
    this.plain("Company", name);
    this.put(isCompany ? "Company department" : "Department", units, ", ");
    this.put(
      "Other companies",
      this.all("ORG")
        .slice(1)
        .map(({ value }) => partsOf(value, ";").filter(Boolean).join(", ")),
    );
    return isCompany;
  }

  plain(column: string, text: string): void {
    this.put(
      column,
      [text.replace(/,(?=\S)/g, " ")].filter(() => text !== ""),
      " ",
    );
  }

  /** Addresses or numbers with their types, as cells have them. */
  entries(kind: EntryKind, name: string): string[] {
    const found = this.all(name).map((one) => {
      const value = textOf(one).replace(/^(?:tel|mailto):/i, "");
      const label = this.labelOf(one);
      const type = label === undefined ? typeOf(kind, one.types) : (typeNamed(kind, label) ?? "other");
      if (label !== undefined && typeNamed(kind, label) === null) this.put("Custom labels", [`${label}: ${value}`]);
      return { value, type: type ?? "" };
    });
    const usual = kind === "emails" ? "work" : "office";
    return typedTexts(
      kind,
      found.map(({ value, type }) => ({ value, type: type || usual })),
    );
  }

  /** Websites and pages of a person elsewhere. */
  links(website: string): void {
    const all = this.all("URL");
    // The page of a person at home is not that of the company.
    const isPrivate = ({ types }: Property) => types.includes("home");
    const urls = all.filter((one) => !isPrivate(one)).map(textOf);
    this.put("Private page", all.filter(isPrivate).map(textOf));
    const profiles = this.all("X-SOCIALPROFILE").map((one) => {
      const [service = ""] = one.types.filter((type) => type !== "pref");
      return { service, text: textOf(one).replace(/^x-apple:/i, "") };
    });
    const isLinkedIn = (text: string) => /^(?:https?:\/\/)?(?:[\w-]+\.)?linkedin\.com\/./i.test(text);
    const linked = [...urls, ...profiles.map(({ text }) => text)].filter(isLinkedIn);
    const [page, ...morePages] = linked;
    const [site, ...moreSites] = urls.filter((url) => !isLinkedIn(url));
    this.put("LinkedIn", [page ?? ""], " ");
    this.put(website, [site ?? ""], " ");
    this.put("Other websites", [...moreSites, ...morePages]);
    const others = profiles.filter(({ text }) => !isLinkedIn(text));
    this.put(
      "Social profiles",
      others.map(({ service, text }) => (service === "" ? text : `${service}: ${text}`)),
    );
  }

  /** All other entries: nothing that a card says is lost. */
  others(isCompany: boolean): void {
    for (const one of this.#card.properties) {
      if (TECHNICAL.has(one.name)) continue;
      const column = one.name === "NOTE" && isCompany ? "Company description" : labelOf(one.name);
      const texts = one.name === "CATEGORIES" ? partsOf(one.value, ",") : [otherText(one)];
      this.put(column, texts, one.name === "CATEGORIES" ? undefined : " ");
    }
  }
}

/** Several parts stay apart: X-ABRELATEDNAMES, GENDER and others of version 4. */
const otherText = (one: Property): string =>
  one.name === "NOTE" || !/(?<!\\);/.test(one.value) ? textOf(one) : partsOf(one.value, ";").filter(Boolean).join(", ");

/** "X-PHONETIC-FIRST-NAME": Phonetic first name. */
function labelOf(name: string): string {
  const known = LABELS[name];
  if (known !== undefined) return known;
  const words = name.replace(/^X-/, "").replaceAll("-", " ").toLowerCase().trim();
  return words === "" ? name : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** The preferred one first; else as they stand. */
const byPreference = (all: readonly Property[]): Property[] => all.toSorted((a, b) => rankOf(a) - rankOf(b));

function rankOf({ types, params }: Property): number {
  const number = Number(params.get("PREF"));
  if (number >= 1 && number <= 100) return number;
  return types.includes("pref") ? 1 : 1_000;
}

/** Words of types that say more than others: a fax at work is a fax. */
const TELLING = ["fax", "pager", "iphone", "cell", "mobile", "main", "work", "home"];

function typeOf(kind: EntryKind, types: readonly string[]): string | null {
  const known = types.map((type) => type.replace(/^x-/, "")).filter((type) => typeNamed(kind, type) !== null);
  const telling = TELLING.find((type) => known.includes(type)) ?? known.find((type) => type !== "internet");
  return telling === undefined ? null : typeNamed(kind, telling);
}

/** Whether a name has no other words than the parts of the card's name. */
function saysNoMore(name: string, parts: readonly string[]): boolean {
  const words = (text: string) => foldKey(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const known = new Set(parts.flatMap(words));
  return words(name).every((word) => known.has(word));
}
