import { z } from "zod";
import { bulkInput, sharedActions } from "@/lib/bulk";
import { filledOf } from "@/lib/fields/kinds";
import { extendSchema, pickSchema } from "@/lib/nouns/derive-schema";
import "@/lib/nouns/schemas";
import { recordPage } from "@/lib/nouns/record-page";
import { currency, givenDay, id, longText, money, reference, version } from "@/lib/zod";
import { stageType } from "../pipelines/schema";
import { opportunityCatalog } from "./catalog";
import { declared, fields } from "./fields";

/** none · due: past the stage's rot days without activity · over: past twice of it. */
export const rotLevels = ["none", "due", "over"] as const;

const percent = z.int().min(0).max(100);

export const stageReference = z
  .object({
    id,
    name: z.string(),
    type: stageType,
    color: z.int(),
    position: z.int(),
    /** Null for an open stage without one. */
    probability: percent.nullable(),
  })
  .meta({ id: "StageReference" });

const record = extendSchema(declared.record, {
  stageId: id,
  pipelineId: id,
  pipeline: reference,
  stage: stageReference,
  currency,
  /** Per cent in force: the opportunity's own, or else its stage's, or else none. */
  probability: percent.nullable(),
  /** Its own probability; null when it follows its stage. */
  ownProbability: percent.nullable(),
  /** Null without a value or a probability. */
  weightedAmount: money.nullable(),
  /** Whole days in this stage, null when unknown. */
  ageDays: z.int().nullable(),
  rot: z.enum(rotLevels),
  rank: z.string(),
}).meta({ id: "Opportunity" });

/** The closing day can be changed, but not removed. */
const closed = { actualCloseDate: givenDay.optional() };

export const createOpportunityInput = extendSchema(declared.create, {
  ...closed,
  /** Without a stage: the first open stage of the pipeline; without a pipeline: the default one. */
  pipelineId: id.optional(),
  stageId: id.optional(),
});

export const opportunities = {
  ...declared,
  record,
  page: recordPage(record),
  create: createOpportunityInput,
  update: extendSchema(declared.update, closed),
  catalog: opportunityCatalog,
};
export interface Opportunity extends z.output<typeof record> {}

/** The declared fields that a card shows as they are. */
export const cardFields = [
  "name",
  "status",
  "account",
  "owner",
  "amount",
  "valueFromLines",
  "expectedCloseDate",
  "actualCloseDate",
  "closeDatePushes",
  "stageEnteredAt",
  "touchedAt",
  "nextStep",
  "nextStepOn",
  "nextTitle",
  "nextAt",
  "nextOn",
  "serviceDueAt",
] as const;

/** The part of an opportunity that a board card and a list row show. */
export const card = pickSchema(record, [
  ...cardFields,
  "id",
  "stageId",
  "pipelineId",
  "probability",
  "ownProbability",
  "weightedAmount",
  "ageDays",
  "rot",
  "rank",
  "archivedAt",
  "version",
  "mayEdit",
]).meta({ id: "OpportunityCard" });
export interface OpportunityCard extends z.output<typeof card> {}

export const opportunityIdInput = z.object({ id });
export const opportunityVersionInput = z.object({ id, version });

const lost = { lossReasonId: id.optional(), lossDetail: longText.optional() };

export const moveOpportunityInput = z.object({
  id,
  /** The version that the mover saw; without it the move is made in any case. */
  version: version.optional(),
  stageId: id,
  /** The opportunity that comes after this one, and the one that comes before it; without both it comes first. */
  before: id.optional(),
  after: id.optional(),
  ...lost,
  ...closed,
  /** Taken with a new stage: its new value, with currency. */
  amount: filledOf(fields.amount).optional(),
  /** Taken with a new stage: the account that it was lost to. */
  competitorId: id.optional(),
});

/** The change that a bulk act makes to each opportunity. */
export const bulkAction = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("edit"),
    ownerId: id.nullable().optional(),
    expectedCloseDate: givenDay.nullable().optional(),
  }),
  z.object({ type: z.literal("move"), stageId: id, ...lost, ...closed }),
  z.object({ type: z.literal("undoMove") }),
  ...sharedActions,
]);
export const bulkOpportunitiesInput = bulkInput(bulkAction);
