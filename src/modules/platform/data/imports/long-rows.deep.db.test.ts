import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, run, upload } from "@/test/import-trial";
import { updateImportFile } from "./operations/change-file";

test("rows of a megabyte go in, few at a time, however well the database packs them", async () => {
  const workspace = await testWorkspace();
  const ctx = await workspace.role("admin");
  const note = "x".repeat(200_000);
  const rows = Array.from({ length: 12 }, (_, n) => [`Firm ${n}`, note, note, note, note].join(","));
  const { id, files } = await upload(ctx, { "firms.csv": ["Company,A,B,C,D", ...rows].join("\n") });
  const mapping = [{ column: 0, field: "name" }];
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", entity: "account", mapping });
  expect((await check(ctx, id)).preview).toMatchObject([{ good: 12 }]);
  expect((await run(ctx, id)).totals).toMatchObject([{ good: 12, errors: 0 }]);
  const batches = await adminQuery<{ rows: number }>(
    "select row_count as rows from import_batches where tenant_id = $1 order by number",
    [workspace.tenant.id],
  );
  expect(Math.max(...batches.map((batch) => batch.rows))).toBeLessThan(6);
  expect(batches.reduce((sum, batch) => sum + batch.rows, 0)).toBe(12);
});
