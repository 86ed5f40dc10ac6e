import "server-only";
import {
  deletedSince,
  type ImportOptions,
  importCallInput,
  importCallOutput,
  type RevertOutcome,
  revertCallInput,
  revertCallOutput,
} from "@/lib/import-rows";
import type { Ctx } from "@/server/context";
import { importScope } from "@/server/import-scope";
import { answersOf } from "./batch-answers";

/** The head of each operation by which an import writes parts of a pipeline. */
const ofImport = {
  kind: "mutation",
  permission: "pipeline:manage",
  uses: [{ scope: importScope, ids: (input: { importId: string }) => [input.importId] }],
} as const;
export const makesOfPipeline = { ...ofImport, input: importCallInput, output: importCallOutput };
export const revertsOfPipeline = { ...ofImport, input: revertCallInput, output: revertCallOutput };

/** The pipeline of a file's opportunities; null where it is not there any more. */
export async function pipelineOf(ctx: Ctx, options: ImportOptions): Promise<string | null> {
  const { pipelineId } = answersOf(options);
  const row = await ctx.db.pipeline.findFirst({
    where: { archivedAt: null, ...(pipelineId ? { id: pipelineId } : { isDefault: true }) },
    select: { id: true },
  });
  return row?.id ?? null;
}

/** Returns the rows that `find` reads of the pipeline of a file's opportunities; nothing where it is not there any more. */
export async function inPipelineOf<R>(
  ctx: Ctx,
  options: ImportOptions,
  find: (pipelineId: string) => Promise<R[]>,
): Promise<R[]> {
  const pipelineId = await pipelineOf(ctx, options);
  return pipelineId === null ? [] : await find(pipelineId);
}

/** A part of a pipeline as texts of files name it. */
export const namedPart = ({ id, name, nameKey }: { id: string; name: string; nameKey: string }) => ({
  ...{ key: nameKey, id, label: name },
});

/** Why a part of a pipeline, which an import created or changed, is still as the import left it. */
export function keptPart(
  { id, version }: { id: string; version: number },
  now: number | undefined,
  reason: string,
): RevertOutcome[number] {
  if (now === undefined) return { id, outcome: "kept", reason: deletedSince };
  return { id, outcome: "kept", reason: now === version ? reason : "Somebody has since changed it." };
}
