import { joinedValues } from "../cell-values";
import type { EntryKind } from "../fields/entries";
import { typedTexts, typeNamed } from "../fields/entry-types";
import { foldKey } from "../text";
import type { Card } from "./cards";
import { CUSTOM_LABELS, companyColumn, entryColumn, ownColumn } from "./columns";
import { type Property, textOf } from "./property";

/** The cells of a card as they fill, with the labels that stand beside its entries. */
export class Row {
  readonly cells = new Map<string, string>();
  isCompany = false;
  readonly properties: readonly Property[];
  readonly #labels: ReadonlyMap<string, string>;
  /** Groups whose label has a place. */
  readonly #placed = new Set<string>();

  constructor({ properties }: Card) {
    this.properties = properties;
    const labels = properties.filter(({ name, group }) => name === "X-ABLABEL" && group !== "");
    // Apple writes its own labels in signs: _$!<Work>!$_
    this.#labels = new Map(labels.map((one) => [one.group, textOf(one).replace(/^_\$!<(.*)>!\$_$/, "$1")]));
  }

  /** The label of an entry, which the caller gives a place. */
  readonly labelOf = ({ group }: Property): string | undefined => {
    this.#placed.add(group);
    return this.#labels.get(group);
  };

  /** The entries of a name, the preferred one first. */
  readonly all = (...names: string[]): Property[] =>
    byPreference(this.properties.filter((one) => names.includes(one.name) && one.value.trim() !== ""));

  first(name: string): string | undefined {
    const [one] = this.all(name);
    return one && foldKey(textOf(one));
  }

  /** Values of a cell of their own form: several stand as cells have them, or with a sign between. */
  put(column: string, texts: readonly string[], between?: string): void {
    const filled = texts.filter((text) => text !== "");
    if (filled.length === 0) return;
    const name = this.isCompany ? companyColumn(column) : column;
    const text = between === undefined ? joinedValues(filled) : filled.join(between);
    const before = this.cells.get(name);
    this.cells.set(name, before === undefined ? text : `${before}\n${text}`);
  }

  /** Puts into columns of people what a company has no field for. */
  asPerson(put: () => void): void {
    const { isCompany } = this;
    this.isCompany = false;
    put();
    this.isCompany = isCompany;
  }

  /** The addresses of e-mail, and whether each is that of a person at home. */
  emails(): { text: string; isAtHome: boolean }[] {
    return this.all("EMAIL").map((one) => {
      const label = this.labelOf(one);
      const type = label ? typeNamed("emails", label) : typeOf("emails", one.types);
      return { text: reachOf(one), isAtHome: type === "personal" };
    });
  }

  /** Addresses or numbers with their types, as cells have them. */
  entries(kind: EntryKind, name: string): string[] {
    const usual = kind === "emails" ? "work" : "office";
    const found = this.all(name).map((one) => {
      const value = reachOf(one);
      const label = this.labelOf(one);
      const isKnown = label !== undefined && typeNamed(kind, label) !== null;
      const words = [...(label && !isKnown ? [label] : []), ...unknownTypes(kind, one.types)];
      this.#custom(kind, [...new Set(words)], value);
      const type = label ? typeNamed(kind, label) : typeOf(kind, one.types);
      return { value, type: type ?? (words.length > 0 ? "other" : usual) };
    });
    return typedTexts(kind, found);
  }

  /** Each word stands once more beside the value; very many would multiply a long one. */
  #custom(kind: EntryKind, words: readonly string[], value: string): void {
    if (words.length > MOST_WORDS) this.put(CUSTOM_LABELS, [`${words.join(", ")}: ${value}`]);
    else if (kind === "phones") for (const word of words) this.put(ownColumn(word, "number"), [value]);
    else for (const word of words) this.put(CUSTOM_LABELS, [`${word}: ${value}`]);
  }

  /** Labels without a place of their own, with what they stand beside. */
  labels(): void {
    for (const one of this.properties) {
      const label = this.#placed.has(one.group) ? undefined : this.#labels.get(one.group);
      if (!label || /^X-AB(?:LABEL|ADR)$/.test(one.name) || isPlain(label, one.name)) continue;
      this.put(CUSTOM_LABELS, [`${label}: ${textOf(one)}`]);
    }
  }
}

const MOST_WORDS = 5;

const reachOf = (one: Property): string => textOf(one).replace(/^(?:tel|mailto):/i, "");

/** Whether a label says no more than the entry itself. */
const isPlain = (label: string, name: string): boolean =>
  ["home", "work", "other", foldKey(entryColumn(name))].includes(foldKey(label));

const byPreference = (all: readonly Property[]): Property[] => all.toSorted((a, b) => rankOf(a) - rankOf(b));

function rankOf({ types, params }: Property): number {
  const number = Number(params.get("PREF"));
  if (number >= 1 && number <= 100) return number;
  return types.includes("pref") ? 1 : 1_000;
}

/** Words of types that say more than others: a fax at work is a fax. */
const TELLING = ["fax", "pager", "iphone", "cell", "mobile", "main", "work", "home"];
/** Words that say nothing of a person: what a number can do, or how it is written. */
const SAYS_NOTHING = new Set(["pref", "voice", "text", "video", "msg", "internet", "unknown", "custom", "uri"]);

const plainType = (type: string) => type.replace(/^x-/, "");

function typeOf(kind: EntryKind, types: readonly string[]): string | null {
  const known = types.map(plainType).filter((type) => typeNamed(kind, type) !== null);
  const telling = TELLING.find((type) => known.includes(type)) ?? known.find((type) => type !== "internet");
  return telling === undefined ? null : typeNamed(kind, telling);
}

/** The words of types that are none of ours. */
const unknownTypes = (kind: EntryKind, types: readonly string[]): string[] =>
  ownTypes(types).filter((type) => typeNamed(kind, type) === null);

/** The words of types that say something of what they stand beside. */
export const ownTypes = (types: readonly string[]): string[] =>
  types.map(plainType).filter((type) => !SAYS_NOTHING.has(type) && type !== "");
