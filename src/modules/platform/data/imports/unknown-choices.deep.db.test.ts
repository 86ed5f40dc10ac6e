import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { check, importWorkspace, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";
import type { MissingRule } from "./schema";

let ctx: Ctx;
beforeEach(async () => {
  ({ ctx } = await importWorkspace());
});

const people = "Email,Lead source\na@x.example,organic_search\nb@x.example,Webinarr\nc@x.example,Carrier pigeon\n";
const sources = async () =>
  (
    await adminQuery<{ source: string | null }>(
      "select lead_source as source from contacts where tenant_id = $1 order by name",
      [ctx.tenant.id],
    )
  ).map(({ source }) => source);

async function answered(rule: MissingRule | null) {
  const { id, files } = await upload(ctx, { "contacts.csv": people });
  const missing: Record<string, MissingRule> = rule === null ? {} : { leadSource: rule };
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options: { missing } });
  const [analysis] = await analyseImport(ctx, { id });
  return { id, fileId: files[0]?.id ?? "", analysis };
}

describe("values that are none of the choices of a field", () => {
  test("are asked once, with what the nearest choice has in common; a notation of databases is no other value", async () => {
    const { analysis } = await answered(null);
    expect(analysis?.missing).toMatchObject([
      { field: "leadSource", values: 2, rows: 2, rules: ["empty", "skip"], rule: null },
    ]);
    const said = analysis?.values.map(({ text, suggestions }) => [
      text,
      suggestions.map(({ label, why }) => `${label}: ${why}`),
    ]);
    expect(said).toEqual([
      ["Webinarr", ["Event: is also called webinar"]],
      ["Carrier pigeon", []],
    ]);
  });

  test("are all left empty by one answer", async () => {
    const { id, analysis } = await answered("empty");
    expect(analysis?.values.map(({ choice, byRule }) => [choice?.do, byRule])).toEqual([
      ["empty", true],
      ["empty", true],
    ]);
    await check(ctx, id);
    expect(await run(ctx, id)).toMatchObject({ status: "done", created: 3, errors: 0 });
    expect(await sources()).toEqual(["organic_search", null, null]);
  });

  test("are all skipped by one answer, but for one that is decided alone", async () => {
    const { id, fileId } = await answered("skip");
    const choice = { do: "replace", text: "Event" } as const;
    await updateImportFile(ctx, { id, fileId, choices: [{ field: "leadSource", text: "Webinarr", choice }] });
    await check(ctx, id);
    expect(await run(ctx, id)).toMatchObject({ status: "done", created: 2, errors: 0 });
    expect(await sources()).toEqual(["organic_search", "event"]);
  });

  test("cannot be created by this answer", async () => {
    await expect(answered("create")).rejects.toMatchObject({ code: "VALIDATION" });
  });
});
