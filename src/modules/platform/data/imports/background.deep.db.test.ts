import { MessageChannel } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "vitest";
import { env } from "@/env";
import { handJobsTo, serveJobs } from "@/server/background";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { decide, firstOffer, upload } from "@/test/import-trial";
import { servedJobs } from "@/test/served-jobs";
import { workImport } from "./jobs";
import { addImportFile } from "./operations/add-file";
import { createImport, getImport } from "./operations/manage-imports";
import { readFileJob } from "./operations/read-file";
import { cancelImport, checkImport, revertImport, startImport } from "./operations/run-import";
import { importWork, workImports } from "./operations/work-imports";

let workspace: TestWorkspace;
let ctx: Ctx;
let end: () => void;
const { consumer } = servedJobs(workImport);

beforeEach(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
  // Does the work of the background thread, behind a port as there.
  const { port1, port2 } = new MessageChannel();
  const over = new AbortController();
  serveJobs([readFileJob, importWork.until(over.signal)], { wake: () => undefined, stop: () => over.abort() }, port2);
  const { lost } = handJobsTo(port1);
  end = () => {
    lost();
    over.abort();
    port1.close();
  };
});
afterEach(() => end());

const many = (number: number) =>
  ["Company;Employees", ...Array.from({ length: number }, (_, n) => `Firm ${n};${n}`)].join("\n");
const statusOf = (id: string) => async () => (await getImport(ctx, { id })).status;

test("a file is read behind the port, and check, run and revert are driven from their events on", async () => {
  const { id, files } = await upload(ctx, { "firms.csv": many(2500) });
  expect(files).toMatchObject([
    { entity: "account", rowCount: 2500, delimiter: ";", columns: ["Company", "Employees"] },
  ]);
  await checkImport(ctx, { id });
  await relayOnce(consumer);
  await expect.poll(statusOf(id)).toBe("ready");
  await startImport(ctx, { id });
  await relayOnce(consumer);
  await expect.poll(statusOf(id)).toBe("done");
  expect((await getImport(ctx, { id })).totals).toMatchObject([{ good: 2500, errors: 0 }]);
  await revertImport(ctx, { id });
  await relayOnce(consumer);
  await expect.poll(statusOf(id)).toBe("reverted");
  const runs = () =>
    adminQuery<{ event_name: string; status: string }>(
      "select event_name, status from job_runs where tenant_id = $1 order by id",
      [workspace.tenant.id],
    );
  await expect.poll(runs).toEqual(
    ["import.checkAsked", "import.started", "import.revertStarted"].map((event_name) => ({
      event_name,
      status: "done",
    })),
  );
});

test("what was done or stopped before its event came is not done again", async () => {
  const { id } = await upload(ctx, { "firms.csv": "Company\nOne\n" });
  await decide(ctx, id, firstOffer);
  await checkImport(ctx, { id });
  await cancelImport(ctx, { id, written: "keep" });
  await relayOnce(consumer);
  const runs = () =>
    adminQuery("select status from job_runs where tenant_id = $1 and status = 'done'", [workspace.tenant.id]);
  await expect.poll(async () => (await runs()).length).toBe(1);
  expect((await getImport(ctx, { id })).status).toBe("draft");
  await checkImport(ctx, { id });
  await workImports();
  await startImport(ctx, { id });
  await workImports();
  await relayOnce(consumer);
  await expect.poll(async () => (await runs()).length).toBe(3);
  expect(await adminQuery("select 1 from accounts where tenant_id = $1", [workspace.tenant.id])).toHaveLength(1);
});

test("a file that cannot be read is refused with its place, and nothing of it stays", async () => {
  const { id } = await createImport(ctx, {});
  async function* content() {
    yield Buffer.from('Company\nA\n"B');
    for (let block = 0; block < 100; block++) yield Buffer.from("x,y\n".repeat(20_000));
  }
  const refused = addImportFile(ctx, { id, name: "bad.csv", content: content() });
  await expect(refused).rejects.toMatchObject({
    code: "VALIDATION",
    details: { fields: [{ path: "content" }], row: 3 },
  });
  expect((await getImport(ctx, { id })).files).toEqual([]);
  expect(await adminQuery("select 1 from import_rows where tenant_id = $1", [workspace.tenant.id])).toEqual([]);
});

test("a file that is too long is refused as soon as it is, not when what came before has been staged", async () => {
  const { id } = await createImport(ctx, {});
  // Long lines: fewer of them than a file may have.
  const block = Buffer.from(`${"Firm of many words ".repeat(10)},12\n`.repeat(5000));
  const most = Math.ceil(env.IMPORT_MAX_BYTES / block.length) + 1;
  let staged = 0;
  async function* content() {
    yield Buffer.from("Company,Employees\n");
    for (let sent = 1; sent < most; sent++) yield block;
    const [row] = await adminQuery<{ line: number | null }>(
      "select max(line) as line from import_rows where tenant_id = $1",
      [workspace.tenant.id],
    );
    staged = row?.line ?? 0;
    yield block;
  }
  const refused = addImportFile(ctx, { id, name: "long.csv", content: content() });
  await expect(refused).rejects.toMatchObject({
    code: "VALIDATION",
    status: 413,
    message: "long.csv: The file is larger than 100 MB. Split it into smaller files.",
    details: { fields: [{ path: "content" }] },
  });
  expect(staged).toBeLessThan(most * 5000 * 0.8);
  expect((await getImport(ctx, { id })).files).toEqual([]);
  expect(await adminQuery("select 1 from import_rows where tenant_id = $1 limit 1", [workspace.tenant.id])).toEqual([]);
});
