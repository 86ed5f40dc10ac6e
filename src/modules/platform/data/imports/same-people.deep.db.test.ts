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
  expect(preview?.[0]?.rule).toBe("Contacts with the same name are one if a row adds nothing new. Others stay apart.");
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
    "Contacts by e-mails. Contacts with the same name are one if their e-mails or phones agree, they have the same account and no other e-mails or phones, or a row without account adds nothing new. Others stay apart.",
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
