import { beforeEach, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import type { Ctx } from "@/server/context";
import { later } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, decide, importWorkspace, run, upload } from "@/test/import-trial";
import { createCustomField } from "../custom-fields/operations/write-field";
import { listImportChanges } from "./changes/operations/list";
import { updateImportFile } from "./operations/change-file";
import { getImport } from "./operations/manage-imports";
import { revertImport } from "./operations/run-import";
import { workImports } from "./operations/work-imports";
import type { Choice, ColumnMapping, FileOptions } from "./schema";

let ctx: Ctx;
beforeEach(async () => {
  ({ ctx } = await importWorkspace());
  await createCustomField(ctx, { entity: "contact", kind: "text", label: "Hobby" });
  await createCustomField(ctx, { entity: "contact", kind: "text", label: "Badge", required: true });
  ctx = await later(ctx);
});

interface Given {
  options?: Partial<FileOptions>;
  mapping?: ColumnMapping[];
  choose?: () => Choice | null;
}

/** Checks and runs a file whose empty cells clear; the preview has promised what the run did. */
async function cleared(name: string, text: string, { options = {}, mapping, choose }: Given = {}) {
  const { id, files } = await upload(ctx, { [name]: text });
  const fileId = files[0]?.id ?? "";
  await updateImportFile(ctx, {
    id,
    fileId,
    options: { emptyCells: "clear", ...options },
    ...(mapping && { mapping }),
  });
  if (choose) await decide(ctx, id, choose);
  const checked = await check(ctx, id);
  const foreseen = await listImportChanges(ctx, { id, fileId });
  const done = await run(ctx, id);
  expect(done.totals).toEqual(checked.preview);
  return { id, foreseen, done };
}

async function reverted(id: string) {
  await revertImport(ctx, { id });
  await workImports();
  expect(await getImport(ctx, { id })).toMatchObject({ status: "reverted" });
}

const row = async (table: string, columns: string) => {
  const [found] = await adminQuery<Record<string, unknown>>(
    `select ${columns} from ${table} t where tenant_id = $1 order by name limit 1`,
    [ctx.tenant.id],
  );
  return found;
};

describe("contacts", () => {
  const people =
    "Id,First name,Last name,E-mail,Personal e-mail,Mobile,Job title,Account,Lifecycle stage,Owner,Hobby,Badge\n";
  const ann = () =>
    row(
      "contacts",
      `name, job_title, jsonb_path_query_array(emails, '$[*].value') as emails, phones is null as "noPhones",
       account_id is null as "noAccount", lifecycle, owner_id is not null as owned, custom->>'hobby' as hobby,
       custom->>'badge' as badge`,
    );
  let id = "";
  beforeEach(async () => {
    const { id: accountId } = await accountOperations.create(ctx, { name: "Mays" });
    const emails = [
      { value: "ann@a.example", type: "work" },
      { value: "ann@home.example", type: "personal" },
    ] as const;
    const values = { accountId, emails: [...emails], phones: [{ value: "+1 555 0100", type: "mobile" as const }] };
    ({ id } = await contactOperations.create(ctx, {
      ...{ firstName: "Ann", lastName: "Field", jobTitle: "Head", ...values },
      custom: { hobby: "Chess", badge: "B1" },
    } as never));
  });

  test("keep their values, where nothing else is said", async () => {
    const before = await ann();
    await cleared("people.csv", `${people}${id},,,,,,,,,,,\n`, { options: { emptyCells: "keep" } });
    expect(await ann()).toEqual(before);
  });

  test("lose what cells leave empty, but no name, owner, stage or field that they need; a revert brings all back", async () => {
    const before = await ann();
    const { id: importId, foreseen, done } = await cleared("people.csv", `${people}${id},,,,,,,,,,,\n`);
    expect(done).toMatchObject({ created: 0, updated: 1, errors: 0 });
    const after = { ...before, emails: null, noPhones: true, noAccount: true, job_title: null, hobby: null };
    expect(await ann()).toEqual(after);
    expect(JSON.stringify(foreseen)).toContain("Job title");
    const [event] = await adminQuery(
      `select before ->> 'jobTitle' as before, after -> 'jobTitle' as after from events
       where entity_id = $1 and name = 'contact.imported'`,
      [id],
    );
    expect(event).toEqual({ before: "Head", after: null });
    const { rows } = await listTimeline(ctx, { entity: "contact", id });
    expect(rows.flatMap(({ batch }) => batch?.import?.files ?? [])).toEqual(["people.csv"]);
    await reverted(importId);
    expect(await ann()).toEqual(before);
  });

  test("lose only the addresses of the type whose column is empty, and none that the row has elsewhere", async () => {
    const file = "Id,E-mail,Personal e-mail\n";
    await cleared("people.csv", `${file}${id},new@a.example,\n`);
    expect(await ann()).toMatchObject({ emails: ["ann@a.example", "new@a.example"] });
    await cleared("people.csv", `${file}${id},,ann@a.example\n`);
    expect(await ann()).toMatchObject({ emails: ["ann@a.example"] });
  });

  test("lose the numbers of all types where one column stands for them, as in exports; none where labels say the types", async () => {
    await cleared("people.csv", `First name,E-mail,Phone 1 - Label,Phone 1 - Value\nAnn,ann@a.example,Mobile,\n`);
    expect(await ann()).toMatchObject({ noPhones: false });
    await cleared("people.csv", `Id,Phone\n${id},\n`);
    expect(await ann()).toMatchObject({ noPhones: true });
  });

  test("keep the address that is their name", async () => {
    const bare = await contactOperations.create(ctx, {
      ...{ emails: [{ value: "a@b.example" }], jobTitle: "Clerk" },
      custom: { badge: "B2" },
    } as never);
    const { done } = await cleared("people.csv", `Id,E-mail,Job title\n${bare.id},,\n`);
    expect(done).toMatchObject({ updated: 1, errors: 0 });
    await adminQuery("update contacts set name = 'zed' where id = $1", [id]);
    expect(await ann()).toMatchObject({ name: "a@b.example", emails: ["a@b.example"], job_title: null });
  });

  test("keep a value that another row of theirs says, and one that a decision leaves out", async () => {
    const file = `Id,Job title,Hobby\n${id},,\n${id},Boss,\n${id},,\n`;
    await cleared("people.csv", file);
    expect(await ann()).toMatchObject({ job_title: "Boss", hobby: null });
    const many = Array.from({ length: 2050 }, (_, place) => `${id},${place === 0 ? "Chief" : ""}`).join("\n");
    await cleared("people.csv", `Id,Job title\n${many}\n`);
    expect(await ann()).toMatchObject({ job_title: "Chief" });
    await cleared("people.csv", `Id,Account\n${id},Nowhere\n`, { choose: () => ({ do: "empty" }) });
    expect(await ann()).toMatchObject({ noAccount: false });
  });

  test("keep what a row says that finds them by another key", async () => {
    const { done } = await cleared("people.csv", `Id,E-mail,Job title\n${id},ann@a.example,Boss\n,ann@home.example,\n`);
    expect(done.totals).toMatchObject([{ errors: 0, skipped: 0, objects: [{ updated: 1, merged: 1 }] }]);
    expect(await ann()).toMatchObject({ job_title: "Boss" });
  });

  test("that the file makes are not changed by a later row of it", async () => {
    const file = "E-mail,Last name,Job title,Badge\n";
    const rows = "x@a.example,Alder,Boss,B7\nx@a.example; y@a.example,Alder,,B7\n";
    const { done } = await cleared("people.csv", `${file}${rows}`);
    expect(done).toMatchObject({ created: 1, errors: 0 });
    expect(await row("contacts", "name, job_title")).toEqual({ name: "Alder", job_title: "Boss" });
  });
});

test("an account loses parts of its address and its parent, but neither its name nor its domain", async () => {
  const parent = await accountOperations.create(ctx, { name: "Zeta" });
  await accountOperations.create(ctx, {
    ...{ name: "Acme", domain: "acme.example", industry: "Rail", parentId: parent.id },
    billingAddress: { street: "1 Main St", city: "Bonn", country: "DE" },
    annualRevenue: { amount: 500, currency: "USD" },
  } as never);
  const acme = () =>
    row(
      "accounts",
      "name, domain, industry, parent_id, billing_address as address, annual_revenue_minor::int as revenue",
    );
  const before = await acme();
  const head = "Company,Domain,Industry,Parent account,City,Country,Annual revenue\n";
  const { id } = await cleared("firms.csv", `${head}Acme,,,,,DE,\n`);
  expect(await acme()).toEqual({
    ...{ name: "Acme", domain: "acme.example", industry: null, parent_id: null, revenue: null },
    address: { street: "1 Main St", country: "DE" },
  });
  await reverted(id);
  expect(await acme()).toEqual(before);
});

test("an opportunity loses value, account and planned day, but neither stage nor owner; one with lines keeps its value", async () => {
  const { id: accountId } = await accountOperations.create(ctx, { name: "Mays" });
  const amount = { amount: 900, currency: "EUR" };
  const shared = { accountId, amount, expectedCloseDate: "2027-01-31", externalSource: "crm" };
  for (const externalId of ["d1", "d2"])
    await createOpportunity(ctx, { name: externalId, externalId, leadSource: "event", ...shared });
  await adminQuery("update opportunities set value_from_lines = true where tenant_id = $1 and name = 'd2'", [
    ctx.tenant.id,
  ]);
  const deals = () =>
    adminQuery(
      `select name, amount_minor::int as amount, currency, account_id is null as "noAccount", lead_source,
       expected_close_date::text as day, stage_id, owner_id, probability from opportunities where tenant_id = $1 order by 1`,
      [ctx.tenant.id],
    );
  const before = await deals();
  const fields = [
    "externalId",
    "externalSource",
    "name",
    "account",
    "amount",
    "closeDate",
    "stage",
    "owner",
    "leadSource",
  ];
  const mapping = fields.map((field, column) => ({ column, field }));
  const file =
    "deal id,source,deal name,account,value,close date,stage,owner,lead source\nd1,crm,,,,,,,\nd2,crm,,,,,,,\n";
  const { id, done } = await cleared("deals.csv", file, { mapping });
  expect(done).toMatchObject({ created: 0, updated: 2, errors: 0 });
  const empty = { noAccount: true, lead_source: null, day: null };
  expect(await deals()).toEqual([
    { ...before[0], ...empty, amount: null },
    { ...before[1], ...empty },
  ]);
  await reverted(id);
  expect(await deals()).toEqual(before);
});

test("files of members keep values: the option is refused, and changes nothing", async () => {
  const { id, files } = await upload(ctx, { "members.csv": "Member,E-mail\nAnn Lee,ann@a.example\n" });
  const before = await getImport(ctx, { id });
  const change = { id, fileId: files[0]?.id ?? "", entity: "member", options: { emptyCells: "clear" as const } };
  await expect(updateImportFile(ctx, change)).rejects.toMatchObject({
    details: { fields: [{ path: "options.emptyCells" }] },
  });
  expect(await getImport(ctx, { id })).toEqual(before);
});

test("a later file of the same columns clears nothing unasked, nor one that skips records that exist", async () => {
  await accountOperations.create(ctx, { name: "Acme", industry: "Rail" });
  await cleared("firms.csv", "Company,Industry\nAcme,\n", { options: { ifExists: "skip" } });
  expect(await row("accounts", "industry")).toEqual({ industry: "Rail" });
  const { files } = await upload(ctx, { "firms.csv": "Company,Industry\nAcme,\n" });
  expect(files[0]?.options).toMatchObject({ ifExists: "skip", emptyCells: "keep" });
});
