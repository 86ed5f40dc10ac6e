import { setTimeout as pause } from "node:timers/promises";
import type { FileOptions, ImportDetail } from "@/modules/platform/data/imports/schema";
import { ask, callerHeaders, tell } from "../load/ask";
import type { Stage } from "../stage";

const POLL_MS = 100;
const LONGEST_MS = 10 * 60_000;

/** The duration of the parts of an import in seconds, and the number of records that it created. */
type Taken = { upload: number; check: number; run: number; total: number; created: number };

interface ImportFile {
  name: string;
  csv: string;
  rows: number;
  /** Decisions of the person about the file. */
  options?: Partial<FileOptions>;
}

/** One import as the wizard runs it. Throws when it fails, when rows are missing, or when a batch took too long. */
export async function importOnce(stage: Stage, { name, csv, rows, options }: ImportFile): Promise<Taken> {
  const { id } = await tell<{ id: string }>(stage, "imports.create", {});
  const started = performance.now();
  await upload(stage, id, name, csv);
  const uploaded = performance.now();
  if (options) await decide(stage, id, options);
  const decided = performance.now();
  await tell(stage, "imports.check", { id });
  await reach(stage, id, "ready");
  const checked = performance.now();
  await tell(stage, "imports.start", { id });
  const { totals } = await reach(stage, id, "done");
  const done = performance.now();
  const good = totals.reduce((sum, file) => sum + file.good, 0);
  if (good !== rows) throw new Error(`Of ${rows} rows ${good} went in: ${JSON.stringify(totals)}`);
  await requireWholeBatches(stage, id);
  const seconds = (from: number, to: number) => (to - from) / 1000;
  return {
    upload: seconds(started, uploaded),
    check: seconds(decided, checked),
    run: seconds(checked, done),
    total: seconds(started, done),
    created: totals.flatMap(({ objects }) => objects).reduce((sum, one) => sum + one.created, 0),
  };
}

/** A batch that took too long was halved, and its halves have one number: the figure is of runs without a repeated batch. */
async function requireWholeBatches({ superuser }: Stage, id: string): Promise<void> {
  const { rows } = await superuser.query(
    "select phase, number from import_batches where import_id = $1 group by phase, number having count(*) > 1",
    [id],
  );
  if (rows.length > 0) throw new Error(`${rows.length} batches took too long and were halved: ${JSON.stringify(rows)}`);
}

/** The decisions about the only file, which also confirm its object. */
async function decide(stage: Stage, id: string, options: Partial<FileOptions>): Promise<void> {
  const { files } = await ask<ImportDetail>(stage, "imports.get", { id });
  const [file] = files;
  await tell(stage, "imports.updateFile", { id, fileId: file?.id, entity: file?.entity, options });
}

async function upload(stage: Stage, id: string, name: string, csv: string): Promise<void> {
  const url = `${stage.app.url}/api/imports/${id}/files?name=${name}`;
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
