import { parseArgs } from "node:util";
import { areas } from "./areas";
import { DEEP_STAGES, STAGES, type Stage, stagesOf } from "./stages";

/** The stages and files of a run, by its arguments. */
export type Asked = {
  stages: Stage[];
  files: string[];
  isResumed: boolean;
  /** All files of each stage of the deep run: what passes is kept for a run that resumes it. */
  isKept: boolean;
  /** The whole deep run. */
  isWhole: boolean;
  /** The end of the run, however slow the machine is. A single test that hangs ends by its own limit before. */
  longestMs: number;
};

const LONGEST_MINUTES = { everyChange: 90, deep: 240 };

const options = {
  deep: { type: "boolean" },
  only: { type: "string" },
  area: { type: "string" },
  resume: { type: "boolean" },
} as const;

/** Reads the arguments of `npm test` and `npm run test:deep`; a text says what is wrong with them. */
export function readArguments(args: string[]): Asked | string {
  const { values, positionals: files } = parseArgs({ args, options, allowPositionals: true });
  const { deep: isDeep = false, resume: isResumed = false, area: name } = values;
  if (!isDeep && (name !== undefined || isResumed)) return "Only npm run test:deep has --area and --resume.";
  if (files.length > 0 && (name !== undefined || isResumed)) return "Name files, an area or --resume, not two of them.";
  if (name !== undefined && isResumed) return "The run of an area is not resumed; only the whole deep run is.";
  const area = areas().find((one) => one.name === name);
  if (name !== undefined && !area) {
    const names = areas().map((one) => one.name);
    return `There is no area ${name}. The areas are ${names.join(", ")}.`;
  }
  const known = area ? stagesOf(area) : runStages(isDeep);
  const only = values.only?.split(",");
  const unknown = only?.filter((key) => !known.some((stage) => stage.key === key)) ?? [];
  if (unknown.length > 0) return `There is no stage ${unknown.join(", ")}. ${usage(isDeep, known)}`;
  const stages = known.filter(({ key }) => !only || only.includes(key));
  const minutes = isDeep ? LONGEST_MINUTES.deep : LONGEST_MINUTES.everyChange;
  const isKept = isDeep && !area && files.length === 0;
  return { stages, files, isResumed, isKept, isWhole: isKept && !only, longestMs: minutes * 60_000 };
}

const runStages = (isDeep: boolean): Stage[] => (isDeep ? DEEP_STAGES : STAGES);

function usage(isDeep: boolean, stages: readonly Stage[]): string {
  const only = `[--only ${stages.map(({ key }) => key).join(",")}]`;
  return isDeep ? `npm run test:deep -- [--area NAME] [--resume] ${only} [FILE…]` : `npm test -- ${only} [FILE…]`;
}
