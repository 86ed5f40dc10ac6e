import { z } from "zod";
import { filterShape, sortSchema } from "@/lib/list";
import { recordPage } from "@/lib/nouns/record-page";
import { currency, id, money } from "@/lib/zod";
import { card, stageReference } from "../schema";

/** Opportunities with an amount that `weighted` leaves out; null where you may not read amounts and probabilities. */
const withoutProbability = z.int().nullable();

/** The sum of the amounts in one other currency: nothing is converted. */
export const otherCurrency = z
  .object({ currency, count: z.int(), total: money, weighted: money, withoutProbability })
  .meta({ id: "OtherCurrency" });

/** The number and the amounts of opportunities. */
export const opportunitySums = z
  .object({
    count: z.int(),
    /** Sum in the workspace's currency. */
    total: money,
    /** Sum of the amounts times their probability, each rounded half to even. */
    weighted: money,
    withoutProbability,
    others: z.array(otherCurrency),
  })
  .meta({ id: "OpportunitySums" });
export type OpportunitySums = z.infer<typeof opportunitySums>;

/** Exact figures over all opportunities of a stage that match, whatever page is shown. */
export const stageTotals = z.object({ stageId: id, ...opportunitySums.shape }).meta({ id: "StageTotals" });

export const boardColumn = stageTotals
  .extend({
    ...stageReference.omit({ id: true }).shape,
    rotDays: z.int().nullable(),
    /** The first cards of an open stage; closed stages come empty and are opened with `getBoardColumn`. */
    cards: z.array(card),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: "BoardColumn" });
export type BoardColumn = z.infer<typeof boardColumn>;

export const board = z
  .object({
    pipeline: z.object({ id, name: z.string(), version: z.int() }),
    currency,
    columns: z.array(boardColumn),
  })
  .meta({ id: "Board" });
export type Board = z.infer<typeof board>;

export const boardInput = z.object({
  /** Without it, the default pipeline. */
  pipelineId: id.optional(),
  ...filterShape,
  /** Without it, the order by hand. */
  sort: sortSchema.optional(),
});
export const boardColumnInput = z.object({
  stageId: id,
  ...filterShape,
  sort: sortSchema.optional(),
  cursor: z.string().max(2000).optional(),
  limit: z.int().min(1).max(100).optional(),
});
export const boardColumnPage = recordPage(card);

export const pipelineTotalsInput = z.object({ pipelineId: id.optional(), ...filterShape });
export const pipelineTotals = z
  .object({ pipelineId: id, currency, stages: z.array(stageTotals) })
  .meta({ id: "PipelineTotals" });
