import { z } from "zod";
import { columnKinds, timelineIcons } from "@/lib/catalog";
import { id, instant, money, shortText } from "@/lib/zod";
import { timelineKinds } from "./rules";

/** A displayed value: references by name, money with its currency, days as `YYYY-MM-DD`. */
const shownValue = z.union([z.string(), z.number(), z.boolean(), money]).nullable();
export type ShownValue = z.infer<typeof shownValue>;

export const fieldChange = z
  .object({
    field: z.string(),
    label: z.string(),
    kind: z.enum(columnKinds),
    /** Its numbers are percentages. */
    percent: z.boolean().optional(),
    before: shownValue,
    after: shownValue,
    /** Of a formatted text: its words that were added and removed; empty where only its formatting changed. */
    segments: z.array(z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() })).optional(),
  })
  .meta({ id: "FieldChange" });
export type FieldChange = z.infer<typeof fieldChange>;

/** All records of an import in one entry, as far as the caller may see them. */
const timelineBatch = z.object({
  label: z.object({ one: z.string(), many: z.string() }),
  count: z.int(),
  /** The count is "at least". */
  more: z.boolean(),
  /** Some of them by name; the timeline's own record comes first. */
  first: z.array(z.object({ id, title: z.string() })),
  /** The source files; `id` is null when the caller may not open the import. */
  import: z.object({ id: id.nullable(), files: z.array(z.string()) }).nullable(),
});
export type TimelineBatch = z.infer<typeof timelineBatch>;

export const timelineEntry = z
  .object({
    id,
    /** The event's name, `opportunity.won`. */
    name: z.string(),
    entity: z.string(),
    entityId: id,
    /** The record's name now, or at its deletion. */
    title: z.string(),
    /** Null: it happened before the import that reported it, and the file did not name an actor. */
    actor: z.object({ id: id.nullable(), name: z.string(), via: z.enum(["app", "api", "system"]) }).nullable(),
    at: instant,
    /** After the actor's name: "moved"; without an actor after the record's: "was won". */
    verb: z.string(),
    icon: z.enum(timelineIcons),
    changes: z.array(fieldChange),
    /** A line below the sentence. */
    detail: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
    batch: timelineBatch.nullable(),
  })
  .meta({ id: "TimelineEntry" });
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const timelineInput = z.object({
  entity: z.string().max(100),
  id,
  /** Also the events of the records below it (an account's subsidiaries). */
  family: z.boolean().optional(),
  /** Only entries of this kind. */
  kind: z.enum(timelineKinds).optional(),
  /** Only what this member did. */
  memberId: id.optional(),
  /** Only changes of this field of the record itself. */
  field: z.string().max(100).optional(),
  /** Only entries that show these words. */
  q: shortText.optional(),
  /** Begins with the newest entry that is not later; without it, at the newest entry. */
  until: instant.optional(),
  cursor: z.string().max(4000).optional(),
  limit: z.int().min(1).max(100).optional(),
});
export const changesInput = z.object({
  /** Objects of the settings: "member", "team". */
  entities: z.array(z.string().max(100)).min(1).max(10),
  cursor: z.string().max(4000).optional(),
  limit: z.int().min(1).max(100).optional(),
});
export const feedInput = z.object({
  /** Only what members of this team and of the teams below it did. */
  teamId: id.optional(),
  /** Only what this member did. */
  memberId: id.optional(),
  /** Only changes of these kinds of record: "account", "task". */
  entities: z.array(z.string().max(100)).min(1).max(20).optional(),
  /** Only entries of this kind. */
  kind: z.enum(timelineKinds).optional(),
  cursor: z.string().max(4000).optional(),
  limit: z.int().min(1).max(100).optional(),
});
export const changesPage = z.object({ rows: z.array(timelineEntry), nextCursor: z.string().nullable() });
export const timeline = changesPage.extend({
  /** Entries that are still to be done, the next first: only on the first page. */
  planned: z.array(timelineEntry),
  /** A search for words read no further back than this in one request; null if it read everything that the page needs. */
  searchedTo: instant.nullable(),
  /** With `until`: the later time that shows some newer entries too; null where the newest entry follows. */
  laterUntil: instant.nullable(),
});
