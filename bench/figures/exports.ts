import { setTimeout as pause } from "node:timers/promises";
import type { ExportRequest, RecordExport } from "@/modules/platform/data/exports/schema";
import { type Figure, judge, median, rounded } from "../figure";
import { ask, callerHeaders, tell } from "../load/ask";
import { watchMemory } from "../load/memory";
import type { Stage } from "../stage";

const POLL_MS = 100;
const LONGEST_MS = 10 * 60_000;
/** The rows for which the bars are. */
const ROWS = 100_000;
const ROUNDS = 5;

type Format = ExportRequest["format"];

/**
 * P9: all opportunities of the workspace as a file, as the dialog of a list asks for it. Up to 50,000 are streamed, and a job
 * writes more; the seconds are those of 100,000 rows at the same speed.
 */
export async function exportFigures(stage: Stage): Promise<Figure[]> {
  await exportOnce(stage, "csv");
  const figures: Figure[] = [];
  for (const format of ["csv", "xlsx"] as const) {
    const memory = watchMemory(stage.app.pid);
    const taken = [await exportOnce(stage, format)];
    const grown = await memory.stop();
    while (taken.length < ROUNDS) taken.push(await exportOnce(stage, format));
    const rows = taken[0]?.rows ?? Number.NaN;
    const [firstByte, seconds] = [median(taken.map((one) => one.firstByte)), median(taken.map((one) => one.seconds))];
    const note = `${rows} rows in ${rounded(seconds)} s, median of ${ROUNDS}`;
    figures.push(
      judge({
        id: "P9",
        name: `export of opportunities as ${format}, ${ROWS} rows`,
        value: (seconds / rows) * ROWS,
        unit: "s",
        note,
        bar: { of: "value", is: "at most", must: 10, stretch: 3 },
      }),
      judge({
        id: "P9",
        name: `first byte of a file as ${format}`,
        value: firstByte,
        unit: "ms",
        note: "from the request for the download on",
        bar: { of: "value", is: "at most", must: 500, stretch: 200 },
      }),
      judge({
        id: "P9",
        name: `memory of the app during an export as ${format}`,
        value: grown,
        unit: "MB more",
        note: `resident, highest seen less what it was before; ${note}`,
        bar: { of: "value", is: "at most", must: 100, stretch: 50 },
      }),
    );
  }
  return figures;
}

interface Taken {
  rows: number;
  /** Milliseconds. */
  firstByte: number;
  /** From the request to the last byte, with the job where there is one. */
  seconds: number;
}

async function exportOnce(stage: Stage, format: Format): Promise<Taken> {
  const started = performance.now();
  const request = { noun: "opportunity", list: {}, format, values: "machine" } satisfies ExportRequest;
  const asked = await tell<RecordExport>(stage, "recordExports.ask", request);
  const { address } = asked.address === null ? await written(stage, asked.id) : asked;
  const loading = performance.now();
  const response = await fetch(`${stage.app.url}${address}`, { headers: callerHeaders(stage) });
  if (!response.ok || !response.body) throw new Error(`The file was refused with ${response.status}.`);
  let firstByte = Number.NaN;
  let bytes = 0;
  for await (const block of response.body) {
    if (bytes === 0) firstByte = performance.now() - loading;
    bytes += block.length;
  }
  if (bytes < asked.rowsTotal) throw new Error(`The file of ${asked.rowsTotal} rows has ${bytes} bytes.`);
  return { rows: asked.rowsTotal, firstByte, seconds: (performance.now() - started) / 1000 };
}

/** Waits for the file that a job writes. */
async function written(stage: Stage, id: string): Promise<RecordExport> {
  const deadline = Date.now() + LONGEST_MS;
  while (Date.now() < deadline) {
    const row = await ask<RecordExport>(stage, "recordExports.get", { id });
    if (row.address !== null) return row;
    if (row.status !== "waiting" && row.status !== "running")
      throw new Error(`The export ${row.status}: ${row.failure}`);
    await pause(POLL_MS);
  }
  throw new Error(`The export was not written within ${LONGEST_MS / 60_000} minutes.`);
}
