import { expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { check, decide, firstOffer, importWorkspace, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";
import type { Choice, ValueGroup } from "./schema";

async function trial() {
  const { workspace, ctx } = await importWorkspace();
  const account = async (name: string, domain?: string) =>
    await accountOperations.create(ctx, { name, ...(domain ? { domain } : {}) });
  const names = async () =>
    (
      await adminQuery<{ name: string }>("select name from accounts where tenant_id = $1 order by name", [
        workspace.tenant.id,
      ])
    ).map(({ name }) => name);
  const peopleAt = async () =>
    (
      await adminQuery<{ person: string; account: string | null }>(
        `select c.name as person, a.name as account from contacts c left join accounts a on a.id = c.account_id
         where c.tenant_id = $1 order by 1`,
        [workspace.tenant.id],
      )
    ).map(({ person, account: at }) => `${person}: ${at}`);
  return { workspace, ctx, account, names, peopleAt };
}

const similarIn = async (ctx: Ctx, id: string): Promise<ValueGroup[]> =>
  (await analyseImport(ctx, { id })).flatMap(({ values }) => values).filter(({ state }) => state === "near");
const said = ({ text, reason, suggestions }: ValueGroup) => [
  text,
  reason,
  suggestions.map(({ label, why }) => `${label}, ${why}`),
];
const keep = ({ state, text }: ValueGroup): Choice | null => (state === "near" ? { do: "replace", text } : null);

const companies = "Company name,City\nOstwind,Kiel\nNordlicht AG,Bremen\nNordlicht,Bremen\nSuedbau,Ulm\n";

test("a company whose name differs by its legal form alone is shown, and made apart unless somebody joins it", async () => {
  const { ctx, account, names } = await trial();
  await account("Ostwind GmbH");
  await account("Ostwind Energie GmbH");
  await account("Suedbau");
  const { id } = await upload(ctx, { "accounts.csv": companies });
  expect((await similarIn(ctx, id)).map(said)).toEqual([
    ["Ostwind", "“Ostwind” is probably the same account as “Ostwind GmbH”.", ["Ostwind GmbH, among your accounts"]],
    ["Nordlicht", "“Nordlicht” is probably the same account as “Nordlicht AG”.", ["Nordlicht AG, in your files"]],
  ]);
  expect((await similarIn(ctx, id)).flatMap(({ suggestions }) => suggestions.map((one) => one.id))).toEqual([
    null,
    null,
  ]);
  await check(ctx, id);
  await run(ctx, id);
  expect(await names()).toEqual([
    "Nordlicht",
    "Nordlicht AG",
    "Ostwind",
    "Ostwind Energie GmbH",
    "Ostwind GmbH",
    "Suedbau",
  ]);
});

test("a joined company gets the values of the row, and the same file again asks nothing and changes nothing", async () => {
  const { ctx, account, names } = await trial();
  await account("Ostwind GmbH");
  const importing = async () => {
    const { id } = await upload(ctx, { "accounts.csv": companies });
    await decide(ctx, id, firstOffer);
    expect(await similarIn(ctx, id)).toEqual([]);
    await check(ctx, id);
    return await run(ctx, id);
  };
  const first = await importing();
  expect(first.totals[0]?.objects[0]).toMatchObject({ created: 2, updated: 1, merged: 1 });
  expect(await names()).toEqual(["Nordlicht AG", "Ostwind GmbH", "Suedbau"]);
  const { id } = await upload(ctx, { "accounts.csv": companies });
  expect(await similarIn(ctx, id)).toEqual([]);
  await check(ctx, id);
  const again = await run(ctx, id);
  expect(again.totals[0]?.objects[0]).toMatchObject({ created: 0, updated: 0 });
});

test("companies that a domain or an id tells apart are not asked about", async () => {
  const { ctx, account } = await trial();
  await account("Ostwind GmbH", "ostwind.example");
  await account("Nordlicht GmbH");
  const { id } = await upload(ctx, {
    "accounts.csv":
      "Company name,Domain\nOstwind,other.example\nNordlicht,nord.example\nSuedbau,sued.example\nSuedbau AG,bau.example\n",
  });
  expect((await similarIn(ctx, id)).map(({ text }) => text)).toEqual(["Nordlicht"]);
});

test("keys of companies count however their names are written in the file", async () => {
  const { ctx } = await trial();
  const pairs = ["Küste", "Küste AG", "HAFEN", "Hafen AG", "  Wind  Park", "Wind Park AG", "A &amp; B", "A & B AG"];
  const rows = pairs.map((name, place) => `${name},firm${place}.example`);
  const { id } = await upload(ctx, { "accounts.csv": ["Company name,Domain", ...rows, ""].join("\n") });
  expect(await similarIn(ctx, id)).toEqual([]);
});

test("a company of one file is asked about with every other one that has its name and a longer form", async () => {
  const { ctx } = await trial();
  const { id } = await upload(ctx, { "accounts.csv": "Company name,City\nAcme,Kiel\nAcme Inc,Ulm\nAcme GmbH,Bonn\n" });
  expect((await similarIn(ctx, id)).map(said).map(([text, , offers]) => [text, offers])).toEqual([
    ["Acme", ["Acme GmbH, in your files", "Acme Inc, in your files"]],
    ["Acme Inc", ["Acme GmbH, in your files"]],
  ]);
});

test("files that make records beside those that exist are not asked", async () => {
  const { ctx, account } = await trial();
  await account("Ostwind GmbH");
  const { id, files } = await upload(ctx, { "accounts.csv": companies });
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options: { ifExists: "create" } });
  expect(await similarIn(ctx, id)).toEqual([]);
});

test("records that the importer does not see are not named", async () => {
  const { workspace, account } = await trial();
  await account("Ostwind GmbH");
  const visibility = { account: "own" } as const;
  await workspace.system.db.visibilitySetting.create({ data: { entity: "account", level: "own" } });
  const askedNames = async (asker: Ctx) => {
    const { id } = await upload(asker, { "accounts.csv": companies });
    return (await similarIn(asker, id)).map(({ text }) => text);
  };
  expect(await askedNames(await workspace.as(await workspace.join("manager"), { visibility }))).toEqual(["Nordlicht"]);
  expect(await askedNames(await workspace.as(await workspace.join("admin"), { visibility }))).toEqual([
    "Ostwind",
    "Nordlicht",
  ]);
});

const people =
  "First name,Last name,Email,Company\nAnn,Lee,ann@one.example,Ostwind\nBo,Poe,bo@two.example,Nordlicht\nCy,Rae,cy@three.example,Nordlicht AG\n";

test("names in a column of accounts are asked about also where all of them become new ones", async () => {
  const { ctx, account, names, peopleAt } = await trial();
  await account("Ostwind GmbH");
  const { id, files } = await upload(ctx, { "people.csv": people });
  for (const file of files.filter(({ entity }) => entity === "account"))
    await updateImportFile(ctx, { id, fileId: file.id, entity: null });
  const contacts = files.find(({ entity }) => entity === "contact")?.id ?? "";
  await updateImportFile(ctx, { id, fileId: contacts, options: { missing: { account: "create" } } });
  expect((await similarIn(ctx, id)).map(({ text }) => text).toSorted()).toEqual(["Nordlicht", "Ostwind"]);
  await decide(ctx, id, (group) => (group.text === "Ostwind" ? firstOffer(group) : keep(group)));
  expect(await similarIn(ctx, id)).toEqual([]);
  const kept = (await analyseImport(ctx, { id })).flatMap(({ values }) => values);
  expect(
    kept.find(({ text }) => text === "Nordlicht"),
    "the answer, and not the rule for all new ones",
  ).toMatchObject({
    state: "chosen",
    byRule: false,
    choice: { do: "replace", text: "Nordlicht" },
  });
  await check(ctx, id);
  await run(ctx, id);
  expect(await names()).toEqual(["Nordlicht", "Nordlicht AG", "Ostwind GmbH"]);
  expect(await peopleAt()).toEqual(["Ann Lee: Ostwind GmbH", "Bo Poe: Nordlicht", "Cy Rae: Nordlicht AG"]);
});

test("one answer holds for the companies and the people of an import", async () => {
  const { ctx, account, names, peopleAt } = await trial();
  await account("Ostwind GmbH");
  const { id } = await upload(ctx, { "accounts.csv": companies, "people.csv": people });
  const asked = await similarIn(ctx, id);
  expect(asked.map(({ text }) => text)).toEqual(["Ostwind", "Nordlicht"]);
  await decide(ctx, id, firstOffer);
  await check(ctx, id);
  await run(ctx, id);
  expect(await names()).toEqual(["Nordlicht AG", "Ostwind GmbH", "Suedbau"]);
  expect(await peopleAt()).toEqual(["Ann Lee: Ostwind GmbH", "Bo Poe: Nordlicht AG", "Cy Rae: Nordlicht AG"]);
});
