import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { check, importWorkspace, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { removeImportFile, updateImportFile } from "./operations/change-file";

let ctx: Ctx;
beforeEach(async () => {
  ({ ctx } = await importWorkspace());
});

const firms = (...rows: string[]) => ["account,revenue,employees", ...rows, ""].join("\n");
const small = firms("Acme,1100.04,2822", "Bolt,251.41,495", "Crux,647.18,1185");

/** The unit that is proposed for the amounts of accounts. */
async function proposed(files: Record<string, string>) {
  const { id, files: all } = await upload(ctx, files);
  const file = all.find(({ entity }) => entity === "account");
  const [column] = await unitsOf(id, file?.id);
  return { id, file, unit: column?.unit ?? null };
}
const unitsOf = async (id: string, fileId: string | undefined) =>
  ((await analyseImport(ctx, { id })).find((one) => one.fileId === fileId)?.columns ?? []).filter(
    ({ field }) => field === "annualRevenue",
  );

describe("the unit of amounts", () => {
  test("is what a data dictionary among the files says", async () => {
    const dictionary = "Table,Field,Description\naccounts,revenue,Annual revenue (in thousands of USD)\n";
    expect((await proposed({ "accounts.csv": small, "dictionary.csv": dictionary })).unit).toEqual({
      multiplier: 1_000,
      reason: "dictionary.csv describes revenue as “Annual revenue (in thousands of USD)”.",
    });
  });

  test("is what a data dictionary says that was left out since", async () => {
    const dictionary = "Table,Field,Description\naccounts,revenue,Annual revenue (in thousands of USD)\n";
    const { id, files } = await upload(ctx, { "accounts.csv": small, "dictionary.csv": dictionary });
    await removeImportFile(ctx, { id, fileId: files.find(({ entity }) => entity === null)?.id ?? "" });
    const file = files.find(({ entity }) => entity === "account");
    expect((await unitsOf(id, file?.id)).map(({ unit }) => unit)).toEqual([
      { multiplier: 1_000, reason: "dictionary.csv describes revenue as “Annual revenue (in thousands of USD)”." },
    ]);
  });

  test("is larger where amounts are too small for the employees of their rows, until somebody decides", async () => {
    const { id, file, unit } = await proposed({ "accounts.csv": small });
    const reason = "The amounts are very small compared with the employees in the same rows. They may be in millions.";
    expect(unit).toEqual({ multiplier: 1_000_000, reason });
    const mapping = (file?.mapping ?? []).map((one) =>
      one.field === "annualRevenue" ? { ...one, multiplier: 1 } : one,
    );
    await updateImportFile(ctx, { id, fileId: file?.id ?? "", mapping });
    expect((await unitsOf(id, file?.id)).map((one) => one.unit)).toEqual([null]);
    const chosen = mapping.map((one) => (one.field === "annualRevenue" ? { ...one, multiplier: 1_000_000 } : one));
    await updateImportFile(ctx, { id, fileId: file?.id ?? "", mapping: chosen });
    await check(ctx, id);
    expect(await run(ctx, id)).toMatchObject({ status: "done", created: 3 });
    const [acme] = await adminQuery<{ revenue: string }>(
      "select annual_revenue_minor::text as revenue from accounts where tenant_id = $1 and name = 'Acme'",
      [ctx.tenant.id],
    );
    expect(acme?.revenue).toBe("110004000000");
  });

  test.each([
    ["are plausible", firms("Acme,500000000,2822", "Bolt,90000000,495")],
    ["stand beside no number of employees", "account,revenue\nAcme,1100\nBolt,251\n"],
    ["have their unit in the header", small.replace("revenue", "Revenue (in millions)")],
  ])("is nobody's question where amounts %s", async (_title, text) => {
    expect((await proposed({ "accounts.csv": text })).unit).toBeNull();
  });
});
