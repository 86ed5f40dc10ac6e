import { z } from "zod";
import { timelineIcons } from "@/lib/catalog";
import { listTotal } from "@/lib/list";
import { day, givenDay, id, instant, reference, version } from "@/lib/zod";
import { agendaScopes, agendaSections } from "./rules";

export const todayInput = z.object({
  /** `mine`, or `teams`: also what the members of your teams, and of the teams below, have to do. */
  scope: z.enum(agendaScopes).optional(),
  section: z.enum(agendaSections),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).optional(),
});

/** Something to do at a time, or on a day at no set time. */
export const agendaItem = z
  .object({
    /** Of the item: a record can have several. */
    id: z.string(),
    /** Why the record is here: as an activity, at its close date. */
    source: z.string(),
    /** The kind of record. */
    entity: z.string(),
    recordId: id,
    version: z.int(),
    title: z.string(),
    /** Its type in words: "Call". */
    label: z.string(),
    icon: z.enum(timelineIcons),
    startsAt: instant.nullable(),
    endsAt: instant.nullable(),
    /** Counts where there is no start: an item at no set time. */
    day: day.nullable(),
    doneAt: instant.nullable(),
    owner: reference.nullable(),
    /** The values behind it that an undo restores: of the field that completes it, and whose it is by its own field. */
    stored: z.object({ state: z.string().nullable(), ownerId: id.nullable() }),
    /** The record that it is about; `id` is null where you may not open it. */
    about: z.object({ entity: z.string(), id: id.nullable(), name: z.string() }).nullable(),
    mayEdit: z.boolean(),
  })
  .meta({ id: "AgendaItem" });
export type AgendaItem = z.infer<typeof agendaItem>;

export const todayPage = z.object({ rows: z.array(agendaItem), nextCursor: z.string().nullable() });

export const snoozeInput = z.object({
  /** The item: its source, the kind of its record, and that record. */
  source: z.string().max(50),
  entity: z.string().max(50),
  id,
  version,
  /** A start, or a day at no set time. */
  to: z.union([z.object({ startsAt: instant }), z.object({ day: givenDay })]),
});
/** The version of the record after it. */
export const snoozed = z.object({ version });

export const todayCountsInput = todayInput.pick({ scope: true });
export const todayCounts = z.object({
  /** The day in your time zone, and the zone. */
  today: day,
  timeZone: z.string(),
  overdue: listTotal,
  /** Of today, without those that are done. */
  due: listTotal,
  next7: listTotal,
  done: listTotal,
});

/** The part of a conflict that the page reads of the record of an item. */
export const currentState = z.object({ version: z.int() });
