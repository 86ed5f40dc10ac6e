import { z } from "zod";

/** The other records and members that anonymising a person concerns. */
export const personConsequences = z.object({
  /** The records about the person, whose texts are erased: "2 activities: Call, Visit". */
  linked: z.array(z.string()),
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
