import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { shutdownSignal } from "@/local/child";
import { describeProblem, LocalProblem } from "@/local/problem";
import { type Check, Findings, tableOf } from "./check";
import { drills } from "./drills";
import { scales } from "./scale";
import { openStage, type Stage } from "./stage/stage";

const USAGE = `Usage: npm run drill -- [--scale small|full] [--only ${drills.map(({ id }) => id).join(",")}] [--seed N]`;

const started = Date.now();
const say = (text: string) => console.log(`[${((Date.now() - started) / 1000).toFixed(1)} s] ${text}`);

const opened: { stage?: Stage } = {};
const interrupted = shutdownSignal().then(() => 130);
const work = run().catch((error: unknown) => {
  console.error(describeProblem(error));
  return 1;
});
const code = await Promise.race([work, interrupted]);
await opened.stage?.stop();
process.exit(code);

async function run(): Promise<number> {
  const { values } = parseArgs({
    options: {
      scale: { type: "string", default: "small" },
      only: { type: "string" },
      seed: { type: "string", default: "1" },
    },
  });
  const scale = values.scale === "small" || values.scale === "full" ? scales[values.scale] : undefined;
  const only = values.only?.split(",");
  const seed = Number(values.seed);
  if (!scale || !Number.isInteger(seed) || only?.some((id) => drills.every((drill) => drill.id !== id)))
    throw new LocalProblem(USAGE);
  say(`scale ${scale.name}, --seed ${seed}`);
  const stage = await openStage({ scale, seed, say });
  opened.stage = stage;
  say("the app and all that it needs are up");
  const checks = await runDrills(
    stage,
    drills.filter(({ id }) => !only || only.includes(id)),
  );
  const failed = checks.filter(({ ok }) => !ok).length;
  console.log(`\n${tableOf(checks)}\n`);
  say(`${checks.length - failed} passed, ${failed} failed (--scale ${scale.name} --seed ${seed})`);
  await report(checks);
  return failed === 0 ? 0 : 1;
}

/** One drill after the other; what can be looked at only later is looked at when all have begun. */
async function runDrills(stage: Stage, chosen: typeof drills): Promise<Check[]> {
  const all: Findings[] = [];
  const later: (() => Promise<void>)[] = [];
  for (const { id, title, run: drill } of chosen) {
    const findings = new Findings(id);
    all.push(findings);
    const broke = (error: unknown) => {
      console.error(error);
      findings.broke(error);
    };
    say(`${id} ${title}`);
    const rest = await drill(stage, findings).catch(broke);
    if (rest) later.push(() => rest().catch(broke));
  }
  say("what time decides");
  for (const look of later) await look();
  return all.flatMap(({ checks }) => checks);
}

/** The totals for `npm test`, in the file that it names. */
async function report(checks: readonly Check[]): Promise<void> {
  const file = process.env.TEST_TOTALS;
  const passed = checks.filter(({ ok }) => ok).length;
  if (file) await writeFile(file, JSON.stringify({ passed, failed: checks.length - passed, skipped: [] }));
}
