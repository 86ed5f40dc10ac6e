import { MessageChannel } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "vitest";
import { handJobsTo, serveJobs } from "@/server/background";
import type { Ctx } from "@/server/context";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { upload } from "@/test/import-trial";
import { bell, watchImports } from "./jobs";
import { addImportFile } from "./operations/add-file";
import { createImport, getImport } from "./operations/manage-imports";
import { readFileJob } from "./operations/read-file";
import { checkImport, startImport } from "./operations/run-import";

let workspace: TestWorkspace;
let ctx: Ctx;
let end: () => Promise<void>;
beforeEach(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
  // What the background thread does, behind a port as there.
  const { port1, port2 } = new MessageChannel();
  const over = new AbortController();
  serveJobs([readFileJob], { wake: () => bell.emit("ring"), stop: () => over.abort() }, port2);
  const { lost } = handJobsTo(port1);
  // Nobody looks by the clock here.
  const watching = watchImports(over.signal, { everyMs: 3_600_000 });
  end = async () => {
    lost();
    over.abort();
    port1.close();
    await watching;
  };
});
afterEach(() => end());

const many = (number: number) =>
  ["Company;Employees", ...Array.from({ length: number }, (_, n) => `Firm ${n};${n}`)].join("\n");

test("a file is read behind the port, and check and run begin when they are asked for", async () => {
  const { id, files } = await upload(ctx, { "firms.csv": many(2500) });
  expect(files).toMatchObject([
    { entity: "account", rowCount: 2500, delimiter: ";", columns: ["Company", "Employees"] },
  ]);
  const status = async () => (await getImport(ctx, { id })).status;
  await checkImport(ctx, { id });
  await expect.poll(status, { timeout: 25_000 }).toBe("ready");
  await startImport(ctx, { id });
  await expect.poll(status, { timeout: 25_000 }).toBe("done");
  expect((await getImport(ctx, { id })).totals).toMatchObject([{ good: 2500, errors: 0 }]);
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
