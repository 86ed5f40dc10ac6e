import "server-only";
import { z } from "zod";
import type { ImportOptions, ImportOutcome, ImportRow, RevertOutcome, revertCallInput } from "@/lib/import-rows";
import { foldKey } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { deleteSet } from "@/server/db/row-sets";
import { emit } from "@/server/events";
import { crm } from "../../../module";
import { stageEvents } from "../../events";
import { inBoardOrder } from "../../rules";
import { createStage, lockPipeline, stagesOf } from "../../stages/operations";
import { placesOfNew } from "../rules";
import { stageImportRow } from "../schema";
import { inPipelineOf, keptPart, makesOfPipeline, namedPart, pipelineOf, revertsOfPipeline } from "./of-pipeline";

type RevertRecords = z.output<typeof revertCallInput>["records"];

export const makeStages = crm.operation({
  ...makesOfPipeline,
  silent: "Each stage has its own event; stages that are there need none.",
  describe: "Adds a stage for each new value of a file, with the type that the member chose, at its place in a sale.",
  async run(ctx, { rows, options }) {
    const pipelineId = await pipelineOf(ctx, options);
    const outcome: ImportOutcome = { problems: [], touched: [], counts: {} };
    if (pipelineId === null) return outcome;
    // Places count among the stages that nobody changes any more.
    await lockPipeline(ctx, pipelineId, "stay");
    const stages = await stagesOf(ctx, pipelineId);
    const names = new Set(stages.map((stage) => stage.nameKey));
    const there = stages.filter((stage) => stage.type === "open");
    const made = newStages(rows, names);
    const open = made.filter(({ row }) => row.type === "open");
    const places = placesOfNew(
      there,
      open.map(({ row: { name, before } }) => ({ name, before: before === "" ? null : before })),
    );
    for (const one of made) {
      const { line, row } = one;
      const { before: _before, ...columns } = row;
      const next = row.type === "open" ? there[places[open.indexOf(one)] ?? there.length] : undefined;
      const stage = await createStage(ctx, { pipelineId, ...columns, ...(next ? { beforeId: next.id } : {}) });
      const { id, version, name: label } = stage;
      outcome.touched.push({ entity: "stage", id, line, action: "created", version, label, before: null });
    }
    return { ...outcome, counts: { stage: { created: outcome.touched.length, updated: 0, unchanged: 0, merged: 0 } } };
  },
});

/** The rows of stages that are not there yet, each name once. */
function newStages(rows: readonly ImportRow[], names: Set<string>) {
  return rows.flatMap(({ line, values }) => {
    const read = stageImportRow.safeParse(values);
    if (!read.success || names.has(foldKey(read.data.name))) return [];
    names.add(foldKey(read.data.name));
    return [{ line, row: read.data }];
  });
}

export const revertStages = crm.operation({
  ...revertsOfPipeline,
  silent: "Each stage has its own event.",
  describe:
    "Deletes imported stages that nobody changed and that never held an opportunity, and restores removed ones.",
  async run(ctx, { records }) {
    const rows = await ctx.db.stage.findMany({
      where: { id: { in: records.map((record) => record.id) } },
      select: { id: true, name: true, pipelineId: true, version: true },
    });
    const pipelines = new Set(rows.map((row) => row.pipelineId));
    for (const id of pipelines) await lockPipeline(ctx, id);
    const deleted = await deleteSet(
      ctx,
      "stages",
      records.filter(({ action }) => action === "created"),
    );
    const restored = await restoreStages(ctx, records);
    for (const row of rows) {
      if (!deleted.has(row.id)) continue;
      emit(ctx, stageEvents.removed, {
        id: row.id,
        version: row.version,
        parents: [{ entity: "pipeline", id: row.pipelineId }],
        data: { name: row.name, toStageId: null, moved: 0 },
      });
    }
    for (const id of pipelines) await renumber(ctx, id);
    const versions = new Map(rows.map((row) => [row.id, row.version]));
    return records.map(({ id, version, action }): RevertOutcome[number] => {
      if (deleted.has(id)) return { id, outcome: "deleted", reason: null };
      if (restored.has(id)) return { id, outcome: "restored", reason: null };
      const reason = action === "created" ? "Opportunities are or were in it." : "Another stage now has its name.";
      return keptPart({ id, version }, versions.get(id), reason);
    });
  },
});

const removedImage = z.object({ nameKey: z.string() });

/** Brings back the stages that an import removed, unless another stage has taken the name. */
async function restoreStages(ctx: Ctx, records: RevertRecords): Promise<Set<string>> {
  const restored = new Set<string>();
  for (const { id, version, before } of records.filter(({ action }) => action === "updated")) {
    const image = removedImage.safeParse(before).data;
    const row = await ctx.db.stage.findFirst({ where: { id, version }, select: { name: true, pipelineId: true } });
    if (!image || !row) continue;
    const taken = await ctx.db.stage.findFirst({
      where: { pipelineId: row.pipelineId, nameKey: image.nameKey },
      select: { id: true },
    });
    if (taken) continue;
    await ctx.db.stage.update({
      where: { id, version },
      data: { archivedAt: null, nameKey: image.nameKey, version: { increment: 1 } },
      select: { id: true },
    });
    emit(ctx, stageEvents.restored, {
      id,
      version: version + 1,
      parents: [{ entity: "pipeline", id: row.pipelineId }],
      after: { name: row.name },
      data: {},
    });
    restored.add(id);
  }
  return restored;
}

/** The stages of a pipeline are numbered without gaps again. */
async function renumber(ctx: Ctx, pipelineId: string): Promise<void> {
  for (const [index, stage] of inBoardOrder(await stagesOf(ctx, pipelineId)).entries())
    await ctx.db.stage.updateMany({
      where: { id: stage.id, NOT: { position: index + 1 } },
      data: { position: index + 1 },
    });
}

/** Probabilities that the workspace has for stages of some names in other pipelines than the one of a file. */
export async function knownProbabilities(ctx: Ctx, options: ImportOptions, keys: readonly string[]) {
  return await probabilitiesBeside(ctx, await pipelineOf(ctx, options), keys);
}

/** The same for a pipeline, null for a new one: by folded name that of an open stage, the default pipeline first. */
export async function probabilitiesBeside(ctx: Ctx, pipelineId: string | null, keys: readonly string[]) {
  const rows = await ctx.db.stage.findMany({
    where: {
      ...{ type: "open", archivedAt: null, nameKey: { in: [...keys] }, probability: { not: null } },
      pipeline: { archivedAt: null, ...(pipelineId ? { NOT: { id: pipelineId } } : {}) },
    },
    orderBy: [{ pipeline: { isDefault: "desc" } }, { pipeline: { position: "asc" } }],
    select: { nameKey: true, probability: true, pipeline: { select: { name: true } } },
  });
  return new Map(
    rows
      .toReversed()
      .map(({ nameKey, probability, pipeline: { name } }) => [
        nameKey,
        { value: probability ?? 0, from: /pipeline/i.test(name) ? name : `${name} pipeline` },
      ]),
  );
}

/** Pipelines by name. */
export async function findPipelines(ctx: Ctx, keys: readonly string[]) {
  const where = { archivedAt: null, nameKey: { in: [...keys] } };
  const rows = await ctx.db.pipeline.findMany({ where, select: { id: true, name: true, nameKey: true } });
  return rows.map(namedPart);
}

export async function pipelineCandidates(ctx: Ctx) {
  const rows = await ctx.db.pipeline.findMany({
    where: { archivedAt: null },
    orderBy: { position: "asc" },
    select: { id: true, name: true },
  });
  return rows.map(({ id, name: label }) => ({ id, label }));
}

/** Stages of a pipeline by name. */
export const findStages = (ctx: Ctx, keys: readonly string[], options: ImportOptions) =>
  inPipelineOf(ctx, options, async (pipelineId) => {
    const where = { pipelineId, archivedAt: null, nameKey: { in: [...keys] } };
    return (await ctx.db.stage.findMany({ where, select: { id: true, name: true, nameKey: true } })).map(namedPart);
  });

export const stageCandidates = (ctx: Ctx, options: ImportOptions) =>
  inPipelineOf(ctx, options, async (pipelineId) =>
    (await stagesOf(ctx, pipelineId)).map(({ id, name: label }) => ({ id, label })),
  );
