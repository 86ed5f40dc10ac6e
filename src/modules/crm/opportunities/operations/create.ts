import "server-only";
import type { z } from "zod";
import { localDay } from "@/lib/working-time";
import { memberOf } from "@/server/actor";
import { dateOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { newId } from "@/server/new-id";
import type { Placement } from "@/server/nouns/noun-runtime";
import { stageType } from "../../pipelines/schema";
import { opportunityEvents } from "../events";
import { parentsOf } from "../row";
import { rankInGap } from "../rules";
import type { createOpportunityInput } from "../schema";

/** No two opportunities have the same place in a stage. */
export const rankIndex = "opportunities_tenant_id_stage_id_rank_key";

/** The place of a new opportunity: the first one of its stage. */
export async function place(ctx: Ctx, input: z.output<typeof createOpportunityInput>): Promise<Placement> {
  const stage = await startingStage(ctx, input.pipelineId, input.stageId);
  const status = stageType.parse(stage.type);
  const first = await ctx.db.opportunity.findFirst({
    where: { stageId: stage.id },
    orderBy: { rank: "asc" },
    select: { rank: true },
  });
  const now = new Date();
  const closed = status !== "open";
  return {
    columns: {
      id: newId(),
      pipelineId: stage.pipelineId,
      stageId: stage.id,
      status,
      currency: input.amount?.currency ?? ctx.tenant.currency,
      rank: rankInGap(null, first?.rank ?? null, ctx.attempt, Math.random()),
      actualCloseDate: closed ? dateOf(input.actualCloseDate ?? localDay(now, ctx.tenant.timeZone)) : null,
      closedAt: closed ? now : null,
      stageEnteredAt: now,
      touchedAt: now,
    },
    recorded: { stageId: stage.id },
    retryOn: rankIndex,
    async settle({ id, version }) {
      const by = { actorId: memberOf(ctx.actor), source: sourceOf(ctx) };
      const stay = { opportunityId: id, stageId: stage.id, sequence: 1, enteredAt: now };
      await ctx.db.stageEntry.create({ data: { ...stay, ...by } });
      if (status === "open") return;
      const parents = parentsOf({ accountId: input.accountId ?? null });
      const data = { fromStageId: stage.id, toStageId: stage.id, status };
      emit(ctx, opportunityEvents[status], { id, version, parents, after: { status }, data });
    },
  };
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
  // Held until the opportunity is in, so that nobody takes the stage or its pipeline away under it.
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
