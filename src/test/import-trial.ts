import "@/registry/register";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { addImportFile } from "@/modules/platform/data/imports/operations/add-file";
import { analyseImport } from "@/modules/platform/data/imports/operations/analyse-import";
import { updateImportFile } from "@/modules/platform/data/imports/operations/change-file";
import { createImport, getImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { checkImport, startImport } from "@/modules/platform/data/imports/operations/run-import";
import { workImports } from "@/modules/platform/data/imports/operations/work-imports";
import type { Choice, ImportDetail, ValueGroup } from "@/modules/platform/data/imports/schema";
import { nounImports } from "@/registry/noun-imports";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import type { NounImport } from "@/server/nouns/import/noun-import";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";

/** A new customer's workspace with its pipeline, and the context of one of its admins. */
export async function importWorkspace(
  on: Parameters<typeof testWorkspace>[0] = {},
): Promise<{ workspace: TestWorkspace; ctx: Ctx }> {
  const workspace = await testWorkspace(on);
  await inTransaction(workspace.system, (inner) => bootstrapPipelines(inner));
  return { workspace, ctx: await workspace.role("admin") };
}

/** The import of a noun, to call its operations as the run does. */
export function importOf(entity: string): NounImport {
  const found = nounImports.find(({ importer }) => importer.catalog.entity === entity);
  if (!found) throw new Error(`No files bring ${entity}.`);
  return found;
}

/** A file's bytes, in pieces as an upload has them. */
export async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, "utf8");
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
}

type Files = Record<string, string | AsyncIterable<Uint8Array>>;

/** A new import with these files, as an upload of each leaves it. */
export async function upload(ctx: Ctx, files: Files): Promise<ImportDetail> {
  const { id } = await createImport(ctx, {});
  for (const [name, content] of Object.entries(files))
    await addImportFile(ctx, { id, name, content: typeof content === "string" ? bytesOf(content) : content });
  return await getImport(ctx, { id });
}

/** The decisions of a person who accepts the suggestions: near matches, stages by the type of their name. */
export function firstOffer(group: ValueGroup): Choice | null {
  const [near] = group.suggestions;
  if (near && group.state !== "ambiguous") return { do: "replace", text: near.label };
  return group.type !== null && group.mayCreate
    ? { do: "create", name: group.text, type: group.type, ...(group.place === null ? {} : { place: group.place }) }
    : null;
}

export async function decide(ctx: Ctx, id: string, choose: (group: ValueGroup) => Choice | null): Promise<void> {
  for (const { fileId, values } of await analyseImport(ctx, { id })) {
    const choices = values.flatMap((group) => {
      const { field, text, within } = group;
      const choice = choose(group);
      return choice ? [{ field, text, within, choice }] : [];
    });
    if (choices.length > 0) await updateImportFile(ctx, { id, fileId, choices });
  }
}

/** Confirms the objects that the files of an import seem to hold. */
export async function confirmObjects(ctx: Ctx, id: string): Promise<void> {
  for (const { id: fileId, entity } of (await getImport(ctx, { id })).files)
    if (entity !== null) await updateImportFile(ctx, { id, fileId, entity });
}

export async function check(ctx: Ctx, id: string): Promise<ImportDetail> {
  await confirmObjects(ctx, id);
  await checkImport(ctx, { id });
  await workImports();
  return await getImport(ctx, { id });
}

/** Starts a checked import and works until it has ended. */
export async function run(ctx: Ctx, id: string): Promise<ImportDetail> {
  await startImport(ctx, { id });
  await workImports();
  return await getImport(ctx, { id });
}

/** Upload, suggestions, check, run. */
export async function importAll(ctx: Ctx, files: Files): Promise<ImportDetail> {
  const { id } = await upload(ctx, files);
  await decide(ctx, id, firstOffer);
  await check(ctx, id);
  return await run(ctx, id);
}
