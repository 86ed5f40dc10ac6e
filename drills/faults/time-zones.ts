import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNode } from "@/local/child";
import type { Findings } from "../check";
import type { Stage } from "../stage/stage";

const TABLE = "src/lib/working-time.test.ts";
const LEAST = 200;

/** R24: the golden table of days, zones, clock changes and leap days; its cases are unit tests, which run here. */
export async function timeZones(_: Stage, findings: Findings): Promise<void> {
  const file = join(tmpdir(), `throughline-golden-${process.pid}.json`);
  const args = ["node_modules/vitest/vitest.mjs", "run", "--project", "unit", "--maxWorkers=1"];
  const reporters = ["--reporter=dot", "--reporter=./scripts/test/vitest-totals.ts"];
  const child = startNode([...args, ...reporters, TABLE], {
    env: { TEST_TOTALS: file, NODE_ENV: "test" },
    show: false,
  });
  const { output } = await child.ended;
  const totals = await readFile(file, "utf8").catch(() => undefined);
  await rm(file, { force: true });
  if (totals === undefined) throw new Error(`The golden table could not be run:\n${output}`);
  const { passed, failed } = JSON.parse(totals) as { passed: number; failed: number };
  findings.atLeast("cases of the golden table that hold", LEAST, passed);
  findings.same("that do not", 0, failed);
}
