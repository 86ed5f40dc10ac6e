import "server-only";
import { localDay } from "@/lib/working-time";
import { memberOf } from "@/server/actor";
import { dateOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { Retry } from "@/server/execute";
import { newId } from "@/server/new-id";
import { recordsOf } from "@/server/nouns/records";
import { requireSource } from "@/server/nouns/require-source";
import { requireMayOwn } from "@/server/nouns/writes";
import { crm } from "../../module";
import { stageType } from "../../pipelines/schema";
import { opportunityEvents } from "../events";
import { parentsOf, stored } from "../row";
import { rankInGap } from "../rules";
import { createOpportunityInput, opportunities } from "../schema";
import { plain } from "./plain";

export const createOpportunity = crm.operation({
  kind: "mutation",
  permission: "opportunity:create",
  uses: plain.uses,
  input: createOpportunityInput,
  output: opportunities.record,
  rest: { method: "POST", path: "/opportunities", creates: true },
  describe:
    "Creates an opportunity as the first one of its stage. Without an owner it is yours; without a stage it starts in the first open one.",
  async run(ctx, { pipelineId, stageId, ...input }) {
    const ownerId = input.ownerId === undefined ? memberOf(ctx.actor) : input.ownerId;
    requireMayOwn(ctx, opportunities, ownerId);
    await requireSource(ctx, opportunities.entity, input, null);
    const stage = await startingStage(ctx, pipelineId, stageId);
    const status = stageType.parse(stage.type);
    const first = await ctx.db.opportunity.findFirst({
      where: { stageId: stage.id },
      orderBy: { rank: "asc" },
      select: { rank: true },
    });
    const now = new Date();
    const closed = status !== "open";
    const id = newId();
    const inStage = { pipelineId: stage.pipelineId, stageId: stage.id, status };
    await insert(ctx, {
      currency: ctx.tenant.currency,
      ...(await plain.columnsOfNew(ctx, { ...input, ownerId }, inStage)),
      id,
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
    const row = await recordsOf(ctx, "opportunity").findFirst({
      where: { id },
      select: stored.select,
      relationLoadStrategy: "join",
    });
    if (!row) throw notFound("opportunity");
    const made = await plain.present(ctx, row);
    const facts = { id, version: made.version, parents: parentsOf({ accountId: input.accountId ?? null }) };
    emit(ctx, opportunityEvents.created, {
      ...facts,
      after: { name: made.name, stageId: stage.id, ownerId },
      data: {},
    });
    if (status !== "open")
      emit(ctx, opportunityEvents[status], {
        ...facts,
        after: { status },
        data: { fromStageId: stage.id, toStageId: stage.id, status },
      });
    return made;
  },
});

async function insert(ctx: Ctx, data: Readonly<Record<string, unknown>>): Promise<void> {
  try {
    await recordsOf(ctx, "opportunity").create({ data, select: { id: true } });
  } catch (error) {
    // Two opportunities went to the same place at once; the next attempt sees the other one.
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") throw new Retry();
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
