import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { maxBatchRows } from "@/lib/import-rows";
import type { Ctx } from "@/server/context";
import { yieldTo } from "@/server/yield-to-requests";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, upload } from "@/test/import-trial";
import { getImport } from "./operations/manage-imports";
import { checkImport, startImport } from "./operations/run-import";
import { importWork } from "./operations/work-imports";

let workspace: TestWorkspace;
let ctx: Ctx;
let id: string;
beforeEach(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
  const firms = Array.from({ length: 2 * maxBatchRows }, (_, index) => `Firm ${index}`);
  ({ id } = await upload(ctx, { "firms.csv": `Company\n${firms.join("\n")}\n` }));
});
afterEach(() => {
  vi.useRealTimers();
  yieldTo(null);
});

/** Works beside a thread that is busy all the time, with rests that never end by themselves. */
function workBesideOthers(status: "checking" | "running") {
  yieldTo(new Int32Array(new SharedArrayBuffer(4)).fill(1_000));
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const stop = new AbortController();
  const part = { id, tenantId: workspace.tenant.id, status, ms: 60_000 };
  void importWork.until(stop.signal).run(part, nothing());
  // A second caller gets no signal, and so waits until the work is over.
  return { stop, over: importWork.run(part, nothing()) };
}
async function* nothing(): AsyncGenerator<Uint8Array> {}
const rowsDone = async () => (await getImport(ctx, { id })).progress.done;

test("a preview pauses after each slice while requests are served; when it is stopped, it starts again later", async () => {
  await checkImport(ctx, { id });
  const { stop, over } = workBesideOthers("checking");
  await expect.poll(rowsDone).toBe(maxBatchRows);
  stop.abort();
  expect(await over).toBe(true);
  const attempts = () => adminQuery("select attempts from imports where id = $1", [id]);
  await expect.poll(attempts).toEqual([{ attempts: 0 }]);
  expect(await getImport(ctx, { id })).toMatchObject({ status: "checking", preview: null });
  expect(await rowsDone()).toBe(maxBatchRows);
});

test("a run pauses after each batch while requests are served", async () => {
  await check(ctx, id);
  await startImport(ctx, { id });
  const { stop, over } = workBesideOthers("running");
  await expect.poll(rowsDone).toBe(maxBatchRows);
  stop.abort();
  expect(await over).toBe(true);
  const waiting = await adminQuery("select number from import_batches where import_id = $1 and status = 'waiting'", [
    id,
  ]);
  expect(waiting).toEqual([{ number: 2 }]);
});
