import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeNouns } from "../../scripts/new-noun/many";
import { copyWholeTree } from "../../scripts/trees/copy";
import { type Figure, judge, median } from "../figure";

const nouns = 60;
const rounds = 3;

interface Cost {
  /** Seconds of processor time. */
  cpu: number;
  /** Megabytes. */
  memory: number;
}

/** The compiler's cost for the tree, and for the tree with sixty more nouns of twelve fields, in turns. */
export async function typeFigures(say: (text: string) => void): Promise<Figure[]> {
  const [bare, full] = [copyWholeTree(), copyWholeTree()];
  try {
    writeNouns(full, nouns);
    for (const folder of [bare, full]) await run(folder, "node", "scripts/generate.mjs");
    const before: Cost[] = [];
    const after: Cost[] = [];
    for (let round = 0; round < rounds; round++) {
      before.push(await compiled(bare));
      after.push(await compiled(full));
      say(`types: round ${round + 1} of ${rounds} is over`);
    }
    const figure = (name: string, unit: string, must: number, stretch: number, of: (cost: Cost) => number) =>
      judge({
        id: "types",
        name: `${name} of tsc with ${nouns} nouns of 12 fields more`,
        value: median(after.map(of)),
        baseline: median(before.map(of)),
        unit,
        note: "baseline: the tree as it is",
        bar: { of: "ratio", is: "at most", must, stretch },
      });
    return [
      figure("processor time", "s", 1.6, 1.3, ({ cpu }) => cpu),
      figure("memory", "MB", 1.8, 1.5, ({ memory }) => memory),
    ];
  } finally {
    for (const folder of [bare, full]) await rm(folder, { recursive: true, force: true });
  }
}

/** One run of the compiler from scratch; throws its output if the tree does not compile. */
async function compiled(folder: string): Promise<Cost> {
  const tsc = join("node_modules", "typescript", "bin", "tsc");
  const args = [tsc, "--noEmit", "-p", ".", "--incremental", "false", "--extendedDiagnostics"];
  // Node does not report a child's processor time; a shell reports that of its children.
  const output = await run(folder, "sh", "-c", '"$@"; code=$?; times; exit $code', "sh", process.execPath, ...args);
  const kilobytes = /Memory used:\s+(\d+)K/.exec(output)?.[1];
  const spent = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(output)?.slice(1).map(Number);
  if (!kilobytes || !spent) throw new Error(`The compiler does not say what it took:\n${output}`);
  const [minutes = 0, seconds = 0, systemMinutes = 0, systemSeconds = 0] = spent;
  return { cpu: (minutes + systemMinutes) * 60 + seconds + systemSeconds, memory: Number(kilobytes) / 1024 };
}

async function run(cwd: string, program: string, ...args: string[]): Promise<string> {
  try {
    return (await promisify(execFile)(program, args, { cwd, maxBuffer: 2 ** 26 })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${[program, ...args].join(" ")} failed:\n${stdout ?? ""}${stderr ?? ""}`, { cause: error });
  }
}
