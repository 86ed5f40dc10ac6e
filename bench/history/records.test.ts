import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bar, judge, unmeasured } from "../figure";
import { besideRecords } from "./compare";
import { performancePage } from "./page";
import { recordRun } from "./record-run";
import { type KeptFigure, type KeptRun, PAGE, RECORDED, readRuns } from "./records";

const atLeast: Bar = { of: "ratio", is: "at least", must: 0.15, stretch: 0.3 };
const atMost: Bar = { of: "value", is: "at most", must: 60, stretch: 30 };
const now = (id: string, value: number, bar: Bar, baseline?: number) =>
  judge({ id, name: "a list", unit: "ms", note: "", value, bar, ...(baseline === undefined ? {} : { baseline }) });
const kept = (id: string, value: number | null, ratio: number | null): KeptFigure => ({
  id,
  name: "a list",
  unit: "ms",
  value,
  ratio,
});
const run = (commit: string, figures: KeptFigure[], scale = "small"): KeptRun => ({
  commit,
  date: "2026-11-26",
  scale,
  machine: "2 cores",
  figures,
});

describe("a run beside the recorded ones", () => {
  test("shows each ratio beside the last one of its scale, and names what is more than a tenth worse", () => {
    const runs = [
      run("old", [kept("P2", 1, 9), kept("P6", 5, null), kept("P25", 4, null)]),
      run("new", [kept("P2", 300, 0.2)]),
      run("other", [kept("P2", 300, 0.5)], "full"),
    ];
    const figures = [now("P2", 170, atLeast, 1_000), now("P6", 5.4, atMost), now("P25", 5, atMost)];
    expect(besideRecords(figures, runs, "small")).toEqual([
      "Beside the last record of scale small:",
      "  P2       a list: 0.17x, recorded 0.2x (new, 2026-11-26), 18 % worse",
      "  P6       a list: 5.4 ms, recorded 5 ms (old, 2026-11-26), 8 % worse",
      "  P25      a list: 5 ms, recorded 4 ms (old, 2026-11-26), 25 % worse",
      "2 more than a tenth worse than recorded:",
      "  P2       a list: 0.17x, recorded 0.2x (new, 2026-11-26), 18 % worse",
      "  P25      a list: 5 ms, recorded 4 ms (old, 2026-11-26), 25 % worse",
    ]);
  });

  test("knows which direction is better, and compares values where one of both has no ratio", () => {
    const runs = [run("old", [kept("P2", 300, 0.2), kept("P6", 50, null)])];
    expect(besideRecords([now("P2", 300, atLeast, 1_000), now("P6", 40, atMost, 4)], runs, "small")).toEqual([
      "Beside the last record of scale small:",
      "  P2       a list: 0.3x, recorded 0.2x (old, 2026-11-26), 33 % better",
      "  P6       a list: 40 ms, recorded 50 ms (old, 2026-11-26), 20 % better",
      "Nothing that was measured is more than a tenth worse than recorded.",
    ]);
  });

  test("one where nothing was is worse, and a figure that nobody recorded is only shown", () => {
    const runs = [run("old", [kept("P4", 0, null), kept("P6", null, 2)])];
    const lines = besideRecords([now("P4", 1, atMost), now("P6", 40, atMost), now("P9", 3, atMost)], runs, "small");
    expect(lines.slice(1)).toEqual([
      "  P4       a list: 1 ms, recorded 0 ms (old, 2026-11-26), worse",
      "  P6       a list: 40 ms, not recorded yet",
      "  P9       a list: 3 ms, not recorded yet",
      "1 more than a tenth worse than recorded:",
      "  P4       a list: 1 ms, recorded 0 ms (old, 2026-11-26), worse",
    ]);
  });
});

test("a figure that could not be measured is not compared, and that is said", () => {
  expect(besideRecords([unmeasured("P8", "refused")], [run("old", [kept("P8", 3, null)])], "small")).toEqual([
    "Beside the last record of scale small:",
    "Not compared, because it could not be measured: P8.",
  ]);
});

describe("recording", () => {
  const tree = process.cwd();
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "throughline-bench-"));
    for (const file of [RECORDED, PAGE]) await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, RECORDED), JSON.stringify([run("old", [kept("P2", 300, 0.2)])]));
    process.chdir(folder);
  });
  afterEach(async () => {
    process.chdir(tree);
    await rm(folder, { recursive: true });
  });

  const place = { commit: "new", date: "2026-11-27", scale: "small", machine: "2 cores" };

  test("adds a run to the file, and writes the page from it", async () => {
    await recordRun([now("P2", 170, atLeast, 1_000), now("P6", 5, atMost)], place);
    const runs = await readRuns();
    expect(runs.map(({ commit }) => commit)).toEqual(["old", "new"]);
    expect(runs[1]?.figures).toEqual([kept("P2", 170, 0.17), kept("P6", 5, null)]);
    const page = await readFile(PAGE, "utf8");
    expect(page).toBe(performancePage(runs));
    expect(page).toMatch(/^\| P2 a list, ms +\| 170, 0\.17x +\| 300, 0\.2x +\|$/m);
    expect(page).toMatch(/^\| P6 a list, ms +\| 5 +\| +\|$/m);
  });

  test("of a run that could not measure a figure changes nothing", async () => {
    await expect(recordRun([now("P2", 170, atLeast, 1_000), unmeasured("P8", "refused")], place)).rejects.toThrow(
      "Nothing is recorded: P8 could not be measured.",
    );
    expect(await readRuns()).toHaveLength(1);
  });
});

test("the page in the documentation is the one that the recorded runs make", async () => {
  expect(await readFile(PAGE, "utf8")).toBe(performancePage(await readRuns()));
});
