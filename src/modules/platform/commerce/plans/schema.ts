import { z } from "zod";
import { standings } from "@/lib/entitlements";
import { licenceKeys } from "@/lib/licences";
import { limitKeys, planKeys } from "@/lib/plans";
import { day } from "@/lib/zod";

const prices = z.object({ month: z.int(), year: z.int() });

export const moduleStates = ["included", "on", "trial", "off"] as const;

const planModule = z
  .object({
    module: z.enum(licenceKeys),
    label: z.string(),
    purpose: z.string(),
    group: z.enum(["core", "ai", "integration"]),
    state: z.enum(moduleStates),
    /** It belongs to the plan itself, and costs nothing beside it. */
    included: z.boolean(),
    /** Paid for besides the plan. */
    bought: z.boolean(),
    /** On, or it can be switched on without buying it. */
    allowed: z.boolean(),
    trialEndsAt: z.iso.datetime().nullable(),
    /** The first trial of 14 days is still to come. */
    mayTry: z.boolean(),
    /** Minor units; null where it is not sold alone. */
    prices: prices.nullable(),
    /** `used` is null while the module is off, and for a limit of each of several records. */
    limits: z.array(
      z.object({ used: z.int().nullable(), most: z.int().nullable(), one: z.string(), many: z.string() }),
    ),
  })
  .meta({ id: "PlanModule" });

const planLimit = z
  .object({
    limit: z.enum(limitKeys),
    label: z.string(),
    one: z.string(),
    many: z.string(),
    per: z.enum(["month"]).nullable(),
    used: z.int().nullable(),
    /** Null: no limit. */
    most: z.int().nullable(),
    /** The day on which a limit of a month starts again. */
    resetsOn: day.nullable(),
  })
  .meta({ id: "PlanLimit" });

const offeredPlan = z
  .object({
    plan: z.enum(planKeys),
    label: z.string(),
    seat: prices.nullable(),
    limits: z.record(z.enum(limitKeys), z.int().nullable()),
    requestsPerMinute: z.int(),
    modules: z.enum(["core", "addOns", "all"]),
  })
  .meta({ id: "OfferedPlan" });

const overLimit = z
  .object({
    limit: z.enum(limitKeys),
    used: z.int(),
    most: z.int(),
    /** Those that are read-only, or become so; none for members who may not manage the workspace. */
    names: z.array(z.string()),
  })
  .meta({ id: "OverLimit" });

export const planOverview = z
  .object({
    plan: z.enum(planKeys),
    label: z.string(),
    standing: z.enum(standings),
    interval: z.enum(["month", "year"]).nullable(),
    currency: z.string(),
    requestsPerMinute: z.int(),
    trialEndsAt: z.iso.datetime().nullable(),
    cancelAt: z.iso.datetime().nullable(),
    readOnly: z.object({ since: z.iso.datetime(), reason: z.string() }).nullable(),
    /** `invited` hold a seat until they expire; `waiting` are invited as soon as one is free. */
    seats: z.object({
      used: z.int(),
      most: z.int().nullable(),
      paid: z.int().nullable(),
      invited: z.int(),
      waiting: z.int(),
    }),
    limits: z.array(planLimit),
    /** More than the plan has, after a move to a smaller one: what is read-only now. */
    over: z.array(overLimit),
    modules: z.array(planModule),
    plans: z.array(offeredPlan),
  })
  .meta({ id: "Plan" });
export type PlanOverview = z.infer<typeof planOverview>;
export type PlanModuleRow = PlanOverview["modules"][number];

export const setModuleInput = z.object({ module: z.enum(licenceKeys), on: z.boolean() });
export const tryModuleInput = z.object({ module: z.enum(licenceKeys) });
export const overLimitsInput = z.object({ plan: z.enum(planKeys) });

/** Everything that becomes read-only, or off, under another plan. */
export const overLimitsOutput = z
  .object({
    plan: z.enum(planKeys),
    limits: z.array(overLimit),
    modules: z.array(z.object({ module: z.enum(licenceKeys), label: z.string() })),
  })
  .meta({ id: "PlanExcess" });
export type OverLimits = z.infer<typeof overLimitsOutput>;

export const chooseSeatsInput = z.object({ memberIds: z.array(z.uuid()).max(500) });
const seatHolder = z
  .object({ memberId: z.uuid(), name: z.string(), role: z.string(), keeps: z.boolean(), chosen: z.boolean() })
  .meta({ id: "SeatHolder" });
export type SeatHolder = z.infer<typeof seatHolder>;
export const seatHolders = z.array(seatHolder);
