import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { failedLines, flakyLines, foundTests, type Outcome, skippedLines, sum, withFewFlaky } from "./test/outcome";
import { DEEP_STAGES, LONGEST_MS, STAGES, stopAll } from "./test/stages";

const { values, positionals } = parseArgs({
  options: { deep: { type: "boolean" }, only: { type: "string" } },
  allowPositionals: true,
});
const stages = values.deep ? DEEP_STAGES : STAGES;
const USAGE = `npm ${values.deep ? "run test:deep" : "test"} [-- [--only ${stages.map(({ key }) => key).join(",")}] [FILE…]]`;
const only = values.only?.split(",");
const unknown = only?.filter((key) => !stages.some((stage) => stage.key === key)) ?? [];
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(", ")}. ${USAGE}`);
  process.exit(2);
}

// The runners have their own process groups: Ctrl-C reaches only this one.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => void stopAll().then(() => process.exit(130)));
}

const began = performance.now();
const scratch = await mkdtemp(join(tmpdir(), "throughline-test-"));
const lines: string[] = [];
const outcomes: Outcome[] = [];
const failed = new Set<string>();
let searched = false;
let found = false;
for (const stage of stages.filter(({ key }) => !only || only.includes(key))) {
  const start = performance.now();
  console.log(`▶ ${stage.title}`);
  const outcome = await stage.run({ files: positionals, scratch, failed, endsAt: began + LONGEST_MS });
  if (stage.narrowed) {
    searched = true;
    found ||= foundTests(outcome);
  }
  outcomes.push(outcome);
  if (outcome.failed > 0) failed.add(stage.key);
  const ran = foundTests(outcome) ? "✓" : "-";
  const mark = outcome.failed === 0 ? ran : "✗";
  const line = `${mark} ${stage.title.padEnd(21)}${counts(outcome).padEnd(40)}${seconds(start)}`;
  lines.push(line);
  console.log(line);
}
await rm(scratch, { recursive: true, force: true });

const total = withFewFlaky(sum(outcomes));
console.log(`\n${lines.join("\n")}\n  ${"together".padEnd(21)}${"".padEnd(40)}${seconds(began)}`);
const named = [...skippedLines(total.skipped), ...flakyLines(total.flaky), ...failedLines(total.failures)];
for (const text of named) console.log(text);
console.log(`${total.passed} passed, ${total.failed} failed`);
const lost = positionals.length > 0 && searched && !found;
if (lost) console.log(`No stage has a test in ${positionals.join(", ")}: nothing of it was tested.`);
process.exit(total.failed === 0 && !lost ? 0 : 1);

function counts({ passed, failed, flaky, skipped }: Outcome): string {
  const parts = [
    `${passed} passed`,
    failed && `${failed} failed`,
    flaky.length && `${flaky.length} flaky`,
    skipped.length && `${skipped.length} skipped`,
  ];
  return parts.filter(Boolean).join(", ");
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
