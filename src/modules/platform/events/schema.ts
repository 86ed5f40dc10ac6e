import { z } from "zod";
import { columnKinds, timelineIcons } from "@/lib/catalog";
import { id, instant, money } from "@/lib/zod";

/** A value as it is shown: references by name, money with its currency, days as `YYYY-MM-DD`. */
const shownValue = z.union([z.string(), z.number(), z.boolean(), money]).nullable();
export type ShownValue = z.infer<typeof shownValue>;

export const fieldChange = z.object({
  field: z.string(),
  label: z.string(),
  kind: z.enum(columnKinds),
  before: shownValue,
  after: shownValue,
});
export type FieldChange = z.infer<typeof fieldChange>;

export const timelineEntry = z.object({
  id,
  /** The event's name, `opportunity.won`. */
  name: z.string(),
  entity: z.string(),
  entityId: id,
  /** What the record is called now, or was called when it was deleted. */
  title: z.string(),
  actor: z.object({ id: id.nullable(), name: z.string(), via: z.enum(["app", "api", "system"]) }),
  at: instant,
  /** After the actor's name: "moved". */
  verb: z.string(),
  icon: z.enum(timelineIcons),
  changes: z.array(fieldChange),
  data: z.record(z.string(), z.unknown()),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const timelineInput = z.object({
  entity: z.string().max(100),
  id,
  /** Also what happened to the records below it (an account's subsidiaries). */
  family: z.boolean().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).optional(),
});
export const timeline = z.object({ rows: z.array(timelineEntry), nextCursor: z.string().nullable() });
