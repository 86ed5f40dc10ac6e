import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readArguments } from "./test/arguments";
import { writeDeepGreen } from "./test/deep-green";
import { forgetStages, hashTree, keptJournal, openJournal } from "./test/journal";
import { failedLines, flakyLines, foundTests, type Outcome, skippedLines, sum, withFewFlaky } from "./test/outcome";
import { stopAll } from "./test/runners";

const asked = readArguments(process.argv.slice(2));
if (typeof asked === "string") {
  console.error(asked);
  process.exit(2);
}
const { stages, files, isResumed, isKept, isWhole, longestMs } = asked;

// The runners have their own process groups: Ctrl-C reaches only this one.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    forgetIfChanged();
    void stopAll().then(() => process.exit(130));
  });
}

const began = performance.now();
const scratch = await mkdtemp(join(tmpdir(), "throughline-test-"));
const tree = isKept ? hashTree() : undefined;
let journal = tree && openJournal(tree);
const keys = stages.map(({ key }) => key);
if (journal && !isResumed) forgetStages(journal, keys);
if (isResumed && !journal) console.log("Outside a git repository nothing was kept, so all is run.");
const lines: string[] = [];
const outcomes: Outcome[] = [];
const failed = new Set<string>();
let searched = false;
let found = false;
for (const stage of stages) {
  const start = performance.now();
  console.log(`▶ ${stage.title}`);
  const run = { stage: stage.key, files, scratch, failed, endsAt: began + longestMs, journal, resumed: isResumed };
  const outcome = await stage.run(run);
  if (stage.narrowed) {
    searched = true;
    found ||= foundTests(outcome);
  }
  outcomes.push(outcome);
  forgetIfChanged();
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
const lost = files.length > 0 && searched && !found;
for (const text of [...(isKept ? keptLines() : []), `${total.passed} passed, ${total.failed} failed`])
  console.log(text);
if (lost) console.log(`No stage has a test in ${files.join(", ")}: nothing of it was tested.`);
process.exit(total.failed === 0 && !lost ? 0 : 1);

function forgetIfChanged(): void {
  if (journal && tree) journal = keptJournal(journal, tree);
}

/** Tells what becomes of the results of a deep run. */
function keptLines(): string[] {
  if (!journal) return tree ? ["Files changed during the run, so its results are not kept."] : [];
  if (total.failed > 0)
    return ["npm run test:deep -- --resume leaves out the files that passed, as long as only tests change."];
  return isWhole ? [writeDeepGreen()] : [];
}

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
