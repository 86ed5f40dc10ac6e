import { expect, test } from "vitest";
import { importWorkspace, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";

test("a decision about a name holds in every file of the import that has it, and is taken back in all", async () => {
  const { ctx } = await importWorkspace();
  const { id, files } = await upload(ctx, {
    "companies.csv": "Company name,Company owner\nAcme,Ann Poe\nBolt,Tom Roe\n",
    "contacts.csv": "First name,Email,Contact owner\nUte,ute@acme.example,Ann Poe\nEva,eva@acme.example,Tom Roe\n",
    "deals.csv": "Deal name,Stage,Deal owner\nNorth,Lead,Ann Poe\nSouth,Lead,Tom Roe\n",
  });
  const [companies = "", contacts = "", deals = ""] = files.map((file) => file.id);
  const open = async () =>
    (await analyseImport(ctx, { id })).map(({ values }) =>
      values.flatMap(({ text, choice }) => (choice === null ? [text] : [])),
    );
  const all = ["Ann Poe", "Tom Roe"];
  expect(await open()).toEqual([all, all, all]);
  const ann = { field: "owner", text: "Ann Poe" };
  const decide = async (fileId: string, choice: { do: "create"; name: string } | { do: "skip" } | null) => {
    await updateImportFile(ctx, { id, fileId, choices: [{ ...ann, choice }] });
    return await open();
  };
  expect(await decide(deals, { do: "create", name: "Ann Poe" })).toEqual([["Tom Roe"], ["Tom Roe"], ["Tom Roe"]]);
  expect(await decide(companies, null)).toEqual([all, all, all]);
  expect(await decide(contacts, { do: "skip" }), "rows are left out of one file alone").toEqual([
    all,
    ["Tom Roe"],
    all,
  ]);

  const rule = async (fileId: string, missing: { owner?: "create" | "skip" }) => {
    await updateImportFile(ctx, { id, fileId, options: { missing } });
    return await open();
  };
  expect(await rule(companies, { owner: "create" })).toEqual([[], [], []]);
  expect(await rule(deals, {})).toEqual([all, ["Tom Roe"], all]);
  expect(await rule(deals, { owner: "skip" })).toEqual([all, ["Tom Roe"], []]);
  expect(await rule(companies, { owner: "create" }), "each file keeps its own rule").toEqual([[], [], []]);
});
