import { setTimeout as pause } from "node:timers/promises";
import type { ImportDetail } from "@/modules/platform/imports/schema";
import { type Figure, judge, rounded } from "../figure";
import { ask, callerHeaders, tell } from "../load/ask";
import { type Load, load, trpcTarget } from "../load/load";
import { watchMemory } from "../load/memory";
import type { Stage } from "../stage";
import { copySeconds, importCsv } from "./import-rows";

const POLL_MS = 100;
const LONGEST_MS = 10 * 60_000;

/**
 * P8: an import of accounts compared with COPY of the same rows, and its effect on other requests. Upload and run
 * read, validate, match and write all rows; the preview does the same without saving, and is reported separately.
 */
export async function importFigures(stage: Stage): Promise<Figure[]> {
  const rows = stage.scale.importRows;
  const others = { ...trpcTarget(stage, "opportunities.list", {}), connections: 2 };
  await load(stage, { ...others, seconds: 2 });
  const idle = await load(stage, { ...others, seconds: 5 });
  const copied = await copySeconds(stage, rows);
  const memory = watchMemory(stage.app.pid);
  const alone = await importOnce(stage, importCsv(rows, "alone"), rows);
  const grown = await memory.stop();
  const busy = await besideOthers(stage, { ...others, seconds: Math.max(3, Math.ceil(alone.total)) }, rows);
  const worked = alone.upload + alone.run;
  const note = `${rows} rows: upload ${rounded(alone.upload)} s, run ${rounded(alone.run)} s`;
  return [
    judge({
      id: "P8",
      name: "import of accounts, upload and run",
      value: rows / worked,
      unit: "rows/s",
      baseline: rows / copied,
      note: `${note}; baseline is COPY`,
      bar: { of: "ratio", is: "at least", must: 0.1, stretch: 0.25 },
    }),
    judge({
      id: "P8",
      name: "import of accounts, with the preview between them",
      value: rows / alone.total,
      unit: "rows/s",
      baseline: rows / copied,
      note: `${note}, preview ${rounded(alone.check)} s`,
      bar: { of: "ratio", is: "at least", must: 0.1, stretch: 0.25 },
    }),
    judge({
      id: "P8",
      name: "others during an import, p95 of opportunities.list",
      value: busy.p95,
      unit: "ms",
      baseline: idle.p95,
      note: "c=2; baseline without an import",
      bar: { of: "ratio", is: "at most", must: 2, stretch: 1.5 },
    }),
    judge({
      id: "P8",
      name: "memory of the app during an import",
      value: grown,
      unit: "MB more",
      note: "resident, highest seen less what it was before",
      bar: { of: "value", is: "at most", must: 200, stretch: 100 },
    }),
  ];
}

type Seconds = { upload: number; check: number; run: number; total: number };

/** One import as the wizard runs it. Throws when it fails or rows are missing. */
async function importOnce(stage: Stage, csv: string, rows: number): Promise<Seconds> {
  const { id } = await tell<{ id: string }>(stage, "imports.create", {});
  const started = performance.now();
  await upload(stage, id, csv);
  const uploaded = performance.now();
  await tell(stage, "imports.check", { id });
  await reach(stage, id, "ready");
  const checked = performance.now();
  await tell(stage, "imports.start", { id });
  const { totals } = await reach(stage, id, "done");
  const done = performance.now();
  const good = totals.reduce((sum, file) => sum + file.good, 0);
  if (good !== rows) throw new Error(`Of ${rows} rows ${good} went in: ${JSON.stringify(totals)}`);
  const seconds = (from: number, to: number) => (to - from) / 1000;
  return {
    upload: seconds(started, uploaded),
    check: seconds(uploaded, checked),
    run: seconds(checked, done),
    total: seconds(started, done),
  };
}

async function upload(stage: Stage, id: string, csv: string): Promise<void> {
  const url = `${stage.app.url}/api/imports/${id}/files?name=accounts.csv`;
  const response = await fetch(url, { method: "POST", headers: callerHeaders(stage), body: csv });
  if (response.status !== 201)
    throw new Error(`The file was refused with ${response.status}: ${await response.text()}`);
}

/** Waits for a state of the import, polling more often than the wizard, for exact times. */
async function reach(stage: Stage, id: string, status: ImportDetail["status"]): Promise<ImportDetail> {
  const deadline = Date.now() + LONGEST_MS;
  while (Date.now() < deadline) {
    const detail = await ask<ImportDetail>(stage, "imports.get", { id });
    if (detail.status === status) return detail;
    if (["failed", "cancelled", "draft"].includes(detail.status))
      throw new Error(`The import is ${detail.status}: ${detail.failure}`);
    await pause(POLL_MS);
  }
  throw new Error(`The import did not get ${status} within ${LONGEST_MS / 60_000} minutes.`);
}

/** The duration of other requests while a second file of the same size is imported. */
async function besideOthers(stage: Stage, others: Load, rows: number) {
  const going = importOnce(stage, importCsv(rows, "beside"), rows);
  const [busy] = await Promise.all([load(stage, others), going]);
  return busy;
}
