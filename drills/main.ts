import { writeFile } from "node:fs/promises";
import { shutdownSignal } from "@/local/child";
import { describeProblem } from "@/local/problem";
import { type Check, Findings, promiseOf, tableOf } from "./check";
import { drills } from "./drills";
import { readOptions } from "./options";
import { openStage, type Stage } from "./stage/stage";

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
  const ids = drills.map(({ id }) => id);
  const { scale, seed, only, out } = readOptions(process.argv.slice(2), ids);
  say(`scale ${scale.name}, --seed ${seed}`);
  const stage = await openStage({ scale, seed, say });
  opened.stage = stage;
  say("the app and all that it needs are up");
  const chosen = drills.filter(({ id }) => !only || only.includes(id));
  const checks = await runDrills(stage, chosen);
  const failed = checks.filter(({ ok }) => !ok).length;
  console.log(`\n${tableOf(checks)}\n`);
  say(`${checks.length - failed} passed, ${failed} failed (--scale ${scale.name} --seed ${seed})`);
  await report(checks);
  if (out) {
    const promises = chosen.map(({ id, title }) => promiseOf(id, title, checks));
    await writeFile(out, `${JSON.stringify(promises, null, 2)}\n`);
    say(`written to ${out}`);
  }
  return failed === 0 ? 0 : 1;
}

/** One drill after the other; later checks run when all drills have begun. */
async function runDrills(stage: Stage, chosen: typeof drills): Promise<Check[]> {
  const all: Findings[] = [];
  const later: (() => Promise<void>)[] = [];
  for (const { id, title, run: drill } of chosen) {
    const findings = new Findings(id, stage.scale.slowness);
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

/** The totals for `npm run test:deep`, in the file that it names. */
async function report(checks: readonly Check[]): Promise<void> {
  const file = process.env.TEST_TOTALS;
  if (!file) return;
  const failures = checks
    .filter(({ ok }) => !ok)
    .map(({ drill, what, expected, found }) => ({ suite: drill, title: what, reason: `${found}, not ${expected}` }));
  const passed = checks.length - failures.length;
  await writeFile(file, JSON.stringify({ passed, failed: failures.length, failures, flaky: [], skipped: [] }));
}
