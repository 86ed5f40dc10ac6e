import { z } from "zod";

/** The consequences of a deletion for good, each counted and with some names. */
export const consequences = z.object({
  /** Why it is refused, and what to do; null if nothing needs the record. */
  held: z.string().nullable(),
  /** The records that need it. */
  needs: z.array(z.string()),
  /** Deleted with it. */
  goes: z.array(z.string()),
  /** Not deleted, but linked to it until then. */
  stays: z.array(z.string()),
});
export type Consequences = z.output<typeof consequences>;
