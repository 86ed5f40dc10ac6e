import { beforeEach, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { check, importWorkspace, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";
import type { Choice } from "./schema";

let ctx: Ctx;
beforeEach(async () => {
  ({ ctx } = await importWorkspace());
});

const accounts = async () =>
  (await adminQuery("select name, description from accounts where tenant_id = $1 order by name", [ctx.tenant.id])).map(
    ({ name, description }) => [name, description],
  );

test("names, texts and the records that cells name are read without HTML codes; the check says so", async () => {
  await accountOperations.create(ctx, { name: "AT&T" });
  const file =
    "Company,Description,Parent account\nAT&amp;T,R&amp;amp;D &lt;b&gt;,\nM&uuml;ller &#39;s,,AT&amp;T\nBolt,,\n";
  const { id } = await upload(ctx, { "firms.csv": file });
  const [analysed] = await analyseImport(ctx, { id });
  expect(analysed?.columns.map(({ codes }) => codes)).toEqual([
    { values: 2, example: "AT&amp;T", readAs: "AT&T" },
    { values: 1, example: "R&amp;amp;D &lt;b&gt;", readAs: "R&D <b>" },
    { values: 1, example: "AT&amp;T", readAs: "AT&T" },
  ]);
  expect(analysed?.columns[2]?.note).toBe("1 of 1 found");
  await check(ctx, id);
  expect(await run(ctx, id)).toMatchObject({ created: 2, updated: 1, errors: 0 });
  expect(await accounts()).toEqual([
    ["AT&T", "R&D <b>"],
    ["Bolt", null],
    ["Müller 's", null],
  ]);
});

test("several names of a cell, and decisions about a value, mean it without codes", async () => {
  await accountOperations.create(ctx, { name: "Crux" });
  const file = "Company,Parent account\nOne,R&amp;D\nTwo,R&D\n";
  const { id, files } = await upload(ctx, { "firms.csv": file });
  const fileId = files[0]?.id ?? "";
  const choice: Choice = { do: "replace", text: "Crux" };
  await updateImportFile(ctx, { id, fileId, choices: [{ field: "parent", text: "R&D", choice }] });
  await check(ctx, id);
  expect(await run(ctx, id)).toMatchObject({ created: 2, errors: 0 });
  const deals = await upload(ctx, {
    "contacts.csv": "First name,Last name\nA&amp;B,\nCay,Low\n",
    "deals.csv": "Deal ID,Deal Name,Contact\nd1,Rollout,A&amp;B; Cay Low\n",
  });
  await check(ctx, deals.id);
  expect(await run(ctx, deals.id)).toMatchObject({ created: 3, errors: 0 });
  const [linked] = await adminQuery("select count(*)::int as linked from opportunity_contacts where tenant_id = $1", [
    ctx.tenant.id,
  ]);
  expect(linked).toEqual({ linked: 2 });
});

test("a text with codes of a record's own survives the way out and back", async () => {
  const { id } = await accountOperations.create(ctx, { name: "AT&amp;T", industry: "a &lt; b" });
  const back = await upload(ctx, { "accounts.csv": `Id,Name,Industry\n${id},AT&amp;T,a &lt; b\n` });
  const [analysed] = await analyseImport(ctx, { id: back.id });
  expect(analysed?.columns.map(({ codes }) => codes)).toEqual([null, null, null]);
  await check(ctx, back.id);
  expect(await run(ctx, back.id)).toMatchObject({ created: 0, updated: 0, errors: 0 });
  const { name, industry } = await accountOperations.get(ctx, { id });
  expect([name, industry]).toEqual(["AT&amp;T", "a &lt; b"]);
});
