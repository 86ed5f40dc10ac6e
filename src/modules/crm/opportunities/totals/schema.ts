import { z } from "zod";
import { currency, id } from "@/lib/zod";
import { opportunitySums } from "../board/schema";

export const opportunityTotals = z
  .object({
    won: opportunitySums,
    open: opportunitySums,
    lost: opportunitySums,
    /** Won among decided opportunities in whole per cent; null before the first decision. */
    winRate: z.int().nullable(),
  })
  .meta({ id: "OpportunityTotals" });
export type OpportunityTotals = z.infer<typeof opportunityTotals>;

export const accountTotalsInput = z.object({
  id,
  /** In a large family `members` are those nearest to this account, below it; without it, nearest to `id`. */
  around: id.optional(),
});

export const accountTotals = z
  .object({
    currency,
    /** False when something was left out that you may not see: the figures are then "of what you can see". */
    complete: z.boolean(),
    /** The account itself. */
    own: opportunityTotals,
    /** The account and everything below it. */
    family: opportunityTotals,
    /** The same, one by one, the account first, at most 200; those that you may not see are left out. */
    members: z.array(
      z.object({ id, name: z.string(), parentId: id.nullable(), depth: z.int(), totals: opportunityTotals }),
    ),
  })
  .meta({ id: "AccountTotals" });
export type AccountTotals = z.infer<typeof accountTotals>;
