import { z } from "zod";
import { archiveActions, bulkInput } from "@/lib/bulk";
import {
  currency,
  day,
  givenDay,
  givenMoney,
  id,
  instant,
  longText,
  memberReference,
  money,
  page,
  queryText,
  reference,
  shortText,
  version,
} from "@/lib/zod";
import { stageTypes } from "../pipelines/schema";

export const leadSources = [
  "website",
  "referral",
  "social_media",
  "email_campaign",
  "paid_ad",
  "event",
  "cold_outreach",
  "partner",
  "other",
] as const;

/** none · due: past the stage's rot days without a touch · over: past twice of it. */
export const rotLevels = ["none", "due", "over"] as const;

const percent = z.int().min(0, "Use a per cent from 0 to 100.").max(100, "Use a per cent from 0 to 100.");
/** Bounded so that an amount times its per cent, and totals of real pipelines, stay exact integers. */
const dealMoney = givenMoney.refine(
  ({ amount }) => Math.abs(amount) <= 1e15,
  "Use at most 1,000,000,000,000,000 minor units.",
);

export const stageReference = z
  .object({
    id,
    name: z.string(),
    type: z.enum(stageTypes),
    color: z.int(),
    position: z.int(),
    probability: percent,
  })
  .meta({ id: "StageReference" });

/** What a board card and a list row show of a deal. */
export const card = z
  .object({
    id,
    name: z.string(),
    stageId: id,
    pipelineId: id,
    status: z.enum(stageTypes),
    account: reference.nullable(),
    owner: memberReference.nullable(),
    amount: money.nullable(),
    /** Per cent in force: the deal's own, or else its stage's. */
    probability: percent,
    /** The deal's own probability; null when it follows its stage. */
    ownProbability: percent.nullable(),
    weightedAmount: money.nullable(),
    expectedCloseDate: day.nullable(),
    actualCloseDate: day.nullable(),
    /** How often the expected close date was moved to a later day. */
    closeDatePushes: z.int(),
    /** Null: in this stage since before its import. */
    stageEnteredAt: instant.nullable(),
    /** Last activity or move. */
    touchedAt: instant.nullable(),
    /** Whole days in this stage, null when unknown. */
    ageDays: z.int().nullable(),
    rot: z.enum(rotLevels),
    rank: z.string(),
    archivedAt: instant.nullable(),
    version,
    mayEdit: z.boolean(),
  })
  .meta({ id: "OpportunityCard" });
export type OpportunityCard = z.infer<typeof card>;

export const opportunity = card
  .extend({
    description: z.string().nullable(),
    pipeline: reference,
    stage: stageReference,
    currency,
    closedAt: instant.nullable(),
    lossReason: reference.nullable(),
    lossDetail: z.string().nullable(),
    competitor: reference.nullable(),
    leadSource: z.enum(leadSources).nullable(),
    externalId: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: "Opportunity" });
export type Opportunity = z.infer<typeof opportunity>;
export const opportunityPage = page(opportunity);

export const opportunityInput = z.object({
  name: shortText,
  description: longText.nullable(),
  accountId: id.nullable(),
  amount: dealMoney.nullable(),
  probability: percent.nullable(),
  expectedCloseDate: givenDay.nullable(),
  ownerId: id.nullable(),
  leadSource: z.enum(leadSources).nullable(),
  competitorId: id.nullable(),
});
export type OpportunityInput = z.infer<typeof opportunityInput>;

const outcomeInput = z.object({
  /** Only of a closed deal. */
  actualCloseDate: givenDay,
  /** Only of a lost deal. */
  lossReasonId: id.nullable(),
  lossDetail: longText.nullable(),
});
export type OutcomeInput = z.infer<typeof outcomeInput>;

export const createOpportunityInput = opportunityInput.partial().extend({
  name: shortText,
  /** Without a stage: the first open stage of the pipeline; without a pipeline: the default one. */
  pipelineId: id.optional(),
  stageId: id.optional(),
  ...outcomeInput.partial().shape,
});
export const updateOpportunityInput = opportunityInput.partial().extend({
  id,
  version,
  ...outcomeInput.partial().shape,
});
export const opportunityIdInput = z.object({ id });
export const opportunityVersionInput = z.object({ id, version });

export const moveOpportunityInput = z.object({
  id,
  /** The version that the mover saw; without it the move is made whatever happened meanwhile. */
  version: version.optional(),
  stageId: id,
  /** The deal that this one then stands in front of, and the one that it follows; without both it comes first. */
  before: id.optional(),
  after: id.optional(),
  lossReasonId: id.optional(),
  lossDetail: longText.optional(),
  actualCloseDate: givenDay.optional(),
  /** With a new stage: the value that it then has, in its currency. */
  amount: dealMoney.optional(),
  /** With a new stage: the account that it was lost to. */
  competitorId: id.optional(),
});

export const opportunityPickInput = z.object({ q: queryText.optional() });
export const opportunityPick = z.array(
  z.object({
    id,
    name: z.string(),
    account: reference.nullable(),
    amount: money.nullable(),
    status: z.enum(stageTypes),
  }),
);

/** What a bulk act does to each deal. */
export const bulkAction = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("edit"),
    ownerId: id.nullable().optional(),
    expectedCloseDate: givenDay.nullable().optional(),
  }),
  z.object({
    type: z.literal("move"),
    stageId: id,
    lossReasonId: id.optional(),
    lossDetail: longText.optional(),
    actualCloseDate: givenDay.optional(),
  }),
  z.object({ type: z.literal("undoMove") }),
  ...archiveActions,
]);
export const bulkOpportunitiesInput = bulkInput(bulkAction);
