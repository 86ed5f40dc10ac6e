import { parseArgs } from "node:util";
import { LocalProblem } from "@/local/problem";
import { type Scale, scales } from "./data/scale";

type Options = { scale: Scale; only: string[]; out: string };

/** The options of the command line; throws the usage as a LocalProblem when they are invalid. */
export function readOptions(args: string[], ids: readonly string[]): Options {
  const usage = `Usage: npm run bench -- [--scale small|full] [--only ${ids.join(",")}] --out FILE`;
  const { scale, only, out } = parsed(args, usage);
  const chosen = only?.split(",") ?? [...ids];
  if (!(scale === "small" || scale === "full") || !out) throw new LocalProblem(usage);
  if (chosen.some((id) => !ids.includes(id))) throw new LocalProblem(usage);
  return { scale: scales[scale], only: chosen, out };
}

function parsed(args: string[], usage: string) {
  try {
    return parseArgs({
      args,
      options: { scale: { type: "string", default: "small" }, only: { type: "string" }, out: { type: "string" } },
    }).values;
  } catch (cause) {
    throw new LocalProblem(usage, { cause });
  }
}
