import type { DurationLimits } from "./duration-text";
import type { EventDefinition } from "./events";
import type { ChoiceOption } from "./fields/field";
import type { Permission } from "./roles";

/**
 * `emails` and `phones` are lists of entries (`lib/fields/entries.ts`), `choices` of values of a closed list: a cell
 * of a file may hold several, between semicolons. `address` is an object of parts (`lib/address.ts`): timelines show
 * it as one line, files have a column for each part.
 */
export const columnKinds = [
  "text",
  "longText",
  "richText",
  "email",
  "emails",
  "phones",
  "money",
  "currency",
  "integer",
  "decimal",
  "duration",
  "day",
  "instant",
  "enum",
  "choices",
  "boolean",
  "reference",
  "address",
  "links",
] as const;

/** The facts about a domain that platform features (import, lists, search, timeline) may use without importing it. */
export interface CatalogColumn {
  label: string;
  kind: (typeof columnKinds)[number];
  /** The field that it belongs to: the city of an address, the currency of an amount. */
  of?: string;
  required?: boolean;
  /** The country of an address. */
  country?: true;
  /** A number that files may write with a percent sign. */
  percent?: true;
  /** The most decimals of a `decimal`. */
  decimals?: number;
  /** Of a duration: its bounds, and how long a day is. */
  duration?: DurationLimits;
  /** A day that is ahead when it is set: a column of past days is none of it. */
  toCome?: true;
  /** For an amount: the column with its currency in files; without one it is in the workspace's currency. */
  currencyIn?: string;
  /** For an amount: most records have at least so much of it, in major units, for each one of another number. */
  perEach?: { of: string; least: number };
  /** Values of an enum or of choices; in files their synonyms are accepted too. */
  options?: readonly ChoiceOption[];
  /** The list of these options, where workspaces change it. */
  list?: string;
  /** The id of the record itself, as exports have it. */
  ownId?: true;
  /** The mark of rows that stay out: those of deleted records. */
  leavesOut?: true;
  /** Entity that a reference points to; imports find it by that entity's natural keys. */
  to?: string;
  /** A cell may name several records, between semicolons. */
  several?: true;
  /** The field of several records to each of which, of the same row, its value belongs: the role of a contact. */
  ofEach?: string;
  /** The column by which the records of each row are looked up apart, and the answer that says it where that is empty. */
  within?: { field: string; answer: string };
  /** Other names of this column in people's files. */
  synonyms?: readonly string[];
  /** Usual values of a text field; an import suggests the nearest one for a misspelt value. */
  usual?: readonly string[];
  /** The text that it is a part of, or the field that it follows from: timelines show that. */
  partOf?: string;
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
  /**
   * Its files say so: without one of these words in a header or in the file's name, a file is taken for another object. A
   * person confirms the object before anything is made of it.
   */
  recognisedBy?: readonly string[];
  columns: Readonly<Record<string, CatalogColumn>>;
  /** Column sets by which an import recognises an existing record, best first. */
  naturalKeys: readonly (readonly string[])[];
  /** Entities that must be imported before this one. */
  after: readonly string[];
  /** How timelines show each event, by its name: see `timelineLines`. */
  timeline: Readonly<Record<string, TimelineLine>>;
  /** Words of the audit log for events that timelines leave out, by their names. */
  logged?: Readonly<Record<string, string>>;
}

interface TimelineLine {
  /** Follows the actor's name: "changed", "moved". */
  verb: string;
  icon: TimelineIcon;
  /** Its kind in the filter, if the icon does not say it. */
  kind?: EntryKind;
  /** Left out when this field changed too: another event of the same act shows it. */
  unless?: string;
  /** Shown only to members with this right: who may not read the current state may not read its history. */
  needs?: Permission;
  /** A line below the sentence, from the data of the event. */
  detail?: (data: Readonly<Record<string, unknown>>) => string;
  /** Names of other records in that data. Their ids are under `id` in the parts that changed, in the column `parts`. */
  refers?: readonly { name: string; entity: string; parts: string; id: string }[];
  /** The key of that data with the ids of other records, whose names are that line, after a word: the members that a team got. */
  names?: { key: string; entity: string; word?: string };
  /** Counts as activity on the record: created or moved, not only edited. */
  touch?: true;
}

export const timelineIcons = [
  "create",
  "edit",
  "move",
  "won",
  "lost",
  "archive",
  "import",
  "person",
  "call",
  "email",
  "meeting",
  "note",
  "task",
  "message",
  "comment",
] as const;
export type TimelineIcon = (typeof timelineIcons)[number];

/** The kinds of entries by which people filter a timeline. */
export const entryKinds = [
  "calls",
  "emails",
  "meetings",
  "notes",
  "tasks",
  "comments",
  "changes",
  "stages",
  "people",
  "imports",
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** A line for each event of a domain; null for an event that timelines leave out. */
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
