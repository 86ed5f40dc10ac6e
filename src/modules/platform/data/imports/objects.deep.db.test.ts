import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { importWorkspace, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";
import { getImport } from "./operations/manage-imports";
import { checkImport } from "./operations/run-import";
import { workImports } from "./operations/work-imports";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

const count = async (table: "members" | "contacts") =>
  (
    await adminQuery<{ n: number }>(`select count(*)::int as n from ${table} where tenant_id = $1`, [
      workspace.tenant.id,
    ])
  )[0]?.n ?? 0;

const people = (rows: number) =>
  Array.from({ length: rows }, (_, n) => `Person ${n},person${n}@list.example`).join("\n");

async function uploaded(name: string, text: string) {
  const { id, files } = await upload(ctx, { [name]: text });
  const [analysis] = await analyseImport(ctx, { id });
  return { id, fileId: files[0]?.id ?? "", entity: files[0]?.entity, needsObject: analysis?.needsObject, analysis };
}

test("a mailing list is contacts, and comes in without a question", async () => {
  const members = await count("members");
  const { id, entity, needsObject } = await uploaded("newsletter.csv", `Name,Email\n${people(2_500)}\n`);
  expect({ entity, needsObject }).toEqual({ entity: "contact", needsObject: false });
  await checkImport(ctx, { id });
  await workImports();
  expect(await run(ctx, id)).toMatchObject({ status: "done", created: 2_500, errors: 0 });
  expect([await count("contacts"), await count("members")]).toEqual([2_500, members]);
});

test("a file that would make members is not checked before somebody confirms that", async () => {
  const members = await count("members");
  const found = await uploaded("team.csv", "Name,Email,Team\nAnn Ash,ann@firm.example,North\n");
  const { id, fileId } = found;
  expect(found).toMatchObject({ entity: "member", needsObject: true });
  expect(found.analysis?.blockers).toEqual(["Confirm that team.csv contains members, or choose another object."]);
  await expect(checkImport(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT", details: { fileId } });
  await updateImportFile(ctx, { id, fileId, options: { owner: { kind: "nobody" } } });
  await expect(checkImport(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
  await workImports();
  expect([(await getImport(ctx, { id })).status, await count("members")]).toEqual(["draft", members]);

  await updateImportFile(ctx, { id, fileId, entity: "member" });
  expect((await analyseImport(ctx, { id }))[0]).toMatchObject({ needsObject: false, blockers: [] });
  await checkImport(ctx, { id });
  await workImports();
  expect(await run(ctx, id)).toMatchObject({ status: "done", errors: 0 });
  expect(await count("members")).toBe(members + 1);
});

const withFirms =
  "User ID,Name,Email,Manager,Team,Company Name,Company Domain,Industry\nu1,Ann Ash,ann@firm.example,,North,Acme,acme.example,Software\n";

test("members among several objects of a file are confirmed, and again in the next import of these columns", async () => {
  for (const round of [1, 2]) {
    const members = await count("members");
    const { id, files } = await upload(ctx, { "team.csv": withFirms });
    const member = files.find(({ entity }) => entity === "member");
    expect([round, files.length > 1, member !== undefined]).toEqual([round, true, true]);
    await expect(checkImport(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await count("members")).toBe(members);
    await updateImportFile(ctx, { id, fileId: member?.id ?? "", entity: "member" });
    await checkImport(ctx, { id });
    await workImports();
    expect(await run(ctx, id)).toMatchObject({ status: "done" });
  }
});

test("so is one whose columns hardly say what it holds; another object confirms it too", async () => {
  const { id, fileId, entity, needsObject } = await uploaded("export.csv", "E-mail,Zone\na@b.example,1\n");
  expect({ entity, needsObject }).toEqual({ entity: "contact", needsObject: true });
  await expect(checkImport(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
  await updateImportFile(ctx, { id, fileId, entity: "account" });
  expect((await analyseImport(ctx, { id }))[0]?.needsObject).toBe(false);
});

test("a file in which nothing looks like an object is proposed to be left out", async () => {
  const { entity, needsObject, analysis } = await uploaded(
    "glossary.csv",
    "Table,Column,Meaning\nfirms,sector,Words\n",
  );
  expect({ entity, needsObject }).toEqual({ entity: null, needsObject: true });
  expect(analysis?.blockers).toEqual([
    "The columns of glossary.csv do not match any object that can be imported. Leave the file out, or choose its object.",
  ]);
});
