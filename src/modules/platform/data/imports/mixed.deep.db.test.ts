import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import {
  check,
  confirmObjects,
  decide,
  firstOffer,
  importAll,
  importWorkspace,
  run,
  upload,
} from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { removeImportFile, updateImportFile } from "./operations/change-file";
import { getImport } from "./operations/manage-imports";

let ctx: Ctx;
beforeEach(async () => {
  ({ ctx } = await importWorkspace());
});

const headers = "First Name,Last Name,Email,Company,Company Domain,Industry,Deal Name,Deal Stage,Deal Value";
const rows = [
  "Ann,Field,ann@x.example,Acme,acme.example,Software,Rollout,Proposal,1200",
  "Bob,Hill,bob@x.example,Acme,acme.example,Software,Rollout,Proposal,1200",
  "Cay,Moor,cay@y.example,Bolt,bolt.example,Retail,,,",
  "Dan,Low,dan@z.example,,,,Alone,Qualified,500",
  ",,,Lone Works,lone.example,Energy,,,",
];
const mixed = [headers, ...rows, ""].join("\n");

const query = (sql: string) => adminQuery<Record<string, unknown>>(sql, [ctx.tenant.id]);
const state = async () => ({
  contacts: await query(
    `select c.name, a.name as account from contacts c left join accounts a on a.id = c.account_id
     where c.tenant_id = $1 order by 1`,
  ),
  accounts: await query("select name, domain, industry from accounts where tenant_id = $1 order by 1"),
  opportunities: await query(
    `select o.name, a.name as account, s.name as stage, o.amount_minor::int as amount,
       array(select c.name from opportunity_contacts p join contacts c on c.id = p.contact_id
             where p.opportunity_id = o.id order by 1) as contacts
     from opportunities o join stages s on s.id = o.stage_id left join accounts a on a.id = o.account_id
     where o.tenant_id = $1 order by 1, 4`,
  ),
});

test("people, companies and deals of one file come in with their own values, joined as their rows say", async () => {
  const { id, files } = await upload(ctx, { "export.csv": mixed });
  expect(files.map(({ entity }) => entity)).toEqual(["account", "contact", "opportunity"]);
  const [firms] = await analyseImport(ctx, { id });
  expect(firms?.columns.map(({ note }) => note).slice(2, 5)).toEqual([
    "Matched to contacts and opportunities",
    "All values are valid",
    "All values are valid",
  ]);
  await decide(ctx, id, firstOffer);
  await check(ctx, id);
  expect(await run(ctx, id)).toMatchObject({ status: "done", created: 9, errors: 0 });
  expect(await state()).toEqual({
    contacts: [
      { name: "Ann Field", account: "Acme" },
      { name: "Bob Hill", account: "Acme" },
      { name: "Cay Moor", account: "Bolt" },
      { name: "Dan Low", account: null },
    ],
    accounts: [
      { name: "Acme", domain: "acme.example", industry: "Software" },
      { name: "Bolt", domain: "bolt.example", industry: "Retail" },
      { name: "Lone Works", domain: "lone.example", industry: "Energy" },
    ],
    opportunities: [
      { name: "Alone", account: null, stage: "Qualified", amount: 50_000, contacts: ["Dan Low"] },
      { name: "Rollout", account: "Acme", stage: "Proposal", amount: 120_000, contacts: ["Ann Field", "Bob Hill"] },
    ],
  });
});

test("opportunities of one name are apart where their amounts are; rows of all objects count once", async () => {
  const renewals = [
    headers,
    "Ann,Field,ann@x.example,Acme,acme.example,Software,Renewal,Proposal,1000",
    "Bob,Hill,bob@x.example,Acme,acme.example,Software,Renewal,Proposal,1000",
    "Ann,Field,ann@x.example,Acme,acme.example,Software,Renewal,Proposal,1200",
  ].join("\n");
  await importAll(ctx, { "export.csv": renewals });
  expect((await state()).opportunities).toMatchObject([
    { name: "Renewal", amount: 100_000, contacts: ["Ann Field", "Bob Hill"] },
    { name: "Renewal", amount: 120_000, contacts: ["Ann Field"] },
  ]);
  expect(
    await query("select used::int, reserved::int from usage_periods where tenant_id = $1 and meter = 'importedRows'"),
  ).toEqual([{ used: 3, reserved: 0 }]);
});

test("an object that nobody wants is left out, and the next file of these columns leaves it out too", async () => {
  const { id, files } = await upload(ctx, { "export.csv": mixed });
  const deals = files.find(({ entity }) => entity === "opportunity");
  await removeImportFile(ctx, { id, fileId: deals?.id ?? "" });
  await check(ctx, id);
  expect(await run(ctx, id)).toMatchObject({ status: "done", created: 7, errors: 0 });
  expect((await state()).opportunities).toEqual([]);
  const again = await upload(ctx, {
    "export 2.csv": `${headers}\nEve,Day,eve@x.example,Acme,acme.example,Food,X,Y,1\n`,
  });
  expect(again.files.map(({ entity }) => entity)).toEqual(["account", "contact"]);
});

test("a decision about one object of a file changes nothing for the others", async () => {
  const { id, files } = await upload(ctx, { "export.csv": mixed });
  const contacts = files.find(({ entity }) => entity === "contact");
  const mapping = (contacts?.mapping ?? []).map((one) => (one.field === "lastName" ? { ...one, field: null } : one));
  await updateImportFile(ctx, { id, fileId: contacts?.id ?? "", mapping });
  const now = await getImport(ctx, { id });
  const others = (all: typeof files) => all.filter(({ entity }) => entity !== "contact").map((one) => one.mapping);
  expect(others(now.files)).toEqual(others(files));
  await confirmObjects(ctx, id);
});

test("a part of a file takes no object that another part has", async () => {
  const { id, files } = await upload(ctx, { "export.csv": mixed });
  const contacts = files.find(({ entity }) => entity === "contact");
  const change = { id, fileId: contacts?.id ?? "" };
  await expect(updateImportFile(ctx, { ...change, entity: "account" })).rejects.toMatchObject({ code: "VALIDATION" });
  expect((await getImport(ctx, { id })).files.map(({ entity }) => entity)).toEqual([
    "account",
    "contact",
    "opportunity",
  ]);
  await updateImportFile(ctx, { ...change, entity: "product" });
  const now = (await getImport(ctx, { id })).files.map(({ entity }) => entity);
  expect(now.toSorted()).toEqual(["account", "opportunity", "product"]);
});

test("a file of one object stays one file, also with the names of others", async () => {
  const done = await importAll(ctx, { "deals.csv": "Deal Name,Company,Deal Stage,Deal Value\nOne,,Proposal,10\n" });
  expect(done.files.map(({ entity }) => entity)).toEqual(["opportunity"]);
  expect(done).toMatchObject({ status: "done", created: 1, errors: 0 });
});
