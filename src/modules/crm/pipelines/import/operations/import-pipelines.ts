import "server-only";
import { counted } from "@/lib/counted";
import { foldKey, quoteValue } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { invalid } from "@/server/errors";
import { createPipeline } from "../../operations";
import { defaultStages } from "../../rules";
import { createPipelineInput, type NewStage } from "../../schema";
import { inSaleOrder, sureTypeOf } from "../rules";
import { probabilitiesBeside } from "./import-stages";

const mostStages = 30;
const nouns = { one: "stage", many: "stages" };
const mostReasons = 50;
const stageName = createPipelineInput.shape.name;

/**
 * A pipeline with the stages that a file names in it, in the order of a sale; it gets usual ones only of types that these do
 * not have. Stages whose type is in doubt are left to a person. Probabilities are those of such names in the workspace.
 */
export async function makePipeline(ctx: Ctx, name: string, within: ReadonlyMap<string, readonly string[]>) {
  const named = within.get("stage") ?? [];
  const known = await probabilitiesBeside(ctx, null, named.map(foldKey));
  const own = inSaleOrder(named).flatMap((stage): NewStage[] => {
    const type = sureTypeOf(stage);
    return type ? [{ name: stage, type, probability: known.get(foldKey(stage))?.value ?? null }] : [];
  });
  const stages = [...own, ...defaultStages.filter(({ type }) => !own.some((stage) => stage.type === type))];
  requireFitting(ctx, name, stages);
  const archived = { nameKey: foldKey(name), NOT: { archivedAt: null } };
  if (await ctx.db.pipeline.findFirst({ where: archived, select: { id: true } }))
    throw invalid("texts", `${quoteValue(name)} is archived. Restore it in the settings, or choose another pipeline.`);
  const lossReasons = within.get("lossReason")?.filter((reason) => stageName.safeParse(reason).success);
  const reasons = lossReasons?.length ? { lossReasons: lossReasons.slice(0, mostReasons) } : {};
  await createPipeline(ctx, { name, stages, ...reasons });
}

/** VALIDATION, in words about the file, for what `createPipeline` would refuse. */
function requireFitting({ tenant }: Ctx, name: string, stages: readonly NewStage[]): void {
  const long = [name, ...stages.map((stage) => stage.name)].find((one) => !stageName.safeParse(one).success);
  if (long !== undefined)
    throw invalid("texts", `${quoteValue(long)} is too long for a name. Choose an existing pipeline or stage for it.`);
  if (stages.length > mostStages)
    throw invalid(
      "texts",
      `${quoteValue(name)} would have ${counted(stages.length, nouns, tenant.locale)}, and a pipeline can have ${mostStages}. Check the column of the stages, or choose an existing pipeline.`,
    );
}
