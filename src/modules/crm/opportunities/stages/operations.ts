import "server-only";
import type { z } from "zod";
import { counted } from "@/lib/counted";
import { ranksBetween } from "@/lib/rank";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError, invalid, notFound, sqlState } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction, Retry } from "@/server/execute";
import { newId } from "@/server/new-id";
import { crm } from "../../module";
import { loadPipeline } from "../../pipelines/operations";
import { type Pipeline, pipeline, stageType } from "../../pipelines/schema";
import { stageScope } from "../../pipelines/scope";
import { archiveStage, lockPipeline, lockStages, stagesOf } from "../../pipelines/stages/operations";
import { opportunityEvents } from "../events";
import { sourceOf } from "../operations/create";
import { parentsOf } from "../row";
import { removeStageInput } from "./schema";

/** The most opportunities that one transaction moves: a larger stage is emptied in several before it is removed. */
export const movedAtOnce = 1000;

export const removeStage = crm.operation({
  kind: "mutation",
  permission: "pipeline:manage",
  external: true,
  on: { scope: stageScope, ids: (input) => [input.id] },
  uses: [{ scope: stageScope, ids: (input) => [input.toStageId] }],
  input: removeStageInput,
  output: pipeline,
  rest: { method: "POST", path: "/stages/{id}/remove" },
  describe:
    "Removes a stage from its pipeline. Its opportunities, including archived ones, move to `toStageId`, after the opportunities there, a thousand at a time; repeat the call if it is interrupted. The history keeps the stage's name.",
  async run(ctx, input) {
    const batch = { ...ctx, batchId: newId() };
    for (let before = 0; ; ) {
      const step = await inTransaction(batch, (inner) => removeStep(inner, input, before));
      if (step.pipeline) return step.pipeline;
      before += step.moved;
    }
  },
});

/** Moves the first opportunities of the stage; when these are all, removes the stage in the same transaction. */
async function removeStep(
  ctx: Ctx,
  { id, version, toStageId }: z.output<typeof removeStageInput>,
  before: number,
): Promise<{ moved: number; pipeline: Pipeline | null }> {
  const found = await ctx.db.stage.findFirst({ where: { id }, select: { pipelineId: true } });
  if (!found) throw notFound("stage");
  await lockStages(ctx, [id]);
  await lockPipeline(ctx, found.pipelineId);
  const stages = await stagesOf(ctx, found.pipelineId);
  const stage = stages.find((entry) => entry.id === id);
  if (!stage) throw notFound("stage");
  if (stage.version !== version)
    throw new AppError(
      "CONFLICT",
      "Somebody changed this stage in the meantime. Check it again before you remove it.",
      {
        current: stage,
      },
    );
  const rest = stages.filter((entry) => entry.id !== id && entry.type === stage.type);
  if (rest.length === 0)
    throw new AppError("CONFLICT", `This is the last ${stage.type} stage of the pipeline. Add another one first.`);
  if (toStageId && !rest.some((entry) => entry.id === toStageId))
    throw invalid("toStageId", "Choose a stage of the same type in the same pipeline.");
  const to = rest.find((entry) => entry.id === toStageId);
  const { moved, more } = await moveFirst(ctx, stage, to);
  if (more) return { moved, pipeline: null };
  await archiveStage(ctx, stage, { toStageId: toStageId ?? null, moved: before + moved });
  return { moved, pipeline: await loadPipeline(ctx, stage.pipelineId) };
}

/** A stage as the server holds it. */
export type StageRow = Awaited<ReturnType<typeof stagesOf>>[number];

interface MovedOpportunity {
  id: string;
  version: number;
  accountId: string | null;
}

/**
 * Moves the first opportunities of a stage in one statement, in their order, behind the opportunities of the other one.
 */
export async function moveFirst(
  ctx: Ctx,
  from: StageRow,
  to: { id: string; pipelineId: string } | undefined,
): Promise<{ moved: number; more: boolean }> {
  const where = { stageId: from.id };
  const found = await ctx.db.opportunity.findMany({
    where,
    orderBy: { rank: "asc" },
    take: movedAtOnce + 1,
    select: { id: true },
  });
  if (found.length === 0) return { moved: 0, more: false };
  if (!to) {
    const count = await ctx.db.opportunity.count({ where });
    const some = counted(count, { one: "opportunity is", many: "opportunities are" }, ctx.tenant.locale);
    throw invalid("toStageId", `${some} in ${from.name}. Choose where they go.`);
  }
  const toStageId = to.id;
  const opportunities = found.slice(0, movedAtOnce);
  const last = await ctx.db.opportunity.findFirst({
    where: { stageId: toStageId },
    orderBy: { rank: "desc" },
    select: { rank: true },
  });
  const moved = await writeAll(
    ctx,
    from.id,
    to,
    opportunities,
    ranksBetween(last?.rank ?? null, null, opportunities.length),
  );
  // An opportunity that left at the same moment is not among them: its own move wins.
  const data = { fromStageId: from.id, toStageId, status: stageType.parse(from.type) };
  const crosses = from.pipelineId !== to.pipelineId;
  for (const opportunity of moved)
    emit(ctx, opportunityEvents.stageChanged, {
      id: opportunity.id,
      version: opportunity.version,
      parents: parentsOf(opportunity),
      before: { stageId: from.id, ...(crosses ? { pipelineId: from.pipelineId } : {}) },
      after: { stageId: toStageId, ...(crosses ? { pipelineId: to.pipelineId } : {}) },
      outcome: toStageId,
      data,
    });
  return { moved: moved.length, more: found.length > movedAtOnce };
}

async function writeAll(
  ctx: Ctx,
  fromId: string,
  to: { id: string; pipelineId: string },
  opportunities: readonly { id: string }[],
  ranks: readonly string[],
): Promise<MovedOpportunity[]> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  try {
    return await tenantSql<MovedOpportunity>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        with place as (
          select * from unnest(${opportunities.map((opportunity) => opportunity.id)}::uuid[], ${[...ranks]}::text[]) as p(id, rank)
        ),
        clock as (select date_trunc('milliseconds', clock_timestamp()) as now),
        moved as (
          update opportunities o set stage_id = ${to.id}::uuid, pipeline_id = ${to.pipelineId}::uuid, rank = place.rank, probability = null,
            stage_entered_at = clock.now, touched_at = clock.now, updated_at = clock.now, version = o.version + 1
          from place, clock
          where o.tenant_id = ${tenant} and o.id = place.id and o.stage_id = ${fromId}::uuid
          returning o.id, o.version, o.account_id, clock.now
        ),
        ended as (
          update stage_entries e set left_at = greatest(moved.now, e.entered_at) from moved
          where e.tenant_id = ${tenant} and e.opportunity_id = moved.id and e.left_at is null
          returning e.opportunity_id, e.sequence, e.left_at
        ),
        begun as (
          insert into stage_entries (id, tenant_id, opportunity_id, stage_id, sequence, entered_at, actor_id, source)
          select gen_random_uuid(), ${tenant}, moved.id, ${to.id}::uuid, coalesce(ended.sequence, 0) + 1,
            coalesce(ended.left_at, moved.now), ${memberOf(ctx.actor)}::uuid, ${sourceOf(ctx)}
          from moved left join ended on ended.opportunity_id = moved.id
        )
        select id, version, account_id as "accountId" from moved`,
    );
  } catch (error) {
    if (sqlState(error) === "23505") throw new Retry();
    throw error;
  }
}
