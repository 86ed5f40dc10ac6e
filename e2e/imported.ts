import { setTimeout as pause } from "node:timers/promises";
import { updateImportFile } from "@/modules/platform/data/imports/operations/change-file";
import { getImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { checkImport, startImport } from "@/modules/platform/data/imports/operations/run-import";
import type { ImportDetail } from "@/modules/platform/data/imports/schema";
import type { Ctx } from "@/server/context";
import { confirmObjects, decide, firstOffer, upload } from "@/test/import-trial";

const withinMs = 240_000;

/** Imports files as a person who accepts each suggestion. The server does the work, as for a person. */
export async function importFiles(ctx: Ctx, files: Parameters<typeof upload>[1]): Promise<ImportDetail> {
  const draft = await upload(ctx, files);
  const { id } = draft;
  for (const file of draft.files) {
    const revenue = file.mapping.find((column) => column.field === "annualRevenue");
    if (revenue) await updateImportFile(ctx, { id, fileId: file.id, mapping: [{ ...revenue, multiplier: 1_000_000 }] });
  }
  await confirmObjects(ctx, id);
  await decide(ctx, id, firstOffer);
  await checkImport(ctx, { id });
  await until(ctx, id, "ready");
  await startImport(ctx, { id });
  return await until(ctx, id, "done");
}

async function until(ctx: Ctx, id: string, status: ImportDetail["status"]): Promise<ImportDetail> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; ) {
    const detail = await getImport(ctx, { id });
    if (detail.status === status) return detail;
    if (detail.failure) throw new Error(`The import came to ${detail.status}: ${detail.failure}`);
    await pause(50);
  }
  throw new Error(`The import did not become ${status} in time.`);
}
