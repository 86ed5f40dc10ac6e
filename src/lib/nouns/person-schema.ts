import { z } from "zod";

/** The other records and members that anonymising a person concerns. */
export const personConsequences = z.object({
  /** The records about the person, whose texts are erased: "2 activities: Call, Visit". */
  linked: z.array(z.string()),
  /** The member who has the same mail address, and stays one; null for nobody. */
  member: z.string().nullable(),
});
export type PersonConsequences = z.output<typeof personConsequences>;

/** Everything that is held on a person. */
export const personFile = z.object({ name: z.string(), content: z.string() });
export type PersonFile = z.output<typeof personFile>;
