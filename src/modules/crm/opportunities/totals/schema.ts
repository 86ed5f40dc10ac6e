import { z } from "zod";
import { currency, id, money } from "@/lib/zod";
import { otherCurrency } from "../board/schema";

/** Deals of one status: their number and amounts; the workspace's currency apart from others. */
export const dealSums = z
  .object({
    count: z.int(),
    total: money,
    weighted: money,
    others: z.array(otherCurrency),
  })
  .meta({ id: "OpportunitySums" });
export type DealSums = z.infer<typeof dealSums>;

export const dealTotals = z
  .object({
    won: dealSums,
    open: dealSums,
    lost: dealSums,
    /** Won among decided deals in whole per cent; null before the first decision. */
    winRate: z.int().nullable(),
  })
  .meta({ id: "OpportunityTotals" });
export type DealTotals = z.infer<typeof dealTotals>;

export const accountTotalsInput = z.object({
  id,
  /** Of a large family `members` are those nearest to this account below it; without it, nearest to `id`. */
  around: id.optional(),
});

export const accountTotals = z
  .object({
    currency,
    /** False when something was left out that you may not see: the figures are then "of what you can see". */
    complete: z.boolean(),
    /** The account itself. */
    own: dealTotals,
    /** The account and everything below it. */
    family: dealTotals,
    /** The same, one by one, the account first, at most 200; those that you may not see are left out. */
    members: z.array(z.object({ id, name: z.string(), parentId: id.nullable(), depth: z.int(), totals: dealTotals })),
  })
  .meta({ id: "AccountTotals" });
export type AccountTotals = z.infer<typeof accountTotals>;

/** Deals by the member who owns them; members without any are left out. */
export const dealsByOwner = z.array(z.object({ memberId: id, count: z.int() }));
