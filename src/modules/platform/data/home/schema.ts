import { z } from "zod";
import { conditionSchema } from "@/lib/list";
import { currency, day, id } from "@/lib/zod";

/** The people whose records the figures have: all that you may see, yours, those of your teams, of one member or of one team. */
export const homePeople = z.union([z.enum(["all", "mine", "teams"]), z.object({ owner: id }), z.object({ team: id })]);

export const tileInput = z.object({
  /** The name of the figures, such as those of the pipeline. */
  tile: z.string().min(1).max(50),
  people: homePeople.optional(),
  /** The field that divides the figures, where there is a choice. */
  by: z.string().min(1).max(100).optional(),
  /** The period, where there is a choice, as a relative date. */
  period: z.string().min(1).max(50).optional(),
});

const figure = z.object({
  value: z.string().nullable(),
  label: z.string().nullable(),
  conditions: z.array(conditionSchema),
  count: z.int(),
  sums: z.array(
    z.object({
      currency,
      count: z.int(),
      total: z.int(),
      weighted: z.int().nullable(),
      /** Records with an amount that `weighted` leaves out, as they have no probability. */
      withoutProbability: z.int().nullable(),
    }),
  ),
  days: z.object({ count: z.int(), total: z.number() }).nullable(),
});

/** The figures of a tile; each has the conditions by which a list shows exactly its records. */
export const tileAnswer = z.object({
  today: day,
  /** False where you may see only some of the records: the figures are then "of the records that you can see". */
  complete: z.boolean(),
  /** Null where you may not read the fields that the figures follow from. */
  series: z
    .array(z.object({ name: z.string(), conditions: z.array(conditionSchema), figures: z.array(figure) }))
    .nullable(),
});
