import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import "@/registry/importers";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { workImports } from "./jobs";
import { addImportFile } from "./operations/add-file";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";
import { listImportProblems } from "./operations/list-problems";
import { createImport, getImport } from "./operations/manage-imports";
import { checkImport, revertImport, startImport } from "./operations/run-import";

const folder = join(process.cwd(), "../shared/data/sales-crm");

describe.skipIf(!existsSync(folder))("the real files", () => {
  let workspace: TestWorkspace;
  let ctx: Ctx;
  beforeAll(async () => {
    workspace = await testWorkspace();
    ctx = await workspace.role("admin");
    await inTransaction(workspace.system, (inner) => bootstrapPipelines(inner));
  });

  test("goes", { timeout: 120_000 }, async () => {
    const { id } = await createImport(ctx, {});
    for (const name of ["sales_pipeline.csv", "accounts.csv", "products.csv", "sales_teams.csv"]) {
      const s = performance.now();
      await addImportFile(ctx, { id, name, content: createReadStream(join(folder, name)) });
      console.log(name, (performance.now() - s).toFixed(0), "ms");
    }
    let run = await getImport(ctx, { id });
    for (const file of run.files) console.log(file.name, file.entity, file.rowCount, JSON.stringify(file.mapping));
    let s = performance.now();
    const analysis = await analyseImport(ctx, { id });
    console.log("analyse", performance.now() - s);
    for (const file of analysis) {
      console.log(
        file.blockers,
        file.asksOwner,
        file.columns.map((c) => `${c.header}: ${c.note}`),
      );
      for (const value of file.values)
        console.log(
          value.field,
          value.text,
          value.rows,
          value.state,
          value.suggestions.map((x) => `${x.label} (${x.why})`),
          value.stageType,
        );
      await updateImportFile(ctx, {
        id,
        fileId: file.fileId,
        choices: file.values.flatMap((value) => {
          const choice =
            value.field === "stage"
              ? { do: "create" as const, name: value.text, type: value.stageType ?? "open" }
              : value.suggestions[0]
                ? { do: "replace" as const, text: value.suggestions[0].label }
                : null;
          return choice ? [{ field: value.field, text: value.text, choice }] : [];
        }),
      });
    }
    s = performance.now();
    await checkImport(ctx, { id });
    await workImports();
    console.log("check", performance.now() - s);
    run = await getImport(ctx, { id });
    console.log(run.status, run.failure, JSON.stringify(run.preview, null, 1));
    for (const file of run.files)
      console.log(
        (await listImportProblems(ctx, { id, fileId: file.id })).rows.slice(0, 3).map((r) => JSON.stringify(r)),
      );
    s = performance.now();
    await startImport(ctx, { id });
    await workImports();
    console.log("run", performance.now() - s);
    run = await getImport(ctx, { id });
    expect(run.status).toBe("done");
    expect(run.totals).toEqual(run.preview);
    console.log(
      await adminQuery(
        "select s.name, o.status, count(*), sum(amount_minor) from opportunities o join stages s on s.id = o.stage_id where o.tenant_id=$1 group by 1,2",
        [ctx.tenant.id],
      ),
    );
    s = performance.now();
    await revertImport(ctx, { id });
    await workImports();
    console.log("revert", performance.now() - s);
    run = await getImport(ctx, { id });
    console.log(
      run.status,
      run.failure,
      await adminQuery(
        "select entity, reverted, reason, count(*) from import_records where import_id=$1 group by 1,2,3",
        [id],
      ),
    );
  });
});
