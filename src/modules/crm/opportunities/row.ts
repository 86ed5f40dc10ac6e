import "server-only";
import { recordColumns } from "@/lib/fields/file-cells";
import { memberScope } from "@/modules/platform/identity/members/scope";
import { isoOf, moneyOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { branchIds } from "@/server/nouns/family";
import { type ExtraColumns, tableOf } from "@/server/nouns/table";
import { readable } from "@/server/readable";
import type { SqlTable } from "@/server/sql-table";
import { accountOperations } from "../accounts/operations";
import type { StageType } from "../pipelines/schema";
import { lossReasonScope, stageScope } from "../pipelines/scope";
import { declared } from "./fields";
import { ageInDays, rotLevel, weightedMinor } from "./rules";
import { cardFields, type Opportunity, type OpportunityCard } from "./schema";
import { membersOfTeams, opportunityScope } from "./scope";

/** The columns that a card shows, without those of other tables. */
export const cardColumns = {
  id: true,
  name: true,
  stageId: true,
  pipelineId: true,
  status: true,
  rank: true,
  amountMinor: true,
  currency: true,
  probability: true,
  expectedCloseDate: true,
  actualCloseDate: true,
  closeDatePushes: true,
  stageEnteredAt: true,
  touchedAt: true,
  ownerId: true,
  accountId: true,
  archivedAt: true,
  version: true,
} satisfies Prisma.OpportunitySelect;

export const cardSelect = {
  ...cardColumns,
  account: { select: { id: true, name: true, ownerId: true } },
  owner: { select: { id: true, name: true, status: true } },
  stage: { select: { probability: true, rotDays: true } },
} satisfies Prisma.OpportunitySelect;
export type CardRow = Prisma.OpportunityGetPayload<{ select: typeof cardSelect }>;

/** The records that the fields point to. */
export const targets = {
  account: accountOperations.scope,
  competitor: accountOperations.scope,
  owner: memberScope,
  lossReason: lossReasonScope,
};

/** The values that follow from the stage of an opportunity. */
function inStage(ctx: Ctx, row: Omit<CardRow, "account" | "owner">) {
  const { stage, currency } = row;
  const may = readable(ctx, "opportunity");
  const ownProbability = may.has("probability") ? row.probability : null;
  const now = new Date();
  const probability = ownProbability ?? stage.probability;
  const isKnown = may.has("amount") && may.has("probability") && row.amountMinor !== null;
  const weighted = isKnown ? BigInt(weightedMinor(row.amountMinor ?? 0n, probability)) : null;
  return {
    stageId: row.stageId,
    pipelineId: row.pipelineId,
    probability,
    ownProbability,
    weightedAmount: moneyOf(weighted, currency),
    ageDays: ageInDays(row.stageEnteredAt, now),
    rot: row.status === "open" ? rotLevel(row.touchedAt, stage.rotDays, now) : "none",
    rank: row.rank,
  };
}

/** A row of the table with the stage and the pipeline that it stands in. */
interface Row extends Omit<CardRow, "account" | "owner" | "stage"> {
  stage: Omit<Opportunity["stage"], "type"> & { type: StageType; rotDays: number | null };
  pipeline: Opportunity["pipeline"];
}

const extra: ExtraColumns<Row> = {
  columns: {
    stageId: { type: "uuid" },
    pipelineId: { type: "uuid" },
    rank: { type: "text" },
  },
  references: {
    stage: {
      key: "stageId",
      table: "stages",
      columns: ["name", "type", "color", "position", "probability", "rotDays"],
    },
    pipeline: { key: "pipelineId", table: "pipelines", columns: ["name"] },
  },
  list: {
    fields: {
      pipeline: { kind: "id", column: "pipelineId" },
      stage: { kind: "id", column: "stageId", groups: true },
      family: {
        kind: "related",
        column: "accountId",
        nullable: true,
        where: async (ctx, ids) => ({ accountId: { in: await branchIds(ctx, accountOperations.runtime, ids, "all") } }),
      },
      team: {
        kind: "related",
        column: "ownerId",
        nullable: true,
        where: async (ctx, ids) => ({ ownerId: { in: await membersOfTeams(ctx, ids) } }),
      },
      currency: { kind: "text", column: "currency" },
    },
    sum: { amount: "amountMinor", currency: "currency" },
    defaultSort: { field: "createdAt", direction: "desc" },
  },
  names: { stage: stageScope },
  present(ctx, row) {
    const { rotDays: _rotDays, ...stage } = row.stage;
    return { ...inStage(ctx, row), pipeline: row.pipeline, stage, currency: row.currency };
  },
  inFiles: [...recordColumns("pipeline", "Pipeline"), ...recordColumns("stage", "Stage")],
};

/** Opportunities as the database holds them. */
export const stored = tableOf(declared, targets, extra);

/** The fields that lists and boards can filter and sort by. */
export const opportunityList = stored.list;

/** The table as raw statements name it that use the conditions of lists. */
export const opportunityTable: SqlTable = { ...stored.list.table, alias: "o" };

/** The columns of a card of `o`, in raw statements. */
export const cardColumnsSql = Prisma.raw(
  Object.keys(cardColumns)
    .map((column) => `o.${opportunityTable.columns[column]?.name ?? column} as "${column}"`)
    .join(", "),
);

/** A card as it leaves the server. */
export function presentCard(ctx: Ctx, row: CardRow): OpportunityCard {
  return {
    id: row.id,
    ...stored.values(ctx, row, cardFields),
    ...inStage(ctx, row),
    archivedAt: isoOf(row.archivedAt),
    version: row.version,
    mayEdit: opportunityScope.mayEdit(ctx, row),
  };
}

/** The accounts of opportunities, then and now, or of their contacts: an event stands under their timelines too. */
export const parentsOf = (...rows: { accountId: string | null }[]) =>
  rows.map(({ accountId }) => (accountId ? { entity: "account", id: accountId } : null));
