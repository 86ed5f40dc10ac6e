import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { maxBatchRows } from "@/lib/import-rows";
import { productOperations } from "@/modules/crm/products/operations";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, howManyWait } from "@/test/db";
import { check, decide, firstOffer, upload } from "@/test/import-trial";
import { fixImportRow } from "./operations/change-file";
import { dropLease, returnLease, takeLease } from "./operations/lease";
import { getImport } from "./operations/manage-imports";
import { runBatch } from "./operations/run-batch";
import { runCheck } from "./operations/run-check";
import { cancelImport, checkImport, revertImport, startImport } from "./operations/run-import";
import { sweepImports, workImports } from "./operations/work-imports";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
});

const rows = (sql: string, ...params: unknown[]) => adminQuery(sql, [workspace.tenant.id, ...params]);
const names = async () =>
  (await rows("select name from accounts where tenant_id = $1 order by id")).map((row) => row.name);
const stand = (id: string) =>
  rows("select status, attempts, leased_until is null as free from imports where tenant_id = $1 and id = $2", id);

async function checked(file = "Company\nOne\n"): Promise<string> {
  const { id } = await upload(ctx, { "firms.csv": file });
  await decide(ctx, id, firstOffer);
  await check(ctx, id);
  return id;
}

async function started(file?: string): Promise<string> {
  const id = await checked(file);
  await startImport(ctx, { id });
  return id;
}

/** A worker takes a step in hand and dies at it; its lease runs out. */
async function dieAt(id: string, status = "running"): Promise<void> {
  expect(await takeLease({ id, tenantId: workspace.tenant.id }, status)).not.toBeNull();
  await rows("update imports set leased_until = now() - interval '1 second' where tenant_id = $1 and id = $2", id);
}

describe("a worker that dies at a step", () => {
  test("leaves it to the next one, once its lease has run out; a step that is done begins the count anew", async () => {
    const id = await started();
    expect(await takeLease({ id, tenantId: workspace.tenant.id }, "running")).toBe(1);
    await workImports();
    expect([await stand(id), await names()]).toEqual([[{ status: "running", attempts: 1, free: false }], []]);
    await rows("update imports set leased_until = now() - interval '1 second' where tenant_id = $1 and id = $2", id);
    await workImports();
    expect([await stand(id), await names()]).toEqual([[{ status: "done", attempts: 0, free: true }], ["One"]]);
  });

  test("and does so at each attempt: the import ends with a reason, and another one is done", async () => {
    const [id, other] = [await checked(), await checked("Company\nTwo\n")];
    for (const one of [id, other]) await startImport(ctx, { id: one });
    for (let death = 0; death < 3; death++) await dieAt(id);
    await workImports();
    expect(await getImport(ctx, { id })).toMatchObject({
      status: "failed",
      failure: expect.stringContaining("three attempts"),
    });
    expect((await getImport(ctx, { id: other })).status).toBe("done");
    expect(await names()).toEqual(["Two"]);
    expect(await stand(id)).toEqual([{ status: "failed", attempts: 0, free: true }]);
    await revertImport(ctx, { id });
    await workImports();
    expect((await getImport(ctx, { id })).status).toBe("reverted");
  });

  test("or only seemed to: what it does with its old lease leaves that of the next one alone", async () => {
    const id = await started();
    const [tenantId, old] = [workspace.tenant.id, 1];
    await dieAt(id);
    expect(await takeLease({ id, tenantId }, "running")).toBe(2);
    await dropLease({ id, tenantId, attempt: old });
    await returnLease({ id, tenantId, attempt: old });
    expect(await stand(id)).toEqual([{ status: "running", attempts: 2, free: false }]);
    await returnLease({ id, tenantId, attempt: 2 });
    expect(await stand(id)).toEqual([{ status: "running", attempts: 1, free: true }]);
  });

  test("a step that is done leaves an import in hand, at the first attempt of the next one", async () => {
    const lines = Array.from({ length: maxBatchRows + 1 }, (_, n) => `Firm ${n}`);
    const id = await started(["Company", ...lines, ""].join("\n"));
    const tenantId = workspace.tenant.id;
    await dieAt(id);
    expect(await takeLease({ id, tenantId }, "running")).toBe(2);
    expect(await runBatch(tenantId, id, 1)).toBe(true);
    expect(await stand(id)).toEqual([{ status: "running", attempts: 1, free: false }]);
    expect(await takeLease({ id, tenantId }, "running")).toBeNull();
    await returnLease({ id, tenantId, attempt: 1 });
    expect(await stand(id)).toEqual([{ status: "running", attempts: 0, free: true }]);
    expect(await runBatch(tenantId, id, 2)).toBe(true);
    await workImports();
    expect([await stand(id), (await names()).length]).toEqual([
      [{ status: "done", attempts: 0, free: true }],
      lines.length,
    ]);
  });

  test("of a preview: it fails as a preview, and can be asked for again", async () => {
    const id = await checked();
    await checkImport(ctx, { id });
    for (let death = 0; death < 3; death++) await dieAt(id, "checking");
    await workImports();
    expect(await getImport(ctx, { id })).toMatchObject({ status: "draft", failure: expect.stringContaining("three") });
    expect(await check(ctx, id)).toMatchObject({ status: "ready", failure: null });
  });
});

describe("a step that fails", () => {
  const trigger = (state: string) =>
    adminQuery(
      `create function drill() returns trigger language plpgsql as $$ begin
         if new.tenant_id = '${workspace.tenant.id}' then raise exception using errcode = '${state}'; end if;
         return new;
       end $$;
       create trigger drill before insert on accounts for each row execute function drill()`,
    );
  afterEach(() => adminQuery("drop function if exists drill cascade"));

  test("by taking too long is tried three times, and then the import ends", async () => {
    const id = await started();
    await trigger("57014");
    await workImports();
    expect([await stand(id), await names()]).toEqual([[{ status: "failed", attempts: 0, free: true }], []]);
  });

  test("because somebody holds a record does not count, and goes on when that is over", async () => {
    const id = await started();
    await trigger("55P03");
    for (let look = 0; look < 5; look++) await workImports();
    expect(await stand(id)).toEqual([{ status: "running", attempts: 0, free: true }]);
    await adminQuery("drop function drill cascade");
    await workImports();
    expect([(await getImport(ctx, { id })).status, await names()]).toEqual(["done", ["One"]]);
  });
});

describe("an import that nobody drives", () => {
  test("is taken up when it has waited for a while, and not before", async () => {
    const [lost, young] = [await started(), await checked("Company\nTwo\n")];
    await startImport(ctx, { id: young });
    await rows("update imports set updated_at = now() - interval '1 minute' where tenant_id = $1 and id = $2", lost);
    const over = new AbortController();
    const sweeping = sweepImports(over.signal);
    await expect.poll(async () => (await getImport(ctx, { id: lost })).status).toBe("done");
    expect(await stand(young)).toEqual([{ status: "running", attempts: 0, free: true }]);
    over.abort();
    await sweeping;
  });
});

describe("previews", () => {
  test("of one workspace go one after the other", async () => {
    const [first, second] = [await checked(), await checked("Company\nTwo\n")];
    for (const id of [first, second]) await checkImport(ctx, { id });
    const tenantId = workspace.tenant.id;
    expect(await takeLease({ id: first, tenantId }, "checking")).toBe(1);
    expect(await takeLease({ id: second, tenantId }, "checking")).toBeNull();
    for (const id of [first, second]) await cancelImport(ctx, { id, written: "keep" });
  });

  test("that was stopped, and its decisions changed, does not end as the later one", async () => {
    const { id, files } = await upload(ctx, { "products.csv": "Product,SKU\nOne,S1\n" });
    await checkImport(ctx, { id });
    let preview: Promise<boolean> | undefined;
    // It waits in its middle, for whoever is about to take the SKU and then does not.
    const blocking = inTransaction(ctx, async (inner) => {
      await productOperations.create(inner, { name: "Other", sku: "S1" });
      preview = runCheck(workspace.tenant.id, id);
      await expect.poll(howManyWait).toBeGreaterThan(0);
      await cancelImport(ctx, { id, written: "keep" });
      await fixImportRow(ctx, { id, fileId: files[0]?.id ?? "", line: 2, skip: true });
      await checkImport(ctx, { id });
      throw new Error("not taken");
    });
    await expect(blocking).rejects.toThrow("not taken");
    expect(await preview).toBe(false);
    expect((await getImport(ctx, { id })).status).toBe("checking");
    await workImports();
    expect(await getImport(ctx, { id })).toMatchObject({ status: "ready", preview: [{ good: 0, skipped: 1 }] });
  });
});
