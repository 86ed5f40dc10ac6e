import "@/registry/register";
import { TZDate } from "@date-fns/tz";
import { createPipeline } from "@/modules/crm/pipelines/operations";
import { addImportFile } from "@/modules/platform/data/imports/operations/add-file";
import { updateImportFile } from "@/modules/platform/data/imports/operations/change-file";
import { createImport, getImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { checkImport, startImport } from "@/modules/platform/data/imports/operations/run-import";
import { workImports } from "@/modules/platform/data/imports/operations/work-imports";
import type { Ctx } from "@/server/context";
import { defineFields } from "./custom-fields";
import { firmFiles } from "./firm";
import { tellPast } from "./past";

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, "utf8");
}

/** The pipeline beside the first one: customers that stay for another year. */
const renewals = {
  name: "Renewals",
  description: "Contracts of customers that end within the year.",
  stages: [
    { name: "Upcoming", type: "open", probability: 60, rotDays: 45 },
    { name: "In talks", type: "open", probability: 75, rotDays: 21 },
    { name: "Offer sent", type: "open", probability: 85, rotDays: 14 },
    { name: "Renewed", type: "won" },
    { name: "Not renewed", type: "lost" },
  ],
  lossReasons: ["Price too high", "Chose a competitor", "No budget", "Does it in house", "Not used enough"],
} satisfies Parameters<typeof createPipeline>[1];

/** Gives a workspace eighteen months of history the way its people would: by importing a company's files. */
export async function bringHistory(owner: Ctx, seed: number, opportunities: number): Promise<void> {
  const ctx = await defineFields(owner);
  const size = {
    accounts: Math.min(85, Math.ceil(opportunities / 6)),
    agents: Math.min(35, Math.ceil(opportunities / 30)),
    opportunities,
    contacts: Math.round(opportunities * 0.56),
  };
  await createPipeline(ctx, renewals);
  const { id } = await createImport(ctx, {});
  for (const [name, content] of Object.entries(firmFiles(seed, TZDate.tz(ctx.tenant.timeZone), size)))
    await addImportFile(ctx, { id, name, content: bytesOf(content) });

  const draft = await getImport(ctx, { id });
  for (const file of draft.files) {
    if (file.entity) await updateImportFile(ctx, { id, fileId: file.id, entity: file.entity });
    const revenue = file.mapping.find((column) => column.field === "annualRevenue");
    if (revenue) await updateImportFile(ctx, { id, fileId: file.id, mapping: [{ ...revenue, multiplier: 1_000_000 }] });
    if (file.entity === "opportunity")
      await updateImportFile(ctx, { id, fileId: file.id, options: { answers: { startStage: "Lead" } } });
  }
  await checkImport(ctx, { id });
  await workImports();
  await startImport(ctx, { id });
  await workImports();

  const { status, failure, errors } = await getImport(ctx, { id });
  if (status !== "done" || errors > 0)
    throw new Error(`The demo's history did not go in: ${status}, ${errors} errors. ${failure ?? ""}`);
  await tellPast(ctx, seed);
}
