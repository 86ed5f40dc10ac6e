import { Readable } from "node:stream";
import { beforeAll, describe, expect, test } from "vitest";
import { maxBatchRows } from "@/lib/import-rows";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { bytesOf, check, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { addImportFile } from "./operations/add-file";
import { fixImportRow, removeImportFile, updateImportFile } from "./operations/change-file";
import { errorFile } from "./operations/error-file";
import { listImportProblems } from "./operations/list-problems";
import { createImport, discardImport, getImport } from "./operations/manage-imports";
import { runBatch } from "./operations/run-batch";
import { cancelImport, checkImport, retryImport, revertImport, startImport } from "./operations/run-import";
import { workImports } from "./operations/work-imports";
import { listKeptRecords } from "./reverts/operations";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeAll(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

const rows = (sql: string, ...params: unknown[]) => adminQuery(sql, [workspace.tenant.id, ...params]);
const stored = (id: string) => rows("select status, version from imports where tenant_id = $1 and id = $2", id);
const firm = { "firms.csv": "Company,Industry\nOne,x\n" };

/** Each act is refused, and the import is as it was. */
async function refused(id: string, code: string, acts: (() => Promise<unknown>)[]): Promise<void> {
  const before = await stored(id);
  for (const act of acts) await expect(act(), act.toString()).rejects.toMatchObject({ code });
  expect(await stored(id)).toEqual(before);
}

describe("an import takes only what fits its state", () => {
  test("a draft has nothing to stop or to take back, and none without a file is checked", async () => {
    const { id } = await createImport(ctx, {});
    await refused(id, "CONFLICT", [
      () => checkImport(ctx, { id }),
      () => startImport(ctx, { id }),
      () => cancelImport(ctx, { id, written: "keep" }),
      () => revertImport(ctx, { id }),
      () => retryImport(ctx, { id }),
    ]);
  });

  test("one that runs, and one that ended, is not thrown away, checked, changed or begun again", async () => {
    const { id, files } = await upload(ctx, firm);
    const fileId = files[0]?.id ?? "";
    await check(ctx, id);
    await startImport(ctx, { id });
    const acts = [
      () => discardImport(ctx, { id }),
      () => checkImport(ctx, { id }),
      () => startImport(ctx, { id }),
      () => retryImport(ctx, { id }),
      () => addImportFile(ctx, { id, name: "more.csv", content: bytesOf("Company\nTwo\n") }),
      () => fixImportRow(ctx, { id, fileId, line: 2, skip: true }),
      () => removeImportFile(ctx, { id, fileId }),
    ];
    await refused(id, "CONFLICT", [...acts, () => revertImport(ctx, { id })]);
    await workImports();
    await refused(id, "CONFLICT", [...acts, () => cancelImport(ctx, { id, written: "keep" })]);
    expect((await getImport(ctx, { id })).files).toHaveLength(1);
  });

  test("several who start it at one moment start it once; the others are told so", async () => {
    const { id } = await upload(ctx, { "crowd.csv": "Company,Industry\nCrowd,x\n" });
    await check(ctx, id);
    const starts = await Promise.allSettled(Array.from({ length: 4 }, () => startImport(ctx, { id })));
    expect(starts.map((start) => (start.status === "rejected" ? start.reason : null)).filter(Boolean)).toMatchObject(
      Array(3).fill({ code: "CONFLICT" }),
    );
    expect(
      await rows("select name from events where tenant_id = $1 and entity_id = $2 and name = 'import.started'", id),
    ).toHaveLength(1);
  });

  test("a batch of a run that was stopped is not written, whoever still asks for it", async () => {
    const { id } = await upload(ctx, { "firms.csv": "Company\nStopped\n" });
    await check(ctx, id);
    await startImport(ctx, { id });
    await cancelImport(ctx, { id, written: "keep" });
    const batches = () => rows("select status from import_batches where tenant_id = $1 and import_id = $2", id);
    expect(await batches()).toEqual([{ status: "cancelled" }]);
    expect(await runBatch(workspace.tenant.id, id, 1)).toBe(false);
    expect(await rows("select 1 from accounts where tenant_id = $1 and name = 'Stopped'")).toEqual([]);
  });

  test("one that was cancelled is not begun again, and its error file holds the rows refused until then", async () => {
    const bad = "Company,Employees\nBad,many\n";
    const rest = Array.from({ length: maxBatchRows + 5 }, (_, index) => `Firm ${index},1\n`).join("");
    const { id, files } = await upload(ctx, { "cancelled.csv": `${bad}${rest}Worse,many\n` });
    const fileId = files[0]?.id ?? "";
    await check(ctx, id);
    await startImport(ctx, { id });
    await runBatch(workspace.tenant.id, id, 1);
    await cancelImport(ctx, { id, written: "keep" });
    await refused(id, "CONFLICT", [
      () => checkImport(ctx, { id }),
      () => startImport(ctx, { id }),
      () => retryImport(ctx, { id }),
      () => discardImport(ctx, { id }),
      () => cancelImport(ctx, { id, written: "keep" }),
      () => addImportFile(ctx, { id, name: "more.csv", content: bytesOf("Company\nTwo\n") }),
      () => fixImportRow(ctx, { id, fileId, line: 2, skip: true }),
    ]);
    expect((await getImport(ctx, { id })).totals).toMatchObject([{ errors: 1 }]);
    const { content } = await errorFile(ctx, id, fileId);
    const text = await new Response(Readable.toWeb(Readable.from(content)) as ReadableStream).text();
    expect(
      text
        .trim()
        .split("\n")
        .map((line) => line.replace("\uFEFF", "").slice(0, 8)),
    ).toEqual([expect.stringMatching(/^Company/), expect.stringMatching(/^Bad,many/)]);
  });

  test("without a refused row there is no error file, and a preview that was stopped has to be made again", async () => {
    const { id, files } = await upload(ctx, { "clean.csv": "Company,Employees\nClean,many\n" });
    await check(ctx, id);
    await checkImport(ctx, { id });
    await cancelImport(ctx, { id, written: "keep" });
    expect(await getImport(ctx, { id })).toMatchObject({ status: "draft", checked: false });
    await refused(id, "CONFLICT", [() => startImport(ctx, { id })]);
    await check(ctx, id);
    await startImport(ctx, { id });
    await cancelImport(ctx, { id, written: "keep" });
    await expect(errorFile(ctx, id, files[0]?.id ?? "")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("columns, fields and cells that the file or the object has not", async () => {
    const { id, files } = await upload(ctx, firm);
    const fileId = files[0]?.id ?? "";
    const map = (column: number, field: string) => ({ column, field });
    await refused(id, "VALIDATION", [
      () => updateImportFile(ctx, { id, fileId, mapping: [map(2, "industry")] }),
      () => updateImportFile(ctx, { id, fileId, mapping: [map(1, "no such field")] }),
      () => updateImportFile(ctx, { id, fileId, mapping: [map(0, "name"), map(1, "name")] }),
      () => updateImportFile(ctx, { id, fileId, entity: "nothing" }),
      () => fixImportRow(ctx, { id, fileId, line: 2, cells: [{ column: 2, text: "x" }] }),
      () => fixImportRow(ctx, { id, fileId, line: 2, cells: [{ column: 1, text: "a\u0000b" }] }),
    ]);
    await refused(id, "NOT_FOUND", [() => fixImportRow(ctx, { id, fileId, line: 9, skip: true })]);
    expect((await getImport(ctx, { id })).files).toEqual(files);
  });

  test("twenty files, and another one in the place of one of them", async () => {
    const { id } = await createImport(ctx, {});
    const send = (replaces?: string) =>
      addImportFile(ctx, { id, name: "a.csv", content: bytesOf("Company\nA\n"), ...(replaces ? { replaces } : {}) });
    const sent = [];
    for (let index = 0; index < 20; index++) sent.push(await send());
    await refused(id, "VALIDATION", [() => send()]);
    await send(sent[3]?.fileId);
    expect((await getImport(ctx, { id })).files).toHaveLength(20);
  });

  test("a file that is read again twice at one moment stays one file", async () => {
    const { id } = await createImport(ctx, {});
    const send = (replaces?: string) =>
      addImportFile(ctx, { id, name: "a.csv", content: bytesOf("Company\nA\n"), ...(replaces ? { replaces } : {}) });
    const { fileId, fileIds } = await send();
    expect(fileIds).toEqual([fileId]);
    const both = await Promise.allSettled([send(fileId), send(fileId)]);
    const refusals = both.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
    // The second one finds the file gone, or, when it begins late, no file to take the place of.
    expect(refusals).toEqual([expect.stringMatching(/^(CONFLICT|NOT_FOUND)$/)]);
    expect((await getImport(ctx, { id })).files).toHaveLength(1);
    expect(await rows("select status from import_files where tenant_id = $1 and import_id = $2", id)).toEqual([
      { status: "ready" },
    ]);
  });
});

test("a new import sweeps uploads that broke off a day ago, not one that a slow line still sends", async () => {
  const { id, files } = await upload(ctx, firm);
  const age = async (hours: number) => {
    await rows(
      `update import_files set status = 'reading', created_at = now() - interval '${hours} hours' where tenant_id = $1 and id = $2`,
      files[0]?.id,
    );
    await createImport(ctx, {});
    return await rows("select status from import_files where tenant_id = $1 and import_id = $2", id);
  };
  expect(await age(5)).toEqual([{ status: "reading" }]);
  expect(await age(25)).toEqual([]);
});

describe("what is there already", () => {
  test("a row that could mean two accounts changes neither", async () => {
    for (const industry of ["a", "b"]) await accountOperations.create(ctx, { name: "Twin", industry });
    const { id, files } = await upload(ctx, { "firms.csv": "Company,Industry\nTwin,c\n" });
    await check(ctx, id);
    await run(ctx, id);
    const page = await listImportProblems(ctx, { id, fileId: files[0]?.id ?? "" });
    expect(page.rows.flatMap((row) => row.problems.map((one) => one.reason))).toEqual([
      "2 accounts are called “Twin”. Add their external id or domain to the file.",
    ]);
    const twins = await rows("select industry from accounts where tenant_id = $1 and name = 'Twin' order by 1");
    expect(twins).toEqual([{ industry: "a" }, { industry: "b" }]);
  });

  test("a revert leaves a new record that someone changed, or made something of, and says why", async () => {
    // A parent is a second write to its row, by the same import.
    const file = "Company,Parent company\nChanged since,\nHas an opportunity,\nUntouched,Above all\nAbove all,\n";
    const { id } = await importAll(ctx, { "firms.csv": file });
    const made = await rows("select id, name from accounts where tenant_id = $1 and import_id = $2", id);
    const idOf = (name: string) => String(made.find((row) => row.name === name)?.id);
    await accountOperations.update(ctx, { id: idOf("Changed since"), version: 1, industry: "Energy" });
    await createOpportunity(ctx, { name: "Theirs", accountId: idOf("Has an opportunity") });
    await revertImport(ctx, { id });
    await workImports();
    expect((await getImport(ctx, { id })).status).toBe("reverted");
    const left = await rows("select name from accounts where tenant_id = $1 and import_id = $2 order by 1", id);
    expect(left).toEqual([{ name: "Changed since" }, { name: "Has an opportunity" }]);
    expect(await accountOperations.get(ctx, { id: idOf("Changed since") })).toMatchObject({
      industry: "Energy",
      version: 2,
    });
    const kept = await listKeptRecords(ctx, { id });
    expect(kept.rows.map((row) => row.label).sort()).toEqual(["Changed since", "Has an opportunity"]);
  });
});
