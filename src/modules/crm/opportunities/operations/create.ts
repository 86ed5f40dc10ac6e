import "server-only";
import { foldKey } from "@/lib/text";
import { localDay } from "@/lib/working-time";
import { memberScope } from "@/modules/platform/members/scope";
import { memberOf } from "@/server/actor";
import { dateOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { Retry } from "@/server/execute";
import { newId } from "@/server/new-id";
import { accountOperations } from "../../accounts/operations";
import { crm } from "../../module";
import type { StageType } from "../../pipelines/schema";
import { lossReasonScope } from "../../pipelines/scope";
import { opportunityEvents } from "../events";
import { columns, type OpportunityPatch, parentsOf, present, select } from "../row";
import { rankInGap } from "../rules";
import { createOpportunityInput, opportunity } from "../schema";
import { requireMayOwn } from "./own";

/** What the fields of a deal may point to; each must be visible to the one who sets it. */
export const references = [
  { scope: accountOperations.scope, ids: (input: OpportunityPatch) => [input.accountId, input.competitorId] },
  { scope: memberScope, ids: (input: OpportunityPatch) => [input.ownerId] },
  { scope: lossReasonScope, ids: (input: OpportunityPatch) => [input.lossReasonId] },
] as const;

export const createOpportunity = crm.operation({
  kind: "mutation",
  permission: "opportunity:create",
  uses: references,
  input: createOpportunityInput,
  output: opportunity,
  rest: { method: "POST", path: "/opportunities", creates: true },
  describe:
    "Creates a deal as the first one of its stage. Without an owner it is yours; without a stage it starts in the first open one.",
  async run(ctx, { pipelineId, stageId, ...input }) {
    const ownerId = input.ownerId === undefined ? memberOf(ctx.actor) : input.ownerId;
    requireMayOwn(ctx, ownerId);
    const stage = await startingStage(ctx, pipelineId, stageId);
    const status = stage.type as StageType;
    await checkOutcome(ctx, { status, pipelineId: stage.pipelineId }, input, true);
    const first = await ctx.db.opportunity.findFirst({
      where: { stageId: stage.id },
      orderBy: { rank: "asc" },
      select: { rank: true },
    });
    const now = new Date();
    const closed = status !== "open";
    const id = newId();
    await insert(ctx, {
      ...columns({ ...input, ownerId }),
      id,
      name: input.name,
      nameKey: foldKey(input.name),
      currency: input.amount?.currency ?? ctx.tenant.currency,
      pipelineId: stage.pipelineId,
      stageId: stage.id,
      status,
      rank: rankInGap(null, first?.rank ?? null, ctx.attempt, Math.random()),
      actualCloseDate: closed ? dateOf(input.actualCloseDate ?? localDay(now, ctx.tenant.timeZone)) : null,
      closedAt: closed ? now : null,
      stageEnteredAt: now,
      touchedAt: now,
    });
    await ctx.db.stageEntry.create({
      data: {
        opportunityId: id,
        stageId: stage.id,
        sequence: 1,
        enteredAt: now,
        actorId: memberOf(ctx.actor),
        source: sourceOf(ctx),
      },
    });
    const row = await ctx.db.opportunity.findFirstOrThrow({ where: { id }, select, relationLoadStrategy: "join" });
    const facts = { id, version: row.version, parents: parentsOf(row) };
    emit(ctx, opportunityEvents.created, {
      ...facts,
      after: { name: row.name, stageId: stage.id, ownerId: row.owner?.id ?? null },
      data: {},
    });
    if (status !== "open")
      emit(ctx, opportunityEvents[status], {
        ...facts,
        after: { status },
        data: { fromStageId: stage.id, toStageId: stage.id, status },
      });
    return present(ctx, row);
  },
});

async function insert(ctx: Ctx, data: Prisma.OpportunityUncheckedCreateInput): Promise<void> {
  try {
    await ctx.db.opportunity.create({ data, select: { id: true } });
  } catch (error) {
    // Two deals went to the same place at once; the next attempt sees the other one.
    if ((error as { code?: string }).code === "P2002") throw new Retry();
    throw error;
  }
}

async function startingStage(ctx: Ctx, pipelineId: string | undefined, stageId: string | undefined) {
  const stage = await ctx.db.stage.findFirst({
    where: {
      archivedAt: null,
      ...(stageId ? { id: stageId } : { type: "open" }),
      ...(pipelineId ? { pipelineId } : {}),
      pipeline: { archivedAt: null, ...(stageId || pipelineId ? {} : { isDefault: true }) },
    },
    orderBy: { position: "asc" },
    select: { id: true, type: true, pipelineId: true },
  });
  if (!stage) throw notFound(stageId ? "stage" : "pipeline");
  // Held until the deal is in, so that nobody takes the stage or its pipeline away under it.
  const held = await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select s.id from stages s join pipelines p on p.tenant_id = s.tenant_id and p.id = s.pipeline_id
      where s.tenant_id = ${ctx.tenant.id}::uuid and s.id = ${stage.id}::uuid
        and s.archived_at is null and p.archived_at is null
      for key share of s for share of p`,
  );
  if (held.length === 0) throw notFound("stage");
  return stage;
}

/** Where a change of stage came from, as stage history keeps it. */
export function sourceOf(ctx: Ctx): "app" | "api" | "system" {
  if (ctx.actor.type === "apiKey") return "api";
  return ctx.actor.type === "system" || ctx.actor.type === "webhook" ? "system" : "app";
}

/**
 * Outcome fields fit the status: a close date needs a closed deal, a reason a lost one of the same pipeline. The reason that
 * a deal was lost for before may be given again, archived or not.
 */
export async function checkOutcome(
  ctx: Ctx,
  deal: { status: string; pipelineId: string; lossReasonId?: string | null },
  input: OpportunityPatch,
  closing: boolean,
): Promise<void> {
  if (input.actualCloseDate !== undefined && deal.status === "open")
    throw invalid("actualCloseDate", "An open deal has no actual close date. Move it to a closed stage first.");
  if (deal.status !== "lost") {
    if (input.lossReasonId) throw invalid("lossReasonId", "Only a lost deal has a loss reason.");
    if (input.lossDetail) throw invalid("lossDetail", "Only a lost deal has a loss reason.");
    return;
  }
  if (!closing && (input.lossReasonId === undefined || input.lossReasonId === deal.lossReasonId)) return;
  const reasons = await ctx.db.lossReason.findMany({
    where: { pipelineId: deal.pipelineId, archivedAt: null },
    select: { id: true },
  });
  refuseLossReason(
    input.lossReasonId ?? null,
    reasons.length > 0,
    reasons.some(({ id }) => id === input.lossReasonId),
  );
}

/** A lost deal says why, where its pipeline has reasons to choose from. */
export function refuseLossReason(given: string | null, hasReasons: boolean, fits: boolean): void {
  if (given === null && hasReasons) throw invalid("lossReasonId", "Say why this deal was lost.");
  if (given !== null && !fits) throw invalid("lossReasonId", "Choose a loss reason of this deal's pipeline.");
}
