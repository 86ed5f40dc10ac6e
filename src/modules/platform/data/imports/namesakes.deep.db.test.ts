import { expect, test } from "vitest";
import { adminQuery } from "@/test/db";
import { check, importWorkspace, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";
import { listImportProblems } from "./operations/list-problems";

const accounts = "Company,Record ID\nAcme,A1\nBolt,A2\nCrux,A3\n";
const people =
  "First name,Last name,Email,Company,Record ID\n" +
  "Ann,Lee,ann@acme.example,Acme,P1\nAnn,Lee,ann@bolt.example,Bolt,P2\nZoë,Groß,zoe@crux.example,Crux,P3\n";

/** The contacts of each opportunity, by their addresses, and the reasons of the rows that stay out. */
async function imported(deals: string) {
  const { workspace, ctx } = await importWorkspace();
  const { id, files } = await upload(ctx, { "companies.csv": accounts, "contacts.csv": people, "deals.csv": deals });
  await check(ctx, id);
  const done = await run(ctx, id);
  const { rows } = await listImportProblems(ctx, { id, fileId: files.at(-1)?.id ?? "" });
  const found = await adminQuery(
    `select o.name, string_agg(c.emails -> 0 ->> 'value', ', ' order by c.emails -> 0 ->> 'value') as people
     from opportunities o left join opportunity_contacts l on l.opportunity_id = o.id left join contacts c on c.id = l.contact_id
     where o.tenant_id = $1 group by 1 order by 1`,
    [workspace.tenant.id],
  );
  return { ctx, id, done, found, reasons: rows.flatMap(({ problems }) => problems.map(({ reason }) => reason)) };
}

test("of contacts with one name a row means the one of its account", async () => {
  const { found, reasons } = await imported(
    "Contact person,Deal name,Stage,Company\n" +
      "Ann Lee,North,Lead,Acme\nAnn Lee,South,Lead,Bolt\nAnn Lee,West,Lead,Crux\nAnn Lee; Zoë Groß,East,Lead,Bolt\n",
  );
  expect(found).toEqual([
    { name: "East", people: "ann@bolt.example, zoe@crux.example" },
    { name: "North", people: "ann@acme.example" },
    { name: "South", people: "ann@bolt.example" },
  ]);
  expect(reasons).toEqual(["2 contacts are called “Ann Lee”. Choose one of them."]);
});

test("and where the file has their ids beside the names, the one with the id", async () => {
  const { found, reasons } = await imported(
    "Deal name,Stage,Associated Contact,Associated Contact IDs\n" +
      "North,Lead,Ann Lee,P1\nSouth,Lead,Ann Lee; Zoë Groß,P2;P3\nWest,Lead,Ann Lee,P9\n",
  );
  expect(found).toEqual([
    { name: "North", people: "ann@acme.example" },
    { name: "South", people: "ann@bolt.example, zoe@crux.example" },
  ]);
  expect(reasons).toEqual(["2 contacts are called “Ann Lee”. Choose one of them."]);
});

test("nobody is asked about a name of several records that exist already, where each row says which it means", async () => {
  const { ctx } = await imported("Deal name,Stage\nFirst,Lead\n");
  const { id } = await upload(ctx, { "deals.csv": "Deal name,Stage,Company,Contact\nNorth,Lead,Acme,Ann Lee\n" });
  expect((await analyseImport(ctx, { id })).flatMap(({ values }) => values)).toEqual([]);
  expect((await check(ctx, id)).preview?.[0]).toMatchObject({ good: 1, errors: 0 });
  // A file that says no more of them than the name asks, and names each by its address.
  const alone = await upload(ctx, { "deals.csv": "Deal name,Stage,Contact\nSouth,Lead,Ann Lee\n" });
  const [value] = (await analyseImport(ctx, { id: alone.id })).flatMap(({ values }) => values);
  expect(value?.suggestions.map(({ why }) => why).sort()).toEqual(["ann@acme.example", "ann@bolt.example"]);
});

test("a row that stays out for another reason says nothing of the records that it would have made", async () => {
  const { ctx } = await importWorkspace();
  const { id, files } = await upload(ctx, {
    "contacts.csv":
      "First name,Last name,Email,Company\nAnn,Lee,ann(at)new,New one\nBo,Poe,bo@other.example,Other\nCy,Roe,cy@other.example,Other\n",
  });
  expect(files[0]?.entity).toBe("contact");
  const fileId = files[0]?.id ?? "";
  await updateImportFile(ctx, { id, fileId, options: { missing: { account: "create" } } });
  await check(ctx, id);
  const { rows } = await listImportProblems(ctx, { id, fileId });
  expect(rows.map(({ line, problems }) => [line, problems.map(({ field }) => field)])).toEqual([[2, ["emails"]]]);
});
