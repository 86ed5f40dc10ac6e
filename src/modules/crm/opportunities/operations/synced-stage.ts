import "server-only";
import { foldKey } from "@/lib/text";
import type { Ctx } from "@/server/context";
import type { FieldPair } from "@/server/sync/object";
import { withoutPartner } from "@/server/sync/pairs/choices";
import type { Opportunity } from "../schema";
import { moveOpportunity } from "./move";

const field = "stage";
const label = "Stage";
/** Between a pipeline and a stage of it in one value; a name of a service has no such sign. */
const mark = "/";

/** The stage of a service as one value, with its pipeline. */
export const stageThere = (pipeline: string, stage: string): string => `${pipeline}${mark}${stage}`;

/** The label of a stage with that of its pipeline: "Proposal (Sales)". */
export const stageLabel = (stage: string, pipeline: string): string => `${stage} (${pipeline})`;

/**
 * The stage of an opportunity with the properties of a service that hold its pipeline and its stage: paired stage by stage.
 * A move goes through the operation of the board, so the conditions of a stage hold.
 */
export function stagePair({ stage, pipeline }: { stage: string; pipeline: string }): FieldPair {
  return {
    field,
    label,
    remote: [stage, pipeline],
    note: "Stage by stage",
    directions: ["in", "out", "both"],
    points: { to: "option" },
    optionsHere: stagesHere,
    alikeOptions: alikeStages,
    read: (record) => (record as unknown as Opportunity).stageId,
    toTheirs(value, { optionThere }) {
      const there = optionThere(field, String(value));
      if (there === undefined) return withoutPartner(label, "this stage", "there", String(value));
      const at = there.indexOf(mark);
      return { props: { [pipeline]: there.slice(0, at), [stage]: there.slice(at + 1) } };
    },
    toOurs(props, { optionHere }) {
      const [inPipeline, name] = [props[pipeline], props[stage]];
      if (!inPipeline || !name) return withoutPartner(label, "no stage", "here");
      const here = optionHere(field, stageThere(inPipeline, name));
      return here === undefined ? withoutPartner(label, name, "here", stageThere(inPipeline, name)) : { value: here };
    },
    patch: (value) => ({ stageId: value }),
    async act(ctx, { id, version }, value) {
      return await moveOpportunity(ctx, { id, version, stageId: String(value) });
    },
  };
}

async function stagesHere(ctx: Ctx) {
  const stages = await ctx.db.stage.findMany({
    where: { archivedAt: null, pipeline: { archivedAt: null } },
    orderBy: [{ pipeline: { position: "asc" } }, { position: "asc" }],
    select: { id: true, name: true, pipeline: { select: { name: true } } },
  });
  return stages.map(({ id, name, pipeline }) => ({ value: id, label: stageLabel(name, pipeline.name) }));
}

type Options = Parameters<NonNullable<FieldPair["alikeOptions"]>>[0];

interface Stage {
  value: string;
  name: string;
  pipeline: string;
}

const stagesIn = (options: Options): Stage[] =>
  options.map(({ value, label: text }) => {
    const [name = "", pipeline = ""] = /^(.*) \((.*)\)$/s.exec(text)?.slice(1) ?? [text];
    return { value, name: foldKey(name), pipeline: foldKey(pipeline) };
  });

/** Stages of one name in pipelines that belong together. Others are for people to pair. */
export function alikeStages(ours: Options, theirs: Options): { ours: string; theirs: string }[] {
  const [here, there] = [stagesIn(ours), stagesIn(theirs)];
  const partners = pairedPipelines(here, there);
  const only = (stages: Stage[], pipeline: string | undefined, name: string) => {
    const named = stages.filter((stage) => stage.pipeline === pipeline && stage.name === name);
    return named.length === 1 ? named[0] : undefined;
  };
  return here.flatMap(({ value, name, pipeline }) => {
    const found = only(here, pipeline, name) && only(there, partners.get(pipeline), name);
    return found ? [{ ours: value, theirs: found.value }] : [];
  });
}

/** The pipelines that belong together: those of one name, then those that share names of stages with each other alone. */
function pairedPipelines(here: readonly Stage[], there: readonly Stage[]): ReadonlyMap<string, string> {
  const pipelinesIn = (stages: readonly Stage[]) => [...new Set(stages.map(({ pipeline }) => pipeline))];
  const [own, other] = [pipelinesIn(here), pipelinesIn(there)];
  const pairs = new Map(own.filter((pipeline) => other.includes(pipeline)).map((pipeline) => [pipeline, pipeline]));
  const share = (one: string, two: string) =>
    here.some(
      (stage) => stage.pipeline === one && there.some((far) => far.pipeline === two && far.name === stage.name),
    );
  const isFree = (pipeline: string) => !pairs.has(pipeline);
  const [freeHere, freeThere] = [own.filter(isFree), other.filter(isFree)];
  for (const one of freeHere) {
    const [two, second] = freeThere.filter((each) => share(one, each));
    const rivals = freeHere.filter((each) => two !== undefined && share(each, two));
    if (two !== undefined && second === undefined && rivals.length === 1) pairs.set(one, two);
  }
  return pairs;
}
