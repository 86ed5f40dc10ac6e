import { z } from "zod";
import { day, id, instant, memberReference, reference } from "@/lib/zod";
import { type LifecycleStage, lifecycleStages } from "../../contacts/fields";
import { followUpKinds, followUpReasons, followUpScopes } from "./rules";

const scope = z.enum(followUpScopes);

export const followUpsInput = z.object({
  /** `mine`: the records that you own; `teams`: also those of your teams and the teams below; `all`: all that you may see. */
  scope: scope.optional(),
  /** Only records of this kind. */
  entity: z.enum(followUpKinds).optional(),
  reason: z.enum(followUpReasons).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).optional(),
});

/** A record that somebody has to plan something for. */
export const followUp = z
  .object({
    /** The kind of record. */
    entity: z.string(),
    id,
    name: z.string(),
    account: reference.nullable(),
    owner: memberReference.nullable(),
    reason: z.enum(followUpReasons),
    /** When its next step was due or it had to be followed up; else its last activity or its creation. */
    since: instant,
    /** Whether it had an activity; without one, `since` is its creation instead. */
    hadActivity: z.boolean(),
    /** Its next step, if it has one. */
    step: z
      .object({ title: z.string(), at: instant.nullable(), day: day.nullable(), owner: memberReference.nullable() })
      .nullable(),
    version: z.int(),
    mayEdit: z.boolean(),
  })
  .meta({ id: "FollowUp" });
export type FollowUp = z.infer<typeof followUp>;

export const followUpPage = z.object({
  items: z.array(followUp),
  /** The zone by whose days a next step is overdue. */
  timeZone: z.string(),
  nextCursor: z.string().nullable(),
});

export const followUpCountInput = followUpsInput.pick({ scope: true, entity: true, reason: true });
/** Exact up to 1,000; `capped` says that there are more. */
export const followUpCount = z.object({
  total: z.int(),
  capped: z.boolean(),
  /** Whether some record of these members and kinds has a next step with a day; after an import none may have. */
  anyPlanned: z.boolean(),
});

const lifecycle = z.enum(lifecycleStages.map(({ value }) => value) as [LifecycleStage, ...LifecycleStage[]]);
/** The lifecycle stages of the contacts that the follow-up list has; none: no contacts. */
export const followUpSettings = z.object({ lifecycles: z.array(lifecycle).max(lifecycleStages.length) });
