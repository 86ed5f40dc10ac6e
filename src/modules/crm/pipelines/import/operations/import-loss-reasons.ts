import "server-only";
import type { ImportOptions, ImportOutcome, ImportRow, RevertOutcome } from "@/lib/import-rows";
import { foldKey } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { deleteSet } from "@/server/db/row-sets";
import { emit } from "@/server/events";
import { newId } from "@/server/new-id";
import { crm } from "../../../module";
import { lossReasonEvents } from "../../events";
import { createLossReasonInput } from "../../loss-reasons/schema";
import { inPipelineOf, keptPart, makesOfPipeline, namedPart, pipelineOf, revertsOfPipeline } from "./of-pipeline";

const mostCandidates = 20_000;
const lossReasonName = createLossReasonInput.shape.name;

export const makeLossReasons = crm.operation({
  ...makesOfPipeline,
  silent: "Each loss reason has its own event; reasons that are there need none.",
  describe: "Adds a loss reason to the pipeline for each new value of a file, behind those that it has.",
  async run(ctx, { rows, options }) {
    const pipelineId = await pipelineOf(ctx, options);
    const outcome: ImportOutcome = { problems: [], touched: [], counts: {} };
    if (pipelineId === null) return outcome;
    const there = await ctx.db.lossReason.findMany({
      where: { pipelineId },
      select: { nameKey: true, position: true },
    });
    const last = Math.max(0, ...there.map(({ position }) => position));
    const { wanted, problems } = newReasons(rows, new Set(there.map(({ nameKey }) => nameKey)));
    // Without a lock of the pipeline, for which moves would wait: somebody may add the same one meanwhile.
    const added = await ctx.db.lossReason.createManyAndReturn({
      data: wanted.map(({ id, name }, at) => {
        return { id, pipelineId, name, nameKey: foldKey(name), position: last + at + 1 };
      }),
      skipDuplicates: true,
      select: { id: true },
    });
    const ids = new Set(added.map(({ id }) => id));
    const made = wanted.filter(({ id }) => ids.has(id));
    for (const { id, line, name } of made) {
      const parents = [{ entity: "pipeline", id: pipelineId }];
      emit(ctx, lossReasonEvents.created, { id, version: 1, parents, after: { name }, data: {} });
      outcome.touched.push({
        entity: "lossReason",
        id,
        line,
        action: "created",
        version: 1,
        label: name,
        before: null,
      });
    }
    const counts = { lossReason: { created: made.length, updated: 0, unchanged: 0, merged: 0 } };
    return { ...outcome, problems, counts };
  },
});

/** The reasons that are not there yet, each name once, and the names that are too long. */
function newReasons(rows: readonly ImportRow[], names: Set<string>) {
  const problems: ImportOutcome["problems"] = [];
  const wanted = rows.flatMap(({ line, values }) => {
    const read = lossReasonName.safeParse(values.name);
    if (!read.success) problems.push({ line, field: "name", reason: read.error.issues[0]?.message ?? "" });
    if (!read.success || names.has(foldKey(read.data))) return [];
    names.add(foldKey(read.data));
    return [{ id: newId(), line, name: read.data }];
  });
  return { wanted, problems };
}

export const revertLossReasons = crm.operation({
  ...revertsOfPipeline,
  silent: "Each loss reason has its own event.",
  describe: "Deletes imported loss reasons that nobody changed and for which no opportunity was lost.",
  async run(ctx, { records }) {
    const rows = await ctx.db.lossReason.findMany({
      where: { id: { in: records.map((record) => record.id) } },
      select: { id: true, name: true, pipelineId: true, version: true },
    });
    const deleted = await deleteSet(ctx, "loss_reasons", records);
    for (const { id, name, pipelineId, version } of rows) {
      if (!deleted.has(id)) continue;
      const parents = [{ entity: "pipeline", id: pipelineId }];
      emit(ctx, lossReasonEvents.removed, { id, version, parents, data: { name } });
    }
    const versions = new Map(rows.map((row) => [row.id, row.version]));
    return records.map(({ id, version }): RevertOutcome[number] => {
      if (deleted.has(id)) return { id, outcome: "deleted", reason: null };
      return keptPart({ id, version }, versions.get(id), "Opportunities were lost for it.");
    });
  },
});

/** Loss reasons of a pipeline by name. */
export const findLossReasons = (ctx: Ctx, keys: readonly string[], options: ImportOptions) =>
  inPipelineOf(ctx, options, async (pipelineId) => {
    const where = { pipelineId, archivedAt: null, nameKey: { in: [...keys] } };
    const rows = await ctx.db.lossReason.findMany({ where, select: { id: true, name: true, nameKey: true } });
    return rows.map(namedPart);
  });

export const lossReasonCandidates = (ctx: Ctx, options: ImportOptions) =>
  inPipelineOf(ctx, options, async (pipelineId) => {
    const rows = await ctx.db.lossReason.findMany({
      where: { pipelineId, archivedAt: null },
      orderBy: [{ position: "asc" }, { id: "asc" }],
      take: mostCandidates,
      select: { id: true, name: true },
    });
    return rows.map(({ id, name: label }) => ({ id, label }));
  });
