import { parseArgs } from "node:util";
import { LocalProblem } from "@/local/problem";
import { type Scale, scales } from "./data/scale";

type Options = { scale: Scale; only: string[]; out: string | undefined; quick: boolean; record: boolean };
/** The ids of figures that a run can have: a whole one, and a quick one. */
type Ids = { all: readonly string[]; quick: readonly string[] };

/** The options of the command line; throws the usage as a LocalProblem when they are invalid. */
export function readOptions(args: string[], ids: Ids): Options {
  const usage = `Usage: npm run bench -- [--scale small|full] [--only ${ids.all.join(",")}] [--record] --out FILE
       npm run bench -- --quick [--scale small|full] [--only ${ids.quick.join(",")}] [--record] [--out FILE]`;
  const { scale, only, out, quick, record } = parsed(args, usage);
  const known = quick ? ids.quick : ids.all;
  const chosen = only?.split(",") ?? [...known];
  if (!(scale === "small" || scale === "full")) throw new LocalProblem(usage);
  if (out === "" || !(out || quick)) throw new LocalProblem(usage);
  if (chosen.some((id) => !known.includes(id))) throw new LocalProblem(usage);
  return { scale: scales[scale], only: chosen, out, quick, record };
}

function parsed(args: string[], usage: string) {
  try {
    return parseArgs({
      args,
      options: {
        scale: { type: "string", default: "small" },
        only: { type: "string" },
        out: { type: "string" },
        quick: { type: "boolean", default: false },
        record: { type: "boolean", default: false },
      },
    }).values;
  } catch (cause) {
    throw new LocalProblem(usage, { cause });
  }
}
