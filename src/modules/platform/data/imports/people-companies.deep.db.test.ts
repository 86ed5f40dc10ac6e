import { beforeEach, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { check, decide, firstOffer, importWorkspace, run, upload } from "@/test/import-trial";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";
import { getImport } from "./operations/manage-imports";

let ctx: Ctx;
beforeEach(async () => {
  ({ ctx } = await importWorkspace());
});

const query = (sql: string) => adminQuery<Record<string, unknown>>(sql, [ctx.tenant.id]);
const accounts = () =>
  query(`select name, domain, phone, external_id as id from accounts where tenant_id = $1 order by name, id`);
const people = () =>
  query(
    `select c.name, a.name as account, c.external_id as id, c.emails #>> '{0,value}' as email
     from contacts c left join accounts a on a.id = c.account_id where c.tenant_id = $1 order by 1, 4`,
  );

/** A file whose objects are as they were found, decided by `choose`, and the result of its run. */
async function brought(name: string, text: string, choose: typeof firstOffer = firstOffer) {
  const { id, files } = await upload(ctx, { [name]: text });
  await decide(ctx, id, choose);
  await check(ctx, id);
  return { id, objects: files.map(({ entity }) => entity), done: await run(ctx, id) };
}

describe("people and companies in one file", () => {
  const leads = [
    "Lead ID,First Name,Last Name,Company,Email,Phone,Industry,Website,Lead Source",
    "L1,Ann,Field,Mays Inc,ann@mays.example,+1 555 0100,Software,https://mays.example,Web",
    "L2,Bob,Hill,Mays Inc,bob@mays.example,+1 555 0101,Software,https://mays.example,Web",
    "L3,Cay,Low,mays inc,cay@mays.example,,Software,https://mays.example,Web",
  ].join("\n");
  const ofLeads = [
    ["Ann Field", "Mays Inc", "L1"],
    ["Bob Hill", "Mays Inc", "L2"],
    ["Cay Low", "Mays Inc", "L3"],
  ];

  test("one company of several people is one account, that has neither the id nor the phone of a person", async () => {
    await accountOperations.create(ctx, { name: "Mays Inc", phone: "+1 555 9000" });
    const { done, objects } = await brought("leads.csv", leads);
    expect(objects).toEqual(["account", "contact"]);
    expect(done).toMatchObject({ status: "done", created: 3, updated: 1, errors: 0 });
    expect(await accounts()).toEqual([{ name: "Mays Inc", domain: null, phone: "+1 555 9000", id: null }]);
    expect((await people()).map(({ name, account, id }) => [name, account, id])).toEqual(ofLeads);
    const again = await brought("leads.csv", leads);
    expect(again.done).toMatchObject({ created: 0, updated: 0, errors: 0 });
  });

  const clients = [
    "Account Id,Account Name,Contact Name,Contact Email,Industry",
    "A1,Mays Inc,Ann Field,ann@mays.example,Software",
    "A2,Mays Inc,Bob Hill,bob@mays.example,Software",
    "A3,Bolt,Cay Low,cay@bolt.example,Retail",
  ].join("\n");

  test("ids of which a name has several are asked about: one account for each name, unless a person says otherwise", async () => {
    const { id, files } = await upload(ctx, { "clients.csv": clients });
    const analysed = await analyseImport(ctx, { id });
    expect(analysed.map(({ repeatedNames }) => repeatedNames)).toEqual([
      { column: 0, names: 1, example: "Mays Inc", rows: 2 },
      null,
    ]);
    expect(files[0]?.mapping[0]).toEqual({ column: 0, field: null });
    await decide(ctx, id, firstOffer);
    await check(ctx, id);
    expect(await run(ctx, id)).toMatchObject({ created: 5, errors: 0 });
    expect(await accounts()).toMatchObject([{ name: "Bolt" }, { name: "Mays Inc", id: null }]);
  });

  test("one account for each id is what a person may choose; people belong to that of their row", async () => {
    const { id, files } = await upload(ctx, { "clients.csv": clients });
    const fileId = files[0]?.id ?? "";
    await updateImportFile(ctx, { id, fileId, mapping: [{ column: 0, field: "externalId" }] });
    await check(ctx, id);
    expect(await run(ctx, id)).toMatchObject({ created: 6, errors: 0 });
    expect((await accounts()).map(({ name, id: of }) => [name, of])).toEqual([
      ["Bolt", "A3"],
      ["Mays Inc", "A1"],
      ["Mays Inc", "A2"],
    ]);
    const linked = await query(
      `select c.name, a.external_id as id from contacts c join accounts a on a.id = c.account_id
       where c.tenant_id = $1 order by 1`,
    );
    expect(linked.map(({ name, id: of }) => [name, of])).toEqual([
      ["Ann Field", "A1"],
      ["Bob Hill", "A2"],
      ["Cay Low", "A3"],
    ]);
  });

  test("ids that stand in several rows stay ids, though a name has two of them: it is asked about all the same", async () => {
    const { id, files } = await upload(ctx, {
      "clients.csv": `${clients}\nA1,Mays Inc,Dan Day,dan@mays.example,Software`,
    });
    expect(files[0]?.mapping[0]).toEqual({ column: 0, field: "externalId" });
    const [analysed] = await analyseImport(ctx, { id });
    expect(analysed?.repeatedNames).toMatchObject({ example: "Mays Inc", rows: 3 });
  });

  test("companies of one name and two domains are two, and nothing is asked", async () => {
    const text = [
      "Account Id,Account Name,Account Domain,First Name,Last Name,Contact Email",
      "A1,Acme,acme.de,Ann,Field,ann@acme.de",
      "A2,Acme,acme.com,Bob,Hill,bob@acme.com",
    ].join("\n");
    const { id } = await upload(ctx, { "clients.csv": text });
    expect((await analyseImport(ctx, { id })).map(({ repeatedNames }) => repeatedNames)).not.toContainEqual(
      expect.objectContaining({ names: 1 }),
    );
    await check(ctx, id);
    expect(await run(ctx, id)).toMatchObject({ errors: 0, created: 4 });
    expect((await accounts()).map(({ domain }) => domain).toSorted()).toEqual(["acme.com", "acme.de"]);
  });

  test("an object that becomes another one and back takes nothing that the others have", async () => {
    const { id, files } = await upload(ctx, { "leads.csv": leads });
    const [companies] = files;
    const change = { id, fileId: companies?.id ?? "" };
    await updateImportFile(ctx, { ...change, entity: "product" });
    await updateImportFile(ctx, { ...change, entity: "account" });
    const now = (await getImport(ctx, { id })).files.find(({ entity }) => entity === "account");
    expect(now?.mapping).toEqual(companies?.mapping);
  });

  test("ids of companies of which each has one name stay their ids", async () => {
    const own = clients.replace("A2,Mays Inc", "A1,Mays Inc");
    const { done } = await brought("clients.csv", own);
    expect(done).toMatchObject({ errors: 0 });
    expect((await accounts()).map(({ name, id }) => [name, id])).toEqual([
      ["Bolt", "A3"],
      ["Mays Inc", "A1"],
    ]);
  });
});

describe("people whom rows of deals name", () => {
  const deals = [
    "Deal Name,Deal Stage,Amount,Associated Company,Associated Contact",
    "Rollout,Proposal,1200,Acme,Julia Weiß (julia@acme.example)",
    'Renewal,Proposal,900,Bolt,"Bob Hill (bob@bolt.example);Julia Weis (jweis@bolt.example)"',
    "Upgrade,Proposal,300,Acme,Julia Weiß (julia@acme.example)",
  ].join("\n");

  const create = async (text: string) => {
    const { id, files } = await upload(ctx, { "deals.csv": text });
    const missing = { account: "create", contact: "create" } as const;
    await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options: { missing } });
    await decide(ctx, id, (group) => (group.field === "stage" ? firstOffer(group) : null));
    await check(ctx, id);
    return await run(ctx, id);
  };

  const expected = [
    { name: "Bob Hill", account: "Bolt", id: null, email: "bob@bolt.example" },
    { name: "Julia Weis", account: "Bolt", id: null, email: "jweis@bolt.example" },
    { name: "Julia Weiß", account: "Acme", id: null, email: "julia@acme.example" },
  ];

  test("get their name, their address and the account of the row, all of them once", async () => {
    expect(await create(deals)).toMatchObject({ status: "done", errors: 0 });
    expect(await people()).toEqual(expected);
    expect(await create(deals.replaceAll("Julia Weiß", "J. Weiß"))).toMatchObject({ errors: 0 });
    expect(await people()).toEqual(expected);
  });

  test("are nobody with another address, of the same name and account or not", async () => {
    const account = await accountOperations.create(ctx, { name: "Acme" });
    const known = { firstName: "Julia", lastName: "Weiß", accountId: account.id };
    await contactOperations.create(ctx, { ...known, emails: [{ value: "other@acme.example" }] });
    const text = [
      "Deal Name,Amount,Associated Company,Associated Contact",
      "One,1,Acme,Julia Weiß (julia@acme.example)",
      "Two,2,Acme,Julia Weiß (j.weiss@acme.example)",
    ].join("\n");
    expect(await create(text)).toMatchObject({ errors: 0 });
    expect((await people()).map(({ email, account: of }) => [email, of])).toEqual([
      ["j.weiss@acme.example", "Acme"],
      ["julia@acme.example", "Acme"],
      ["other@acme.example", "Acme"],
    ]);
  });

  test("belong to no account where rows say several", async () => {
    const text = "Deal Name,Amount,Company,Contact person\nOne,1,Acme,Ann Lee\nTwo,2,Bolt,Ann Lee\n";
    expect(await create(text)).toMatchObject({ errors: 0 });
    expect(await people()).toMatchObject([{ name: "Ann Lee", account: null }]);
  });

  test("are not made for a row with a problem, which is said also where other names leave rows out", async () => {
    const { id, files } = await upload(ctx, {
      "deals.csv": "Deal Name,Amount,Company\nOne,abc,Acme\nTwo,2,Bolt\n",
    });
    const fileId = files[0]?.id ?? "";
    const choices = [{ field: "account", text: "Acme", choice: { do: "create" as const, name: "Acme" } }];
    const mapping = [{ column: 1, field: "amount", decimal: "." as const }];
    await updateImportFile(ctx, { id, fileId, mapping, options: { missing: { account: "skip" } }, choices });
    expect((await check(ctx, id)).preview).toMatchObject([{ errors: 1, skipped: 1, good: 0 }]);
  });

  test("get the same where a person decided about one of them alone", async () => {
    const { done } = await brought("deals.csv", deals, (group) =>
      group.state === "unknown" && group.field !== "stage" ? { do: "create", name: group.text } : firstOffer(group),
    );
    expect(done).toMatchObject({ status: "done", errors: 0 });
    expect(await people()).toEqual(expected);
  });

  test("are suggested no one with another address, and only what nobody has to look at is sure", async () => {
    const account = await accountOperations.create(ctx, { name: "Acme" });
    const made = { lastName: "Weiss", accountId: account.id };
    await contactOperations.create(ctx, { ...made, firstName: "Julia", emails: [{ value: "other@acme.example" }] });
    await contactOperations.create(ctx, { firstName: "Jon", lastName: "Carpenter" });
    const { id } = await upload(ctx, {
      "deals.csv": [
        "Deal Name,Amount,Contact person",
        "One,1,Julia Weiss (julia@acme.example)",
        "Two,2,Jon Carpentr",
        "Three,3,jon-carpenter",
      ].join("\n"),
    });
    const [analysed] = await analyseImport(ctx, { id });
    const of = (text: string) =>
      analysed?.values
        .find((value) => value.text.startsWith(text))
        ?.suggestions.map(({ label, sure }) => [label, sure]);
    expect(of("Julia")).toEqual([]);
    expect(of("Jon Car")).toEqual([["Jon Carpenter", false]]);
    expect(of("jon-")).toEqual([["Jon Carpenter", true]]);
  });
});

test("the name of a person with an address beside it is both, in a file of people too", async () => {
  const text =
    'Name,Email,Company\nJulia Weiß (julia@acme.example),,Acme\n"Hill, Bob <bob@x.example>",jbob@x.example,Acme\n';
  const { id, files } = await upload(ctx, { "contacts.csv": text });
  const fileId = files.find(({ entity }) => entity === "contact")?.id ?? "";
  await updateImportFile(ctx, { id, fileId, entity: "contact", options: { missing: { account: "create" } } });
  await check(ctx, id);
  expect(await run(ctx, id)).toMatchObject({ status: "done", errors: 0 });
  expect(await query("select name, emails from contacts where tenant_id = $1 order by 1")).toMatchObject([
    { name: "Bob Hill", emails: [{ value: "jbob@x.example" }, { value: "bob@x.example" }] },
    { name: "Julia Weiß", emails: [{ value: "julia@acme.example" }] },
  ]);
});

test("a record is told to come from the file that gave it, and from no other of its import", async () => {
  const { id } = await upload(ctx, {
    "first.csv": "First name,Last name,Email\nAnn,Field,ann@x.example\n",
    "second.csv": "First name,Last name,Email\nBob,Hill,bob@x.example\n",
    "companies.csv": "Company,Industry\nAcme,Software\n",
  });
  await check(ctx, id);
  await run(ctx, id);
  const records = await query("select id from contacts where tenant_id = $1 order by name");
  for (const [place, name] of ["first.csv", "second.csv"].entries()) {
    const ofRecord = { entity: "contact", id: String(records[place]?.id) };
    const { rows } = await listTimeline(ctx, ofRecord);
    expect(rows.flatMap(({ batch }) => batch?.import?.files ?? [])).toEqual([name]);
  }
});
