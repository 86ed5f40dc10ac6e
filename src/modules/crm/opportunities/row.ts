import "server-only";
import { recordColumns } from "@/lib/fields/file-cells";
import { memberScope } from "@/modules/platform/identity/members/scope";
import type { AgendaSource } from "@/server/agenda";
import { dayItemsSql } from "@/server/agenda-days";
import { isoOf, moneyOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { branchIds } from "@/server/nouns/family";
import { nextStepColumns } from "@/server/nouns/next-step";
import { nextStepAgenda } from "@/server/nouns/next-step-agenda";
import { type ExtraColumns, tableOf } from "@/server/nouns/table";
import { readable } from "@/server/readable";
import type { SqlTable } from "@/server/sql-table";
import { membersOfTeams, ownTeams } from "@/server/team-members";
import { accountOperations } from "../accounts/operations";
import type { StageType } from "../pipelines/schema";
import { lossReasonScope, stageScope } from "../pipelines/scope";
import { declared } from "./fields";
import { ageInDays, rotLevel, weightedMinor } from "./rules";
import { cardFields, type Opportunity, type OpportunityCard } from "./schema";
import { opportunityScope } from "./scope";

/** The columns of a card that say what comes next. */
const stepColumns = {
  nextStep: true,
  nextStepOn: true,
  nextTitle: true,
  nextAt: true,
  nextOn: true,
  nextLineAt: true,
  nextActivity: true,
  serviceDueAt: true,
} satisfies Prisma.OpportunitySelect;

/** The columns that no move changes. */
export type StepColumn = keyof typeof stepColumns;

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
  valueFromLines: true,
  probability: true,
  expectedCloseDate: true,
  actualCloseDate: true,
  closeDatePushes: true,
  stageEnteredAt: true,
  touchedAt: true,
  ownerId: true,
  accountId: true,
  archivedAt: true,
  ...stepColumns,
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
  nextStepOwner: memberScope,
  nextOwner: memberScope,
  lossReason: lossReasonScope,
};

/** The values that follow from the stage of an opportunity. */
function inStage(ctx: Ctx, row: Omit<CardRow, "account" | "owner">) {
  const { stage, currency } = row;
  const may = readable(ctx, "opportunity");
  const ownProbability = may.has("probability") ? row.probability : null;
  const now = new Date();
  const probability = ownProbability ?? stage.probability;
  const mayWeigh = may.has("amount") && may.has("probability");
  const weighted =
    mayWeigh && row.amountMinor !== null && probability !== null
      ? BigInt(weightedMinor(row.amountMinor, probability))
      : null;
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

const steps = nextStepColumns("opportunity");

const extra: ExtraColumns<Row> = {
  columns: {
    ...steps.columns,
    serviceDueAt: { type: "timestamptz", recorded: false },
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
      ...steps.fields,
      pipeline: { kind: "id", column: "pipelineId", objects: ["pipeline"] },
      stage: { kind: "id", column: "stageId", groups: true, objects: ["stage"] },
      family: {
        kind: "related",
        column: "accountId",
        objects: ["account"],
        nullable: true,
        where: async (ctx, ids) => ({
          accountId: { in: await branchIds(ctx, accountOperations.runtime, ids) },
        }),
      },
      team: {
        kind: "related",
        column: "ownerId",
        objects: ["team"],
        nullable: true,
        where: async (ctx, ids) => ({ ownerId: { in: await membersOfTeams(ctx, ids) } }),
        mine: ownTeams,
      },
      currency: { kind: "text", column: "currency" },
    },
    sum: { amount: "amountMinor", currency: "currency" },
    defaultSort: { field: "createdAt", direction: "desc" },
  },
  names: { stage: stageScope },
  present(ctx, row) {
    const { rotDays: _rotDays, ...stage } = row.stage;
    return {
      ...inStage(ctx, row),
      ...steps.present(ctx, { ...row }),
      pipeline: row.pipeline,
      stage,
      currency: row.currency,
    };
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
  const values = stored.values(ctx, row, cardFields);
  const { nextTitle, nextAt, nextOn } = { ...values, ...steps.present(ctx, row) };
  return {
    id: row.id,
    ...values,
    nextTitle,
    nextAt,
    nextOn,
    ...inStage(ctx, row),
    archivedAt: isoOf(row.archivedAt),
    version: row.version,
    mayEdit: opportunityScope.mayEdit(ctx, row),
  };
}

/** The accounts of opportunities, then and now, or of their contacts: an event stands under their timelines too. */
export const parentsOf = (...rows: { accountId: string | null }[]) =>
  rows.map(({ accountId }) => (accountId ? { entity: "account", id: accountId } : null));

const isOpen = Prisma.sql`o.status = 'open'`;

/** The open opportunities that are expected to close on a day of the agenda. */
export const expectedCloses: AgendaSource = {
  name: "expectedClose",
  entity: "opportunity",
  fields: ["expectedCloseDate"],
  about: "account",
  openSql: (ctx, page) =>
    dayItemsSql(ctx, page, {
      entity: "opportunity",
      table: opportunityTable,
      day: "expected_close_date",
      owner: Prisma.sql`o.owner_id`,
      wanted: isOpen,
    }),
  rowSql: (ctx) => Prisma.sql`
    select o.name as title, null as kind, o.version, null::timestamptz as "startsAt", null::timestamptz as "endsAt",
      o.expected_close_date::text as day, o.closed_at as "doneAt", o.owner_id as "ownerId", o.owner_id as "recordOwnerId",
      null::text as state, o.owner_id as "storedOwnerId",
      (select jsonb_build_object('entity', 'account', 'id', x.id, 'name', x.name, 'ownerId', x.owner_id)
        from accounts x where x.tenant_id = o.tenant_id and x.id = o.account_id) as about
    from opportunities o where o.tenant_id = ${ctx.tenant.id}::uuid and o.id = p.id`,
  look: () => ({ icon: "won", label: "Expected close" }),
};

/** The written next steps of open opportunities. */
export const opportunityNextSteps = nextStepAgenda({ entity: "opportunity", table: opportunityTable, isOpen });
