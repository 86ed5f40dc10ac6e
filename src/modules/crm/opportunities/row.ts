import "server-only";
import type { z } from "zod";
import { foldKey } from "@/lib/text";
import type { Reference } from "@/lib/zod";
import { memberBadge } from "@/modules/platform/members/rules";
import { dateOf, dayOf, defined, isoOf, minorOf, moneyOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import type { ListDefinition } from "@/server/list-filter";
import { pointedTo, type RowSource } from "@/server/list-rows";
import type { SqlTable } from "@/server/sql-table";
import { branchIds } from "../accounts/family/operations";
import { accountOperations } from "../accounts/operations";
import { type StageType, stageTypes } from "../pipelines/schema";
import { ageInDays, rotLevel, weightedMinor } from "./rules";
import {
  type card,
  leadSources,
  type Opportunity,
  type OpportunityInput,
  type OutcomeInput,
  type opportunity,
} from "./schema";
import { membersOfTeams, opportunityScope } from "./scope";

/** The columns that a card shows, without what stands in other tables. */
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

const accountSelect = { select: { id: true, name: true, ownerId: true } } as const;
const nameSelect = { select: { id: true, name: true } } as const;
const ownerSelect = { select: { id: true, name: true, status: true } } as const;

export const cardSelect = {
  ...cardColumns,
  account: accountSelect,
  owner: ownerSelect,
  stage: { select: { probability: true, rotDays: true } },
} satisfies Prisma.OpportunitySelect;
export type CardRow = Prisma.OpportunityGetPayload<{ select: typeof cardSelect }>;

/** All columns that a versioned edit compares. */
export const columnSelect = {
  ...cardColumns,
  nameKey: true,
  description: true,
  closedAt: true,
  lossReasonId: true,
  lossDetail: true,
  competitorId: true,
  leadSource: true,
  externalId: true,
  createdAt: true,
  updatedAt: true,
} satisfies Prisma.OpportunitySelect;
export type ColumnRow = Prisma.OpportunityGetPayload<{ select: typeof columnSelect }>;

export const select = {
  ...columnSelect,
  account: accountSelect,
  competitor: accountSelect,
  owner: ownerSelect,
  pipeline: nameSelect,
  lossReason: nameSelect,
  stage: {
    select: { id: true, name: true, type: true, color: true, position: true, probability: true, rotDays: true },
  },
} satisfies Prisma.OpportunitySelect;
export type Row = Prisma.OpportunityGetPayload<{ select: typeof select }>;

/** An account as a badge: by name for everybody, with its id for those who may open it. */
export function accountReference(ctx: Ctx, account: CardRow["account"]): Reference | null {
  return account && { id: accountOperations.scope.sees(ctx, account) ? account.id : null, name: account.name };
}

/** A card as it leaves the server. */
export function presentCard(ctx: Ctx, row: CardRow, now = new Date()): z.input<typeof card> {
  const probability = row.probability ?? row.stage.probability;
  const weighted = row.amountMinor === null ? null : BigInt(weightedMinor(row.amountMinor, probability));
  return {
    id: row.id,
    name: row.name,
    stageId: row.stageId,
    pipelineId: row.pipelineId,
    status: row.status as StageType,
    account: accountReference(ctx, row.account),
    owner: memberBadge(row.owner),
    amount: moneyOf(row.amountMinor, row.currency),
    probability,
    ownProbability: row.probability,
    weightedAmount: moneyOf(weighted, row.currency),
    expectedCloseDate: dayOf(row.expectedCloseDate),
    actualCloseDate: dayOf(row.actualCloseDate),
    closeDatePushes: row.closeDatePushes,
    stageEnteredAt: isoOf(row.stageEnteredAt),
    touchedAt: isoOf(row.touchedAt),
    ageDays: ageInDays(row.stageEnteredAt, now),
    rot: row.status === "open" ? rotLevel(row.touchedAt, row.stage.rotDays, now) : "none",
    rank: row.rank,
    archivedAt: isoOf(row.archivedAt),
    version: row.version,
    mayEdit: opportunityScope.mayEdit(ctx, row),
  };
}

/** A row as it leaves the server. */
export function present(ctx: Ctx, row: Row, now = new Date()): z.input<typeof opportunity> {
  const { rotDays: _rotDays, ...stage } = row.stage;
  return {
    ...presentCard(ctx, row, now),
    description: row.description,
    pipeline: row.pipeline,
    stage: { ...stage, type: stage.type as StageType },
    currency: row.currency,
    closedAt: isoOf(row.closedAt),
    lossReason: row.lossReason,
    lossDetail: row.lossDetail,
    competitor: accountReference(ctx, row.competitor),
    leadSource: row.leadSource as Opportunity["leadSource"],
    externalId: row.externalId,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

type Patch<T> = { [K in keyof T]?: T[K] | undefined };
/** Any fields of a deal; undefined means not named. */
export type OpportunityPatch = Patch<OpportunityInput> & Patch<OutcomeInput>;

/** Stored columns of the fields that an input names. An amount that is taken away leaves the currency. */
export function columns(input: OpportunityPatch) {
  return defined({
    name: input.name,
    nameKey: input.name === undefined ? undefined : foldKey(input.name),
    description: input.description,
    accountId: input.accountId,
    amountMinor: input.amount === undefined ? undefined : minorOf(input.amount),
    currency: input.amount?.currency,
    probability: input.probability,
    expectedCloseDate: input.expectedCloseDate === undefined ? undefined : dateOf(input.expectedCloseDate),
    actualCloseDate: input.actualCloseDate === undefined ? undefined : dateOf(input.actualCloseDate),
    ownerId: input.ownerId,
    leadSource: input.leadSource,
    competitorId: input.competitorId,
    lossReasonId: input.lossReasonId,
    lossDetail: input.lossDetail,
  });
}

/** The account of a deal, then and now, under whose timelines an event also stands. */
export const parentsOf = (...rows: { accountId: string | null }[]) =>
  rows.map(({ accountId }) => (accountId ? { entity: "account", id: accountId } : null));

/** Deals as raw SQL names them, for counts, aggregates and windows that ask the same as the lists. */
export const opportunityTable: SqlTable = {
  name: "opportunities",
  alias: "o",
  columns: {
    id: { name: "id", type: "uuid" },
    nameKey: { name: "name_key", type: "text" },
    pipelineId: { name: "pipeline_id", type: "uuid" },
    stageId: { name: "stage_id", type: "uuid" },
    status: { name: "status", type: "text" },
    rank: { name: "rank", type: "text" },
    accountId: { name: "account_id", type: "uuid" },
    ownerId: { name: "owner_id", type: "uuid" },
    competitorId: { name: "competitor_id", type: "uuid" },
    lossReasonId: { name: "loss_reason_id", type: "uuid" },
    leadSource: { name: "lead_source", type: "text" },
    amountMinor: { name: "amount_minor", type: "bigint" },
    currency: { name: "currency", type: "text" },
    probability: { name: "probability", type: "int" },
    closeDatePushes: { name: "close_date_pushes", type: "int" },
    expectedCloseDate: { name: "expected_close_date", type: "date" },
    actualCloseDate: { name: "actual_close_date", type: "date" },
    stageEnteredAt: { name: "stage_entered_at", type: "timestamptz" },
    createdAt: { name: "created_at", type: "timestamptz" },
    updatedAt: { name: "updated_at", type: "timestamptz" },
    archivedAt: { name: "archived_at", type: "timestamptz" },
  },
  children: {
    lines: {
      table: "opportunity_lines",
      key: "opportunity_id",
      columns: { productId: { name: "product_id", type: "uuid" } },
    },
  },
};

/** What `select` reads, for pages of lists. */
export const opportunityRows: RowSource = {
  table: opportunityTable,
  columns: Prisma.sql`
    o.id, o.name, o.name_key as "nameKey", o.description, o.stage_id as "stageId", o.pipeline_id as "pipelineId",
    o.status, o.rank, o.amount_minor as "amountMinor", o.currency, o.probability,
    o.expected_close_date as "expectedCloseDate", o.actual_close_date as "actualCloseDate",
    o.close_date_pushes as "closeDatePushes", o.stage_entered_at as "stageEnteredAt", o.touched_at as "touchedAt",
    o.closed_at as "closedAt", o.owner_id as "ownerId", o.account_id as "accountId", o.competitor_id as "competitorId",
    o.loss_reason_id as "lossReasonId", o.loss_detail as "lossDetail", o.lead_source as "leadSource",
    o.external_id as "externalId", o.archived_at as "archivedAt", o.created_at as "createdAt",
    o.updated_at as "updatedAt", o.version,
    a.name as "accountName", a.owner_id as "accountOwnerId", c.name as "competitorName",
    c.owner_id as "competitorOwnerId", m.name as "ownerName", m.status as "ownerStatus", p.name as "pipelineName", l.name as "lossReasonName",
    s.name as "stageName", s.type as "stageType", s.color as "stageColor", s.position as "stagePosition",
    s.probability as "stageProbability", s.rot_days as "stageRotDays"`,
  joins: Prisma.join(
    [
      pointedTo(opportunityTable, "account_id", "accounts", "a", "x.name, x.owner_id"),
      pointedTo(opportunityTable, "competitor_id", "accounts", "c", "x.name, x.owner_id"),
      pointedTo(opportunityTable, "owner_id", "members", "m", "x.name, x.status"),
      pointedTo(opportunityTable, "pipeline_id", "pipelines", "p", "x.name"),
      pointedTo(opportunityTable, "loss_reason_id", "loss_reasons", "l", "x.name"),
      pointedTo(
        opportunityTable,
        "stage_id",
        "stages",
        "s",
        "x.name, x.type, x.color, x.position, x.probability, x.rot_days",
      ),
    ],
    " ",
  ),
};
export type ListRow = ColumnRow & {
  accountName: string | null;
  accountOwnerId: string | null;
  competitorName: string | null;
  competitorOwnerId: string | null;
  ownerName: string | null;
  ownerStatus: string | null;
  pipelineName: string;
  lossReasonName: string | null;
  stageName: string;
  stageType: string;
  stageColor: Row["stage"]["color"];
  stagePosition: number;
  stageProbability: number;
  stageRotDays: number | null;
};

const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? "" });
const owned = (id: string | null, name: string | null, ownerId: string | null) =>
  id === null ? null : { id, name: name ?? "", ownerId };

/** A row of a list in the form of all others. */
export function rowOfList(row: ListRow): Row {
  return {
    ...row,
    account: owned(row.accountId, row.accountName, row.accountOwnerId),
    competitor: owned(row.competitorId, row.competitorName, row.competitorOwnerId),
    owner: row.ownerId === null ? null : { id: row.ownerId, name: row.ownerName ?? "", status: row.ownerStatus ?? "" },
    pipeline: { id: row.pipelineId, name: row.pipelineName },
    lossReason: named(row.lossReasonId, row.lossReasonName),
    stage: {
      id: row.stageId,
      name: row.stageName,
      type: row.stageType,
      color: row.stageColor,
      position: row.stagePosition,
      probability: row.stageProbability,
      rotDays: row.stageRotDays,
    },
  };
}

/** What lists and boards of deals can be narrowed and sorted by. */
export const opportunityList: ListDefinition = {
  entity: "opportunity",
  table: opportunityTable,
  fields: {
    name: { kind: "key", column: "nameKey", sortable: true },
    pipeline: { kind: "id", column: "pipelineId" },
    stage: { kind: "id", column: "stageId", groups: true },
    status: { kind: "enum", column: "status", groups: true, choices: stageTypes },
    account: { kind: "id", column: "accountId", nullable: true },
    family: {
      kind: "related",
      column: "accountId",
      nullable: true,
      where: async (ctx, ids) => ({ accountId: { in: await branchIds(ctx, ids, "all") } }),
    },
    owner: { kind: "member", column: "ownerId", nullable: true, groups: true },
    team: {
      kind: "related",
      column: "ownerId",
      nullable: true,
      where: async (ctx, ids) => ({ ownerId: { in: await membersOfTeams(ctx, ids) } }),
    },
    product: {
      kind: "related",
      column: "id",
      where: async (_ctx, ids) => ({ lines: { some: { productId: { in: ids } } } }),
    },
    amount: { kind: "money", column: "amountMinor", currency: "currency", nullable: true, sortable: true },
    currency: { kind: "text", column: "currency" },
    probability: { kind: "number", column: "probability", nullable: true },
    expectedCloseDate: { kind: "day", column: "expectedCloseDate", nullable: true, sortable: true },
    actualCloseDate: { kind: "day", column: "actualCloseDate", nullable: true, sortable: true },
    closeDatePushes: { kind: "number", column: "closeDatePushes" },
    lossReason: { kind: "id", column: "lossReasonId", nullable: true },
    competitor: { kind: "id", column: "competitorId", nullable: true },
    leadSource: { kind: "enum", column: "leadSource", nullable: true, choices: leadSources },
    stageEnteredAt: { kind: "instant", column: "stageEnteredAt", nullable: true, sortable: true },
    createdAt: { kind: "instant", column: "createdAt", sortable: true },
    updatedAt: { kind: "instant", column: "updatedAt", sortable: true },
  },
  sum: { amount: "amountMinor", currency: "currency" },
  defaultSort: { field: "createdAt", direction: "desc" },
  search: "nameKey",
};
