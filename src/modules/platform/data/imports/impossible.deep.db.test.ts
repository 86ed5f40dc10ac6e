import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { check, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";
import { getImport } from "./operations/manage-imports";
import { checkImport } from "./operations/run-import";

let ctx: Ctx;
beforeEach(async () => {
  ({ ctx } = await importWorkspace());
});

const analysed = async (id: string) => (await analyseImport(ctx, { id }))[0];
const need = "Give a first name, a last name or an e-mail address.";

test("leads without names are stopped before anything else, and an object that fits is offered", async () => {
  const { id, files } = await upload(ctx, {
    "leads.csv": "Company Name,Lead Source,Phone,City\nAcme,Webinar,1,Bonn\nBolt,Webinar,2,Rome\n",
  });
  const fileId = files[0]?.id ?? "";
  await updateImportFile(ctx, { id, fileId, entity: "contact" });
  const analysis = await analysed(id);
  expect(analysis).toMatchObject({ impossible: [{ rows: 2, reason: need }], otherObject: "account" });
  expect(analysis?.blockers).toEqual([
    `No row can be imported. ${need} Choose a column for one of these fields, or choose another object.`,
  ]);
  await expect(checkImport(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await getImport(ctx, { id })).toMatchObject({ status: "draft" });
  await updateImportFile(ctx, { id, fileId, entity: "account" });
  expect(await analysed(id)).toMatchObject({ impossible: [], otherObject: null, blockers: [] });
  await check(ctx, id);
  expect(await run(ctx, id)).toMatchObject({ status: "done", created: 2, errors: 0 });
});

test("some rows without a name are counted, and stop nothing", async () => {
  const { id } = await upload(ctx, { "contacts.csv": "First name,Email,City\nAnn,,Bonn\n,b@x.example,Rome\n,,Oslo\n" });
  expect(await analysed(id)).toMatchObject({
    impossible: [{ rows: 1, reason: need }],
    otherObject: null,
    blockers: [],
  });
  await check(ctx, id);
  expect((await run(ctx, id)).totals).toMatchObject([{ good: 2, errors: 1 }]);
});

test("a note below the table does not hide that no row is possible", async () => {
  const { id, files } = await upload(ctx, {
    "leads.csv": "Company,Phone,City\nAcme,1,Bonn\nBolt,2,Rome\n\nExported by Pat,,\n",
  });
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", entity: "contact" });
  expect(await analysed(id)).toMatchObject({ impossible: [{ rows: 2, reason: need, all: true }] });
  await expect(checkImport(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await getImport(ctx, { id })).toMatchObject({ status: "draft" });
});

test("rows with the id of a contact that exists need no name", async () => {
  await importAll(ctx, { "people.csv": "Contact ID,First name,Title\nC-1,Ann,Clerk\nC-2,Ben,Clerk\n" });
  const { id, files } = await upload(ctx, { "titles.csv": "Contact ID,Title\nC-1,Director\nC-9,Nobody\n" });
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", entity: "contact" });
  expect(await analysed(id)).toMatchObject({ impossible: [{ rows: 1, reason: need, all: false }], blockers: [] });
  await check(ctx, id);
  expect((await run(ctx, id)).totals).toMatchObject([{ good: 1, errors: 1 }]);
  expect(
    await ctx.db.contact.findMany({ orderBy: { externalId: "asc" }, select: { name: true, jobTitle: true } }),
  ).toEqual([
    { name: "Ann", jobTitle: "Director" },
    { name: "Ben", jobTitle: "Clerk" },
  ]);
});

test("decisions about values that another object has too survive the change of object", async () => {
  const { id, files } = await upload(ctx, {
    "leads.csv": "Name,Email,Lead Source,Lifecycle\nAnn,a@x.example,Pigeon,Dream\n",
  });
  const fileId = files[0]?.id ?? "";
  await updateImportFile(ctx, { id, fileId, entity: "contact" });
  const choices = [
    { field: "leadSource", text: "Pigeon", choice: { do: "replace", text: "Other" } as const },
    { field: "lifecycle", text: "Dream", choice: { do: "empty" } as const },
  ];
  await updateImportFile(ctx, {
    id,
    fileId,
    choices,
    options: { missing: { leadSource: "empty", lifecycle: "skip" } },
  });
  await updateImportFile(ctx, { id, fileId, entity: "opportunity" });
  const [now] = (await getImport(ctx, { id })).files;
  expect(now?.choices).toEqual({ leadSource: { pigeon: { do: "replace", text: "Other" } } });
  expect(now?.options.missing).toEqual({ leadSource: "empty" });
});
