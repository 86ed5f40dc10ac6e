import { z } from "zod";
import { counted, plainLocale } from "@/lib/counted";
import { day, givenMoney, id, instant, money, reference, version } from "@/lib/zod";

/** The most budgets of a workspace, archived ones included. */
export const maxBudgets = 200;

export const budgetScopes = ["workspace", "team", "member"] as const;
const scope = z.enum(budgetScopes).meta({ id: "BudgetScope" });
const amount = givenMoney.refine(({ amount }) => amount > 0, {
  path: ["amount"],
  error: "The amount must be above zero.",
});
/** Units of the budget's currency that one USD counts as. */
const ratePerUsd = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,8})?$/, "Type a number above zero, such as 0.92.")
  .refine((text) => Number(text) > 0, "Type a number above zero, such as 0.92.");
const mostThresholds = 10;
const thresholds = z
  .array(z.int().min(1, "Use whole percentages from 1 to 1,000.").max(1_000, "Use whole percentages from 1 to 1,000."))
  .min(1, "Choose at least one share at which people are notified.")
  .max(mostThresholds)
  .refine((all) => new Set(all).size === all.length, "Name each share once.");
const mostNotified = 50;
const memberIds = z
  .array(id)
  .max(mostNotified, `Choose at most ${counted(mostNotified, { one: "member", many: "members" }, plainLocale)}.`)
  .refine((all) => new Set(all).size === all.length, "Name each member once.");

/** A budget with what this month has spent of it. */
export const budget = z
  .object({
    id,
    kind: z.enum(["usage"]),
    scope,
    team: reference.nullable(),
    member: reference.nullable(),
    amount: money,
    ratePerUsd: z.string().nullable(),
    thresholds: z.array(z.int()),
    stops: z.boolean(),
    /** Notified in addition to the owners. */
    told: z.array(reference),
    archivedAt: instant.nullable(),
    version,
    mayEdit: z.boolean(),
    /** Estimated from the meters: spent, held by work under way, and expected by the end of this month. */
    spent: money,
    held: money,
    share: z.int(),
    forecast: money,
    /** The day on which it is used up, so far or by the forecast. */
    overOn: day.nullable(),
  })
  .meta({ id: "Budget" });
export const budgetList = z.array(budget);

export const listBudgetsInput = z.object({ archived: z.boolean().optional() });
export const createBudgetInput = z.object({
  scope,
  teamId: id.nullable().optional(),
  memberId: id.nullable().optional(),
  amount,
  ratePerUsd: ratePerUsd.nullable().optional(),
  thresholds: thresholds.optional(),
  stops: z.boolean().optional(),
  memberIds: memberIds.optional(),
});
export const updateBudgetInput = z.object({
  id,
  version,
  amount: amount.optional(),
  ratePerUsd: ratePerUsd.nullable().optional(),
  thresholds: thresholds.optional(),
  stops: z.boolean().optional(),
  memberIds: memberIds.optional(),
});
export const budgetVersionInput = z.object({ id, version });
export const budgetAnswer = budget
  .omit({ spent: true, held: true, share: true, forecast: true, overOn: true })
  .meta({ id: "BudgetSettings" });
export type BudgetSettings = z.infer<typeof budgetAnswer>;
