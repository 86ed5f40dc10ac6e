import "server-only";
import type { ImportOptions, ImportOutcome } from "@/lib/import-rows";
import { foldKey } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { previewedRecords } from "@/server/nouns/import/previewed-records";
import { crm } from "../../../module";
import { makesOfPipeline, pipelineOf } from "../../../pipelines/import/operations/of-pipeline";
import { defaultStages } from "../../../pipelines/rules";
import { archiveStage, lockPipeline, lockStages, stagesOf } from "../../../pipelines/stages/operations";
import type { StageRow } from "../../stages/operations";
import { fileAnswers } from "../schema";
import type { Imported } from "./imported-opportunity";

const question = "emptyStages";

export const removeEmptyStages = crm.operation({
  ...makesOfPipeline,
  silent: "Each stage has its own event.",
  describe: "Counts the default stages that never held an opportunity, and removes them if the member chose that.",
  async run(ctx, { options, dry }): Promise<ImportOutcome> {
    const outcome: ImportOutcome = { problems: [], touched: [], counts: {} };
    const pipelineId = await pipelineOf(ctx, options);
    if (pipelineId === null) return outcome;
    const removes = isRemoving(options);
    const stages = removes && !dry ? await lockedStages(ctx, pipelineId) : await stagesOf(ctx, pipelineId);
    const unused = await unusedStages(ctx, stages, dry);
    if (unused.length === 0) return outcome;
    const asked = { [question]: { count: unused.length, examples: unused.map(({ name }) => name) } };
    if (!removes) return { ...outcome, asked };
    // A preview holds no stage: people go on moving opportunities.
    if (!dry)
      for (const stage of unused) {
        const { id, name: label, nameKey } = stage;
        const version = await archiveStage(ctx, stage, { toStageId: null, moved: 0 });
        const before = { nameKey };
        outcome.touched.push({ entity: "stage", id, line: 0, action: "updated", version, label, before });
      }
    const counts = { stage: { created: 0, updated: unused.length, unchanged: 0, merged: 0 } };
    return { ...outcome, asked, counts };
  },
});

const isRemoving = ({ answers }: ImportOptions) =>
  fileAnswers.shape[question].safeParse(answers[question]).data === "remove";

/** The stages of a pipeline, held so that no opportunity comes into one of them meanwhile. */
async function lockedStages(ctx: Ctx, pipelineId: string): Promise<StageRow[]> {
  const ids = (await stagesOf(ctx, pipelineId)).map(({ id }) => id);
  await lockStages(ctx, ids);
  await lockPipeline(ctx, pipelineId);
  return await stagesOf(ctx, pipelineId);
}

/** Stages as every new pipeline has them, in which no opportunity is or was; of each type at least one stage remains. */
async function unusedStages(ctx: Ctx, stages: readonly StageRow[], dry: boolean): Promise<StageRow[]> {
  const names = defaultStages.map(({ name }) => foldKey(name));
  const untouched = stages.filter(({ nameKey, version }) => version === 1 && names.includes(nameKey));
  const used = await usedStages(ctx, untouched, dry);
  const unused = untouched.filter(({ id }) => !used.has(id));
  return unused.filter(({ type }) => stages.some((other) => other.type === type && !unused.includes(other)));
}

async function usedStages(ctx: Ctx, stages: readonly StageRow[], dry: boolean): Promise<Set<string>> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select s.id from stages s
      where s.tenant_id = ${tenant} and s.id = any(${stages.map(({ id }) => id)}::uuid[])
        and (exists (select 1 from opportunities o where o.tenant_id = ${tenant} and o.stage_id = s.id)
             or exists (select 1 from stage_entries e where e.tenant_id = ${tenant} and e.stage_id = s.id))`,
  );
  // A preview writes no change of an opportunity that was there before.
  const changed = dry
    ? [...(previewedRecords(ctx, "opportunity") as unknown as ReadonlyMap<string, Imported>).values()]
    : [];
  return new Set([
    ...rows.map(({ id }) => id),
    ...changed.flatMap(({ after, more }) => [after.stageId, ...more.passed]),
  ]);
}
