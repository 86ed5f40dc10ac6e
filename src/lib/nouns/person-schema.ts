import { z } from "zod";

/** Whether texts lose the person, by kinds ("opportunity") and by single places ("opportunity:<id>"). */
export const mentionChoices = z
  .record(z.string().max(120), z.boolean())
  .refine((given) => Object.keys(given).length <= 1_000, "Choose at most 1,000 places, or whole kinds.");
export type MentionChoices = z.output<typeof mentionChoices>;

/** How an event says what is to be erased from texts elsewhere. */
export const mentionRequest = z.object({
  ...{ sure: z.string(), every: z.string(), rough: z.string(), addresses: z.string() },
  shared: z.array(z.string()),
  choices: mentionChoices,
});

/** The choice for a place; null where nobody chose: then the texts that are surely of the person go. */
export const chosenFor = (choices: MentionChoices, place: string, group: string): boolean | null =>
  choices[place] ?? choices[group] ?? null;

/** A text that mentions the person. */
const mention = z.object({
  /** By which it is chosen: "opportunity:<id>". */
  key: z.string(),
  /** The record that has the text, and its kind; null where it has no page. */
  record: z.object({ entity: z.string(), id: z.uuid() }).nullable(),
  name: z.string().nullable(),
  before: z.string(),
  match: z.string(),
  after: z.string(),
  /** It is surely of the person. Otherwise it may mean somebody or something else, and stays unless it is chosen. */
  sure: z.boolean(),
});
export type Mention = z.output<typeof mention>;

const mentionGroup = z.object({
  key: z.string(),
  /** "Opportunities" */
  label: z.string(),
  places: z.array(mention),
  /** Further places that cannot be shown, or are beyond the first. */
  others: z.int(),
  /** Whether all texts of the kind were looked through. Of the others those that are surely of the person go, unless it is left out. */
  complete: z.boolean(),
});
export type MentionGroup = z.output<typeof mentionGroup>;

/** The other records and members that anonymising a person concerns. */
export const personConsequences = z.object({
  /** The records about the person, whose texts are erased: "2 activities: Call, Visit". */
  linked: z.array(z.string()),
  /** The texts elsewhere that mention the person. */
  mentions: z.array(mentionGroup),
  /** Whether all texts were looked through: in a large workspace there are more than are counted. */
  complete: z.boolean(),
  /** The other people with the same name or address, whose own records stay as they are. */
  alike: z.int(),
  /** The member who has the same mail address, and stays one; null for nobody. */
  member: z.string().nullable(),
  /** The connected services that hold the person too, and where the record can be deleted: "HubSpot". */
  elsewhere: z.array(z.string()),
});
export const elsewhereChoices = ["leave", "delete"] as const;
/** Whether the records of an erased person in connected services stay. */
export type ElsewhereChoice = (typeof elsewhereChoices)[number];
export type PersonConsequences = z.output<typeof personConsequences>;

/** Everything that is held on a person. */
export const personFile = z.object({ name: z.string(), content: z.string() });
export type PersonFile = z.output<typeof personFile>;
