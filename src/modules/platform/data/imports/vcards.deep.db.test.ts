import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { bytesOf, check, decide, importWorkspace, run, upload } from "@/test/import-trial";
import { addImportFile } from "./operations/add-file";
import { listImportProblems } from "./operations/list-problems";
import { createImport } from "./operations/manage-imports";
import type { Choice, ValueGroup } from "./schema";

let ctx: Ctx;
beforeEach(async () => {
  ({ ctx } = await importWorkspace());
});

const query = (sql: string) => adminQuery<Record<string, unknown>>(sql, [ctx.tenant.id]);
const accounts = () =>
  query(`select name, phone, billing_address as address from accounts where tenant_id = $1 order by name`);
const people = () =>
  query(
    `select c.name, a.name as account, c.emails, c.job_title as title, c.mailing_address as address,
       (select array_agg(p ->> 'type' || ' ' || (p ->> 'value')) from jsonb_array_elements(c.phones) p) as phones
     from contacts c left join accounts a on a.id = c.account_id where c.tenant_id = $1 order by 1`,
  );

const picture = `PHOTO;ENCODING=b;TYPE=JPEG:${"QUJD".repeat(18)}\r\n${` ${"QUJD".repeat(18)}\r\n`.repeat(18_000)}`;
const book = [
  "BEGIN:VCARD",
  "VERSION:3.0",
  "N:Müller;Anna;Maria;Dr.;",
  "FN:Dr. Anna Maria Müller",
  "ORG:Nordwind Cargo;Einkauf",
  "TITLE:Leiterin Einkauf",
  "EMAIL;type=INTERNET;type=WORK:a.mueller@nordwind.example",
  "item1.EMAIL;type=INTERNET;type=pref:anna@home.example",
  "item1.X-ABLabel:_$!<Home>!$_",
  "TEL;type=WORK:+49 40 123456",
  "TEL;type=CELL;type=pref:+49 170 1234567",
  "ADR;type=HOME:;;Elbchaussee 5;Hamburg;;22765;Germany",
  "BDAY:1980-04-12",
  `${picture}END:VCARD`,
  "BEGIN:VCARD",
  "VERSION:3.0",
  "N:;;;;",
  "FN:Harbour Cranes",
  "ORG:Harbour Cranes",
  "X-ABShowAs:COMPANY",
  "TEL;type=MAIN:+44 20 7946 0000",
  "ADR:;;1 Dock Rd;London;;E1 1AA;United Kingdom",
  "END:VCARD",
  "BEGIN:VCARD",
  "VERSION:4.0",
  "FN:Priya Raman",
  "EMAIL:priya@x.example",
  "END:VCARD",
  "",
].join("\r\n");

/** Names of companies that are not there yet become accounts. */
const makes = (group: ValueGroup): Choice | null =>
  group.state === "unknown" && group.mayCreate ? { do: "create", name: group.text } : null;

async function brought(name: string, text: string) {
  const { id, files } = await upload(ctx, { [name]: text });
  await decide(ctx, id, makes);
  const checked = await check(ctx, id);
  const problems = [];
  for (const { id: fileId } of checked.files)
    problems.push(...(await listImportProblems(ctx, { id, fileId })).rows.map(({ problems }) => problems));
  return { files, problems, done: await run(ctx, id) };
}

test("an address book brings people and companies, and once more changes nothing", async () => {
  const { files, problems, done } = await brought("contacts.vcf", book);
  expect(problems).toEqual([]);
  expect(files.map(({ entity, headerRow, encoding, delimiter }) => [entity, headerRow, encoding, delimiter])).toEqual([
    ["account", null, "", ""],
    ["contact", null, "", ""],
  ]);
  expect(done).toMatchObject({ status: "done", created: 4, updated: 0, errors: 0 });
  expect(await accounts()).toEqual([
    {
      name: "Harbour Cranes",
      phone: "+44 20 7946 0000",
      address: { street: "1 Dock Rd", city: "London", postalCode: "E1 1AA", country: "United Kingdom" },
    },
    { name: "Nordwind Cargo", phone: null, address: null },
  ]);
  expect(await people()).toEqual([
    {
      name: "Anna Müller",
      account: "Nordwind Cargo",
      title: "Leiterin Einkauf",
      emails: [
        { value: "anna@home.example", type: "personal" },
        { value: "a.mueller@nordwind.example", type: "work" },
      ],
      phones: ["mobile +491701234567", "office +4940123456"],
      address: { street: "Elbchaussee 5", city: "Hamburg", postalCode: "22765", country: "Germany" },
    },
    {
      name: "Priya Raman",
      account: null,
      title: null,
      emails: [{ value: "priya@x.example", type: "work" }],
      phones: null,
      address: null,
    },
  ]);
  const again = await brought("contacts.vcf", book);
  expect(again.done).toMatchObject({ status: "done", created: 0, updated: 0, errors: 0 });
});

test("what no field takes is kept by its name, and pictures are not", async () => {
  const { files } = await upload(ctx, { "contacts.vcf": book });
  const [accountFile, contactFile] = files;
  const left = (contactFile?.columns ?? []).filter(
    (_, column) => contactFile?.mapping[column]?.field === null && accountFile?.mapping[column]?.field === null,
  );
  expect(left).toEqual(["Birthday", "Middle name", "Name prefix", "Kind of address"]);
});

test("companies with facts of every kind harm no person, and an address alone is a contact of its company", async () => {
  const odd = [
    "BEGIN:VCARD",
    "VERSION:2.1",
    "N:Field;Ann",
    "ORG:Harbour Cranes",
    "EMAIL;INTERNET:info@harbour.example",
    "TEL;Assistant:+44 20 7946 0002",
    "NOTE:one",
    "two",
    "X-Own Field:x",
    "AGENT:",
    "BEGIN:VCARD",
    "FN:Eva",
    "END:VCARD",
    "what is this",
    "END:VCARD",
    "BEGIN:VCARD",
    "VERSION:3.0",
    "ORG:Harbour Cranes",
    "X-ABShowAs:COMPANY",
    "TEL;type=MAIN:+44 20 7946 0000",
    "EMAIL:info@harbour.example",
    "X-SOCIALPROFILE;type=linkedin:https://www.linkedin.com/company/harbour",
    "TITLE:Cranes for hire",
    "BDAY:1950-01-01",
    "END:VCARD",
    "BEGIN:VCARD",
    "VERSION:3.0",
    "ORG:Mays",
    "EMAIL:office@mays.example",
    "END:VCARD",
    "BEGIN:VCARD",
    "VERSION:3.0",
    "ORG:Bolt",
    "TEL:+44 20 7946 0003",
    "EMAIL;TYPE=HOME:cy.low@bolt.example",
    "END:VCARD",
    "\x1a",
  ].join("\r\n");
  const { problems, done } = await brought("contacts.vcf", odd);
  expect(problems).toEqual([]);
  expect(done).toMatchObject({ status: "done", errors: 0 });
  expect((await accounts()).map(({ name, phone }) => [name, phone])).toEqual([
    ["Bolt", null],
    ["Harbour Cranes", "+44 20 7946 0000"],
    ["Mays", null],
  ]);
  expect((await people()).map(({ name, account, phones, title }) => [name, account, phones, title])).toEqual([
    ["Ann Field", "Harbour Cranes", ["other +442079460002"], null],
    ["cy.low@bolt.example", "Bolt", ["office +442079460003"], null],
    ["office@mays.example", "Mays", null, null],
  ]);
});

test("a broken card is refused with its line and number, and nothing of the file is kept", async () => {
  const { id } = await createImport(ctx, {});
  const broken = ["BEGIN:VCARD", "FN:Ann", "END:VCARD", "BEGIN:VCARD", "FN:Bob", ""].join("\n");
  await expect(addImportFile(ctx, { id, name: "a.vcf", content: bytesOf(broken) })).rejects.toThrow(
    "a.vcf: Row 4: Card 2 of the file begins here and has no end (END:VCARD). The file may be incomplete: export it again.",
  );
  const kept = await query("select 1 from import_files where tenant_id = $1");
  expect(kept).toEqual([]);
});

test("more cards than a table may have rows are refused", async () => {
  async function* many() {
    for (let n = 0; n < 1_050; n += 1) yield Buffer.from("BEGIN:VCARD\nEND:VCARD\n".repeat(1_000));
  }
  const { id } = await createImport(ctx, {});
  await expect(addImportFile(ctx, { id, name: "many.vcf", content: many() })).rejects.toThrow(
    /The file has more than 1,048,576 rows/,
  );
});

test("a long file of cards with pictures has more lines than a table may have rows", async () => {
  const card = (n: number) =>
    `BEGIN:VCARD\nVERSION:3.0\nN:Poe;P${n};;;\nEMAIL:p${n}@x.example\nPHOTO;ENCODING=b:QUJD\n${" QUJDQUJD\n".repeat(600)}END:VCARD\n`;
  async function* many() {
    for (let n = 0; n < 2_000; n += 1) yield Buffer.from(card(n));
  }
  const { files } = await upload(ctx, { "many.vcf": many() });
  expect(files.map(({ rowCount, columns }) => [rowCount, columns])).toEqual([
    [2_000, ["First name", "Last name", "E-mail"]],
  ]);
});
