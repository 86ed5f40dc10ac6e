import { parseArgs } from "node:util";
import { LocalProblem } from "@/local/problem";
import { type Scale, scales } from "./scale";

type Options = { scale: Scale; seed: number; only: string[] | undefined; out: string | undefined };

/** The options of the command line; throws the usage as a LocalProblem when they are invalid. */
export function readOptions(args: string[], ids: readonly string[]): Options {
  const usage = `Usage: npm run drill -- [--scale small|full] [--only ${ids.join(",")}] [--seed N] [--out FILE]`;
  const { scale, seed, only, out } = parsed(args, usage);
  const chosen = only?.split(",");
  if (!(scale === "small" || scale === "full") || !/^\d+$/.test(seed) || out === "") throw new LocalProblem(usage);
  if (chosen?.some((id) => !ids.includes(id))) throw new LocalProblem(usage);
  return { scale: scales[scale], seed: Number(seed), only: chosen, out };
}

function parsed(args: string[], usage: string) {
  try {
    return parseArgs({
      args,
      options: {
        scale: { type: "string", default: "small" },
        seed: { type: "string", default: "1" },
        only: { type: "string" },
        out: { type: "string" },
      },
    }).values;
  } catch (cause) {
    throw new LocalProblem(usage, { cause });
  }
}
