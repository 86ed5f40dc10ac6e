import { expect, test } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { adminQuery } from "@/test/db";
import { check, decide, firstOffer, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { updateImportFile } from "./operations/change-file";
import { listImportProblems } from "./operations/list-problems";
import type { FileOptions, FileTotals, ImportDetail } from "./schema";

interface Person {
  name: string;
  emails: string | null;
  phones: string | null;
  title: string | null;
  account: string | null;
}

const peopleOf = (tenantId: string) =>
  adminQuery<Person>(
    `select c.name, c.job_title as title, a.name as account,
            (select string_agg(e ->> 'value', ' ') from jsonb_array_elements(c.emails) e) as emails,
            (select string_agg(p ->> 'value', ' ') from jsonb_array_elements(c.phones) p) as phones
     from contacts c left join accounts a on a.id = c.account_id
     where c.tenant_id = $1 and c.archived_at is null order by c.name, emails, phones, title, account`,
    [tenantId],
  );

async function trial() {
  const { workspace, ctx } = await importWorkspace();
  const previewOf = async (file: string, options: Partial<FileOptions> = {}) => {
    const { id, files } = await upload(ctx, { "people.csv": file });
    await decide(ctx, id, firstOffer);
    const fileId = files[0]?.id ?? "";
    const missing = { missing: { account: "create" } } as const;
    await updateImportFile(ctx, { id, fileId, entity: "contact", options: { ...missing, ...options } });
    return await check(ctx, id);
  };
  /** Runs a file and compares what its preview said. */
  const imported = async (file: string, options: Partial<FileOptions> = {}): Promise<ImportDetail> => {
    const { id, preview } = await previewOf(file, options);
    const done = await run(ctx, id);
    expect(done.totals.map(counts)).toEqual(preview?.map(counts));
    return done;
  };
  const namesakesIn = async ({ id, files }: Pick<ImportDetail, "id" | "files">) =>
    (await listImportProblems(ctx, { id, fileId: files[0]?.id ?? "", show: "namesake" })).rows;
  return { ctx, workspace, previewOf, imported, namesakesIn, people: () => peopleOf(workspace.tenant.id) };
}

const counts = ({ objects, good, errors, skipped }: FileTotals) => ({ objects, good, errors, skipped });
const contactsIn = ({ totals }: Pick<ImportDetail, "totals">) => {
  const { created, updated, unchanged, merged } = totals[0]?.objects.find(({ entity }) => entity === "contact") ?? {};
  return { created, updated, unchanged, merged };
};

const marias =
  "Name,Email,Phone,Job title\n" +
  "Maria Silva,maria@one.example,,Buyer\n" +
  "Maria Silva,maria@two.example,,Chair\n" +
  "Maria Silva,,+55 11 96123 4567,Clerk\n" +
  "Maria Silva,,+55 11 96123 4568,Pilot\n" +
  "Maria Silva,,,Judge\n" +
  "maria  silva,maria@new.example,+55 11 96123 4567,\n";

test("people of one name with other addresses and numbers stay apart, and the same file again changes nothing", async () => {
  const { imported, people } = await trial();
  expect(contactsIn(await imported(marias))).toEqual({ created: 5, updated: 0, unchanged: 0, merged: 1 });
  const before = await people();
  expect(before.map(({ emails, phones, title }) => [emails, phones, title])).toEqual([
    ["maria@new.example", "+5511961234567", "Clerk"],
    ["maria@one.example", null, "Buyer"],
    ["maria@two.example", null, "Chair"],
    [null, "+5511961234568", "Pilot"],
    [null, null, "Judge"],
  ]);
  expect(contactsIn(await imported(marias))).toEqual({ created: 0, updated: 0, unchanged: 5, merged: 1 });
  expect(await people()).toEqual(before);
});

test("an existing person of the same name is not overwritten, and the rule says so of this file", async () => {
  const { ctx, imported, previewOf, people } = await trial();
  await contactOperations.create(ctx, { firstName: "Erik", lastName: "Berg", jobTitle: "Chair" });
  const { preview } = await previewOf("First name,Last name,Job title\nErik,Berg,Clerk\n");
  expect(preview?.[0]?.rule).toBe(
    "Contacts with the same name are one if a row says nothing new about one of them. Others stay apart.",
  );
  await imported("First name,Last name,Job title,Phone\nErik,Berg,Clerk,+49 30 901820\n");
  expect((await people()).map(({ title }) => title)).toEqual(["Clerk", "Chair"]);
});

const atAcme =
  "Name,Company,Email,Phone\n" +
  "Ann Lee,Acme,ann@one.example,\n" +
  "Ann Lee,Acme,,+49 30 901820\n" +
  "Ann Lee,Acme,ann@two.example,\n" +
  "Ann Lee,Bolt,ann@bolt.example,\n" +
  "Ann Lee,Bolt,,+49 30 901829\n";

test("within an account a name is the key, unless an address or a number contradicts", async () => {
  const { imported, previewOf, people } = await trial();
  expect(contactsIn(await imported(atAcme))).toMatchObject({ created: 3, merged: 2 });
  const before = await people();
  expect(before.map(({ account, emails, phones }) => [account, emails, phones])).toEqual([
    ["Bolt", "ann@bolt.example", "+4930901829"],
    ["Acme", "ann@one.example", "+4930901820"],
    ["Acme", "ann@two.example", null],
  ]);
  expect(contactsIn(await imported(atAcme))).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
  expect(await people()).toEqual(before);
  const { preview } = await previewOf(atAcme);
  expect(preview?.[0]?.rule).toBe(
    "Contacts by e-mails. Contacts with the same name are one if their e-mails or phones agree, they have the same account and their e-mails or phones do not differ, or a row without a value in account says nothing new about one of them. Others stay apart.",
  );
});

test("namesakes are listed with what tells them apart, and are one after a click", async () => {
  const { ctx, previewOf, imported, namesakesIn, people } = await trial();
  await contactOperations.create(ctx, { firstName: "Ann", lastName: "Lee", emails: [{ value: "ann@x.example" }] });
  const file = "Name,Phone,Job title\nAnn Lee,+49 30 901820,Chair\nBo Poe,,Clerk\nBo Poe,,Pilot\n";
  const checked = await previewOf(file);
  expect(checked.preview?.[0]).toMatchObject({ namesakes: 2, errors: 0 });
  const rows = await namesakesIn(checked);
  expect(rows.map(({ line, namesake }) => [line, namesake])).toEqual([
    [
      2,
      { name: "Ann Lee", records: [{ why: "ann@x.example", path: expect.stringMatching("^/contacts/") }], lines: [] },
    ],
    [4, { name: "Bo Poe", records: [], lines: [3] }],
  ]);
  const joined = await imported(file, { joinedNames: ["ANN  lee", "Bo Poe"] });
  expect(contactsIn(joined)).toMatchObject({ created: 1, updated: 1, merged: 1 });
  expect((await people()).map(({ emails, phones, title }) => [emails, phones, title])).toEqual([
    ["ann@x.example", "+4930901820", "Chair"],
    [null, null, "Pilot"],
  ]);
  expect(await namesakesIn(joined)).toEqual([]);
});

test("all names are joined with one answer, which no later file takes over", async () => {
  const { ctx, imported, people } = await trial();
  expect(contactsIn(await imported(marias, { joinedNames: "all" }))).toMatchObject({ created: 1, merged: 5 });
  expect(await people()).toHaveLength(1);
  const { files } = await upload(ctx, { "people.csv": marias });
  expect(files[0]?.options.joinedNames).toEqual([]);
});

test("joining names is refused for records that are not told apart by it, and changes nothing", async () => {
  const { ctx } = await importWorkspace();
  const { id, files } = await upload(ctx, { "companies.csv": "Company,Domain\nAcme,acme.example\n" });
  const fileId = files[0]?.id ?? "";
  const change = updateImportFile(ctx, { id, fileId, entity: "account", options: { joinedNames: "all" } });
  await expect(change).rejects.toMatchObject({ code: "VALIDATION" });
  const [stored] = await adminQuery<{ options: object }>("select options from import_files where id = $1", [fileId]);
  expect(stored?.options).toMatchObject({ joinedNames: [] });
});

test("a row skips where its person exists, and people of its name do not count as that", async () => {
  const { ctx, imported } = await trial();
  await importAll(ctx, { "people.csv": "Name,Phone\nAnn Lee,+49 30 901820\n" });
  const file = "Name,Phone\nAnn Lee,+49 30 901820\nAnn Lee,+49 30 901821\n";
  const done = await imported(file, { ifExists: "skip" });
  expect(done.totals[0]).toMatchObject({ skipped: 1, errors: 0 });
  expect(contactsIn(done)).toMatchObject({ created: 1, updated: 0 });
});

const again = async (files: readonly string[], options: Partial<FileOptions> = {}) => {
  const { imported, people } = await trial();
  for (const file of files) await imported(file, options);
  const before = await people();
  const done = await imported(files.at(-1) ?? "", options);
  expect(await people()).toEqual(before);
  return { people: before, counts: { ...contactsIn(done), errors: done.totals[0]?.errors } };
};

test("more people of one name than are compared are still found by their numbers", async () => {
  const rows = Array.from({ length: 230 }, (_, place) => `Unknown,+49 30 9${String(10_000 + place)}`);
  const { people, counts } = await again([`Name,Phone\n${rows.join("\n")}\n`]);
  expect(people).toHaveLength(230);
  expect(counts).toMatchObject({ created: 0, updated: 0, unchanged: 230 });
});

test("rows that say less or something else of a person change nothing when the file comes again", async () => {
  const bare = await again(["Name,Email\nAnn Lee,ann@x.example\nAnn Lee,\nAnn Lee,ann@y.example\n"]);
  expect(bare.people).toHaveLength(2);
  expect(bare.counts).toMatchObject({ created: 0, updated: 0, errors: 0 });
  const file =
    "Name,Company,Email,Job title\nAnn Lee,Acme,a@x.example,Buyer\nAnn Lee,Acme,,Chair\nAnn Lee,Acme,b@y.example,\n";
  const titled = await again([file]);
  expect(titled.people.map(({ emails, title }) => [emails, title])).toEqual([
    ["a@x.example", "Chair"],
    ["b@y.example", null],
  ]);
  expect(titled.counts).toMatchObject({ created: 0, updated: 0, errors: 0 });
  const names = await again([
    'Name,Phone\n"Poe, Bo",+49 30 901822\n',
    "First name,Last name,Phone\nBO,POE,+49 30 901822\n",
  ]);
  expect(names.people).toHaveLength(1);
});

test("rows of one person are read together, however far apart they are", async () => {
  const others = Array.from({ length: 2100 }, (_, place) => `Person ${place},Acme,,Clerk`);
  const file = ["Name,Company,Phone,Job title", "Ann Lee,Acme,,Chair", ...others, "Ann Lee,Acme,+49 30 901820,Buyer"];
  const { people, counts } = await again([`${file.join("\n")}\n`]);
  expect(people.find(({ name }) => name === "Ann Lee")).toMatchObject({ phones: "+4930901820", title: "Buyer" });
  expect(counts).toMatchObject({ created: 0, updated: 0, merged: 1 });
});

test("an empty cell that clears takes nothing from a person of the same name", async () => {
  const { ctx, imported, people } = await trial();
  await contactOperations.create(ctx, {
    firstName: "Ann",
    lastName: "Lee",
    emails: [{ value: "ann@x.example" }],
    jobTitle: "Buyer",
  });
  await imported("Name,Email,Job title\nAnn Lee,,\n", { emptyCells: "clear" });
  expect((await people()).map(({ emails, title }) => [emails, title])).toEqual([
    ["ann@x.example", "Buyer"],
    [null, null],
  ]);
});

test("people whom the importer does not see hide nobody whom they see", async () => {
  const { ctx, workspace } = await trial();
  const rows = Array.from({ length: 210 }, (_, place) => `Unknown,Title ${place}`);
  await importAll(ctx, { "people.csv": `Name,Job title\n${rows.join("\n")}\n` });
  const visibility = { contact: "own" } as const;
  await workspace.system.db.visibilitySetting.create({ data: { entity: "contact", level: "own" } });
  const manager = await workspace.as(await workspace.join("manager"), { visibility });
  for (const created of [1, 0]) {
    const done = await importAll(manager, { "people.csv": "Name,Job title\nUnknown,Mine\n" });
    expect(contactsIn(done)).toMatchObject({ created });
  }
});

test("a name joins a person of an account, and is no error where the file comes again", async () => {
  const { ctx, imported, people } = await trial();
  const file = "Name,Phone\nAnn Lee,+49 30 901820\n";
  await imported("Name,Company,Email\nAnn Lee,Acme,ann@x.example\n");
  const joined = await imported(file, { joinedNames: ["Ann Lee"] });
  expect(contactsIn(joined)).toMatchObject({ created: 0, updated: 1 });
  expect(await people()).toMatchObject([{ account: "Acme", emails: "ann@x.example", phones: "+4930901820" }]);
  const two = "Name,Job title\nBo Poe,Clerk\nBo Poe,Pilot\n";
  await imported(two);
  expect((await imported(two, { joinedNames: "all" })).totals[0]).toMatchObject({ errors: 0, good: 2 });
  const other = await imported("First name,Last name,Job title\nBo,Poe,Judge\n", { joinedNames: "all" });
  const { rows } = await listImportProblems(ctx, { id: other.id, fileId: other.files[0]?.id ?? "" });
  expect(rows.flatMap(({ problems }) => problems.map(({ reason }) => reason))).toEqual([
    "2 contacts are called “Bo Poe”. Add their external id or e-mails to the file.",
  ]);
});

test("rows of one name and account with different numbers are two people, also when the file comes again", async () => {
  const { imported, people } = await trial();
  const file = "Name,Company,Phone,Job title\nAnn Lee,Acme,+49 30 901820,Chair\nAnn Lee,Acme,+49 30 901829,Clerk\n";
  expect(contactsIn(await imported(file))).toMatchObject({ created: 2, merged: 0 });
  expect((await people()).map(({ phones, title }) => [phones, title])).toEqual([
    ["+4930901820", "Chair"],
    ["+4930901829", "Clerk"],
  ]);
  expect(contactsIn(await imported(file))).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
});

test("first and last names mean the person of the whole name, however they are written", async () => {
  const { imported, people } = await trial();
  await imported("Name,Job title\nAnn Lee,Buyer\n");
  const again = await imported("First name,Last name,Job title\nANN,LEE,Buyer\n");
  expect(contactsIn(again)).toMatchObject({ created: 0, updated: 1 });
  expect(await people()).toMatchObject([{ name: "ANN LEE", title: "Buyer" }]);
});
