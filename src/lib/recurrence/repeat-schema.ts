import { z } from "zod";
import { id, instant, version } from "@/lib/zod";
import { recurrenceRule } from "./rule";

export const setRepeatInput = z.object({
  id,
  version,
  /** Null: it no longer repeats. */
  rule: recurrenceRule.nullable(),
});

export const repeatOutput = z
  .object({
    /** Null: it does not repeat. */
    rule: recurrenceRule.nullable(),
    /** The day from which the rule counts. */
    startOn: z.iso.date().nullable(),
    /** The time zone whose days it counts. */
    zone: z.string().nullable(),
    /** The next one could not be made: when that is tried again. */
    triedAgainAt: instant.nullable(),
    /** Why it could not be made; null if it was not tried in vain. */
    reason: z.string().nullable(),
  })
  .meta({ id: "Repetition" });
