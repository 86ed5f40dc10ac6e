import { z } from "zod";
import { id } from "@/lib/zod";

/** The most changes of a page. */
const mostChanges = 1_000;

const shape = {
  cursor: z
    .string()
    .max(4_000)
    .optional()
    .meta({ description: "`meta.nextCursor` of the page before. Without it the feed begins now, with an empty page." }),
  limit: z.int().min(1).max(mostChanges).default(200),
  content: z
    .enum(["records", "ids"])
    .default("records")
    .meta({ description: "Whole records as lists show them, or their ids alone." }),
};

export const changesInput = z.object({
  nouns: z.string().max(1_000).optional().meta({
    description:
      "Kinds of record, separated by commas: `account,contact`. Without it all that you may see, or those of the cursor.",
  }),
  ...shape,
});
export const nounChangesInput = z.object({ noun: z.string().min(1).max(60), ...shape });

const recordChange = z
  .object({
    noun: z.string(),
    id,
    change: z.enum(["changed", "removed"]).meta({
      description:
        "`removed`: deleted, erased, or no longer yours to see. Remove it from your copy, which may not have it.",
    }),
    record: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: "The record as it is now; null if it was removed, or only ids were asked for." }),
  })
  .meta({ id: "RecordChange" });
export type RecordChange = z.output<typeof recordChange>;

export const changesPage = z.object({
  rows: z.array(recordChange),
  nextCursor: z.string().meta({ description: "Where the next page begins, now or later." }),
  more: z.boolean().meta({ description: "Whether there is more to read at once." }),
  nouns: z.array(z.string()).meta({ description: "The kinds of record of this answer: those that you may see." }),
});
export type ChangesPage = z.output<typeof changesPage>;
