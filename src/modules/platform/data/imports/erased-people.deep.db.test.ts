import { expect, test } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import type { Ctx } from "@/server/context";
import { check, importWorkspace, run, upload } from "@/test/import-trial";
import { updateImportFile } from "./operations/change-file";
import { listImportProblems } from "./operations/list-problems";

/** Imports people whose ids are from one product, and answers what was made and which rows were refused. */
async function imported(ctx: Ctx, source: string, rows: readonly string[]) {
  const { id, files } = await upload(ctx, { "people.csv": ["Record id,Email,Last name", ...rows, ""].join("\n") });
  const fileId = files[0]?.id ?? "";
  const mapping = ["externalId", "emails", "lastName"].map((field, column) => ({ column, field }));
  const constants = { externalSource: { do: "replace" as const, text: source } };
  await updateImportFile(ctx, { id, fileId, entity: "contact", mapping, options: { constants } });
  await check(ctx, id);
  const { rows: problems } = await listImportProblems(ctx, { id, fileId });
  const { totals } = await run(ctx, id);
  const [counts] = totals.flatMap(({ objects }) => objects);
  const reasons = problems.flatMap((row) =>
    row.problems.map(({ field, reason }) => ({ line: row.line, field, reason })),
  );
  return { created: counts?.created ?? 0, updated: counts?.updated ?? 0, reasons };
}

test("rows with the id of an erased person are refused, whatever else they say, and others are imported", async () => {
  const { ctx } = await importWorkspace();
  const first = await imported(ctx, "HubSpot", ["4711,ann@field.example,Field", "4712,bob@moor.example,Moor"]);
  expect(first).toMatchObject({ created: 2, reasons: [] });
  const ann = await ctx.db.contact.findFirstOrThrow({ where: { externalId: "4711" } });
  await contactOperations.anonymize(ctx, { id: ann.id, version: ann.version });
  const again = await imported(ctx, "hubspot", ["4711,other@field.example,Field", "4713,cleo@ward.example,Ward"]);
  expect(again.created).toBe(1);
  expect(again.reasons).toEqual([
    { line: 2, field: "externalId", reason: expect.stringContaining("asked to be erased") },
  ]);
  expect(await ctx.db.contact.count({ where: { OR: [{ externalId: "4711" }, { lastName: "Field" }] } })).toBe(0);
  // The same number in another product is somebody else.
  expect(await imported(ctx, "Pipedrive", ["4711,dora@field.example,Dale"])).toMatchObject({ created: 1, reasons: [] });
  // Another workspace knows nothing of it, and no id is kept as it was.
  const other = await importWorkspace();
  expect(await imported(other.ctx, "HubSpot", ["4711,ann@field.example,Field"])).toMatchObject({ created: 1 });
  expect(JSON.stringify(await ctx.db.syncErased.findMany())).not.toContain("4711");
});
