import type { EventDefinition } from "./events";
import type { Permission } from "./roles";

/** `address` is an object of parts (`lib/address.ts`): timelines tell it as one line, files give each part by itself. */
export const columnKinds = [
  "text",
  "longText",
  "email",
  "money",
  "currency",
  "integer",
  "day",
  "instant",
  "enum",
  "boolean",
  "reference",
  "address",
] as const;

/** What platform features (import, lists, search, timeline) may know of a domain without importing it. */
export interface CatalogColumn {
  label: string;
  kind: (typeof columnKinds)[number];
  /** The field of which it is a part: the city of an address, the currency of an amount. */
  of?: string;
  required?: boolean;
  /** An integer that files may write with a percent sign. */
  percent?: true;
  /** Of an amount: the column in which files say its currency; without one it is in the workspace's. */
  currencyIn?: string;
  /** Values of an enum; files know them by synonyms too. */
  options?: readonly { value: string; label: string; synonyms?: readonly string[] }[];
  /** Entity that a reference points to; imports resolve it by that entity's natural keys. */
  to?: string;
  /** Other names that people give this column in their files. */
  synonyms?: readonly string[];
  /** Usual values of a text field; an import offers the near one for a misspelt value. */
  usual?: readonly string[];
  /** False for fields that an import cannot set. */
  importable?: boolean;
}

export interface Catalog {
  entity: string;
  /** First segment of its addresses: `/acme/accounts`, `/api/v1/accounts`. */
  path: string;
  label: { one: string; many: string };
  /** Other names under which other products export it. */
  alsoCalled?: readonly string[];
  columns: Readonly<Record<string, CatalogColumn>>;
  /** Column sets by which an import recognises a row that exists, best first. */
  naturalKeys: readonly (readonly string[])[];
  /** Entities that must be imported before this one. */
  after: readonly string[];
  /** How timelines tell each event, by its name: see `timelineLines`. */
  timeline: Readonly<Record<string, TimelineLine>>;
}

interface TimelineLine {
  /** After the actor's name: "changed", "moved". */
  verb: string;
  icon: TimelineIcon;
  /** Left out when this field changed with it: another event of the same act tells it. */
  unless?: string;
  /** Told only to those who have this right: who may not read the present state is not told how it came about. */
  needs?: Permission;
  /** The record was touched by it: made or moved, not only edited. */
  touch?: true;
}

export const timelineIcons = ["create", "edit", "move", "won", "lost", "archive", "import", "person"] as const;
export type TimelineIcon = (typeof timelineIcons)[number];

/** A line for each event of a domain; null for one that timelines leave out. */
export function timelineLines<E extends Readonly<Record<string, EventDefinition>>>(
  events: E,
  lines: { [Verb in keyof E]: TimelineLine | null },
): Catalog["timeline"] {
  return Object.fromEntries(
    Object.entries(events).flatMap(([verb, { name }]) => {
      const line = lines[verb];
      return line ? [[name, line]] : [];
    }),
  );
}

export function defineCatalog<const C extends Catalog>(catalog: C): C {
  return catalog;
}
