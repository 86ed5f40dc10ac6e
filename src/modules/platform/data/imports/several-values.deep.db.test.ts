import { beforeEach, describe, expect, test } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { askRecordExport } from "@/modules/platform/data/exports/operations/exports";
import { openRecordExport } from "@/modules/platform/data/exports/operations/files";
import { createTag } from "@/modules/platform/data/tags/operations/tags";
import type { Ctx } from "@/server/context";
import { later } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, decide, firstOffer, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { listKeptColumns } from "./kept-columns/operations/ask";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";
import { getImport } from "./operations/manage-imports";

let ctx: Ctx;
beforeEach(async () => {
  ({ ctx } = await importWorkspace());
});

type Typed = { type: string; value: string }[] | null;
const typed = (entries: Typed) => (entries ?? []).map(({ type, value }) => `${type} ${value}`);

/** The addresses and numbers of each contact, by its name. */
async function people(): Promise<Record<string, string[]>> {
  const rows = await adminQuery<{ name: string; emails: Typed; phones: Typed }>(
    "select name, emails, phones from contacts where tenant_id = $1 order by name",
    [ctx.tenant.id],
  );
  return Object.fromEntries(rows.map(({ name, emails, phones }) => [name, [...typed(emails), ...typed(phones)]]));
}

describe("several values in a cell", () => {
  test("are all kept, however they are parted, with the names before addresses and the words before numbers left out", async () => {
    const done = await importAll(ctx, {
      "people.csv": [
        "Name,E-mail,Phone",
        '"Ann Field","ann@x.example, ann@home.example","+1 312 555 0142, +1 312 555 0143"',
        '"Bob Hill","""Hill, Bob"" <bob@x.example>, Bob <bob@home.example>","mobile: +1 312 555 0144; home: +1 312 555 0145"',
        '"Cay Low","cay@x.example\ncay@home.example","+1 312 555 0146, ext. 5 ::: +1 312 555 0147"',
        '"Dan Moe","dan@x.example dan@home.example; private: dan@club.example",',
      ].join("\n"),
    });
    expect(done).toMatchObject({ created: 4, errors: 0 });
    expect(await people()).toEqual({
      "Ann Field": ["work ann@x.example", "work ann@home.example", "office +13125550142", "office +13125550143"],
      "Bob Hill": ["work bob@x.example", "work bob@home.example", "mobile +13125550144", "home +13125550145"],
      "Cay Low": ["work cay@x.example", "work cay@home.example", "office +13125550146;ext=5", "office +13125550147"],
      "Dan Moe": ["work dan@x.example", "work dan@home.example", "personal dan@club.example"],
    });
  });

  test("that are more than a field takes, or no addresses, keep the row out, and the others are offered", async () => {
    const many = Array.from({ length: 400 }, (_, place) => `p${place}@x.example`);
    const { id } = await upload(ctx, {
      "people.csv": [
        "Name,E-mail",
        '"Ann Field","ann@x.example, nobody"',
        `"Bob Hill","${many.join("; ")}"`,
        '"Cay Low",cay@x.example',
      ].join("\n"),
    });
    const [analysed] = await analyseImport(ctx, { id });
    expect(analysed?.values.map(({ reason, suggestions }) => [reason, suggestions[0]?.label])).toEqual([
      ["“nobody” is not an e-mail address.", "ann@x.example"],
      ["This cell holds 400 values; at most 10 are allowed.", many.slice(0, 10).join("; ")],
    ]);
    await check(ctx, id);
    expect(await run(ctx, id)).toMatchObject({ created: 1, errors: 2 });
    expect(Object.keys(await people())).toEqual(["Cay Low"]);
  });

  test("of rows of one person are added together; more than ten in a row keep it out", async () => {
    const numbers = Array.from({ length: 6 }, (_, place) => `+1 312 555 01${place}0`);
    const others = numbers.map((number) => number.replace("0142", "0242").replace("555 01", "555 02"));
    const { id } = await upload(ctx, {
      "people.csv": [
        "Name,E-mail,Phone,Mobile",
        "Ann Field,ann@x.example,+1 312 555 0142,",
        "Ann Field,ann@x.example,+1 312 555 0143,+1 312 555 0142",
        `Bob Hill,bob@x.example,${numbers.join("; ")},${others.join("; ")}`,
      ].join("\n"),
    });
    await check(ctx, id);
    expect(await run(ctx, id)).toMatchObject({ created: 1, errors: 1 });
    expect(await people()).toEqual({
      "Ann Field": ["work ann@x.example", "office +13125550142", "office +13125550143"],
    });
  });
});

test("a record keeps what it has where a file would give it more than ten, and the row says so", async () => {
  const emails = Array.from({ length: 8 }, (_, place) => ({ value: `p${place}@x.example`, type: "work" }));
  await contactOperations.create(ctx, { firstName: "Ann", lastName: "Field", emails } as never);
  const before = await people();
  const { id } = await upload(ctx, {
    "people.csv": "Name,E-mail\nAnn Field,p0@x.example; n1@x.example; n2@x.example; n3@x.example\n",
  });
  await check(ctx, id);
  expect(await run(ctx, id)).toMatchObject({ created: 0, updated: 0, errors: 1 });
  expect(await people()).toEqual(before);
});

describe("several columns of one field", () => {
  const google = [
    "First Name,Last Name,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Phone 3 - Label,Phone 3 - Value",
    "Ann,Field,* Work,ann@x.example,Home,ann@home.example,Mobile,+1 312 555 0142 ::: +1 312 555 0143,Work Fax,+1 312 555 0144,Skype,+1 312 555 0145",
    "Bob,Hill,,bob@x.example,,,,,,,* Home,+1 312 555 0146",
  ].join("\n");

  test("of an address book give all their values, each with the type of its label", async () => {
    const { id, files } = await upload(ctx, { "contacts.csv": google });
    expect(files.map(({ entity }) => entity)).toEqual(["contact"]);
    expect(files[0]?.mapping.filter(({ field }) => field === "phones").map(({ column }) => column)).toEqual([7, 9, 11]);
    const [analysed] = await analyseImport(ctx, { id });
    // An empty second address is no lack of one.
    expect(analysed?.withoutKey).toBeNull();
    expect(analysed?.columns.filter(({ header }) => header.endsWith("Label")).map(({ note }) => note)).toEqual(
      [1, 2]
        .map((place) => `Types of E-mail ${place} - Value`)
        .concat([1, 2, 3].map((p) => `Types of Phone ${p} - Value`)),
    );
    await check(ctx, id);
    expect(await run(ctx, id)).toMatchObject({ created: 2, errors: 0 });
    expect(await people()).toEqual({
      "Ann Field": [
        "work ann@x.example",
        "personal ann@home.example",
        "mobile +13125550142",
        "mobile +13125550143",
        "fax +13125550144",
        "other +13125550145",
      ],
      "Bob Hill": ["work bob@x.example", "home +13125550146"],
    });
    // Nothing is left over that could be taken for lost.
    expect((await listKeptColumns(ctx, { id }))[0]?.columns).toEqual([]);
  });

  test("keep the type of their field where a person leaves the labels out", async () => {
    const { id, files } = await upload(ctx, { "contacts.csv": google });
    const mapping = (files[0]?.mapping ?? []).map((one) => (one.field === null ? one : { ...one, typed: false }));
    await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", mapping });
    await check(ctx, id);
    await run(ctx, id);
    expect((await people())["Bob Hill"]).toEqual(["work bob@x.example", "office +13125550146"]);
  });

  test("tell by the first that is filled which rows are of one person", async () => {
    const { id } = await upload(ctx, {
      "people.csv": [
        "First Name,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Value",
        "Ann,ann@x.example,,+1 312 555 0142",
        "Ann,ann@x.example,ann@home.example,+1 312 555 0143",
      ].join("\n"),
    });
    const checked = await check(ctx, id);
    expect(checked.preview?.[0]?.objects[0]).toMatchObject({ created: 1, merged: 1 });
    await run(ctx, id);
    expect(await people()).toEqual({
      Ann: ["work ann@x.example", "work ann@home.example", "office +13125550142", "office +13125550143"],
    });
  });

  test("may not be of a field that has one value", async () => {
    const { id, files } = await upload(ctx, { "contacts.csv": google });
    const fileId = files[0]?.id ?? "";
    const before = (await getImport(ctx, { id })).files[0]?.mapping;
    const twice = [6, 8].map((column) => ({ column, field: "jobTitle" }));
    await expect(updateImportFile(ctx, { id, fileId, mapping: twice })).rejects.toMatchObject({ code: "VALIDATION" });
    expect((await getImport(ctx, { id })).files[0]?.mapping).toEqual(before);
  });

  test("a column of years or days is no telephone number, whatever it is called", async () => {
    const { files } = await upload(ctx, {
      "people.csv": "Name,E-mail,Phone\nAnn,a@x.example,2019\nBob,b@x.example,2021\n",
    });
    expect(files[0]?.mapping[2]?.field).toBeNull();
  });
});

test("contacts that were exported, deleted and imported have the same values, types, tags and choices", async () => {
  const options = ["Parts; labour", '"Quoted"', "One, two", "a ::: b"].map((label, place) => ({
    value: `v${place}`,
    label,
  }));
  const { key } = await createCustomField(ctx, {
    entity: "contact",
    kind: "choices",
    label: "Kinds",
    settings: { options },
  });
  const tags = [];
  for (const name of ["Fair; Hanover", '"VIP"', "A, B"]) tags.push((await createTag(ctx, { name })).id);
  ctx = await later(ctx);
  const input = {
    firstName: "Ann",
    lastName: "Field",
    emails: [
      { value: "ann@home.example", type: "personal" },
      { value: "ann@x.example", type: "work" },
      { value: "ann@other.example", type: "other" },
    ],
    phones: [
      { value: "+13125550142;ext=5", type: "mobile" },
      { value: "+13125550143", type: "office" },
      { value: "home: 12", type: "fax" },
      { value: "call the office; ask for Max", type: "office" },
    ],
    tags,
    custom: { [key]: options.map(({ value }) => value) },
  };
  const { id: before } = await contactOperations.create(ctx, input as never);
  const wanted = await facts();
  const asked = await askRecordExport(ctx, { noun: "contact", list: {}, format: "csv", values: "machine" });
  const chunks: Buffer[] = [];
  for await (const chunk of (await openRecordExport(ctx, asked.id)).content)
    chunks.push(Buffer.from(chunk as Uint8Array));
  await adminQuery("delete from contacts where tenant_id = $1 and id = $2", [ctx.tenant.id, before]);
  const { id } = await upload(ctx, { "contacts.csv": Buffer.concat(chunks).toString("utf8") });
  await decide(ctx, id, firstOffer);
  await check(ctx, id);
  expect(await run(ctx, id)).toMatchObject({ created: 1, errors: 0 });
  expect(await facts()).toEqual(wanted);

  async function facts() {
    const [row] = await adminQuery<{ id: string }>("select id from contacts where tenant_id = $1", [ctx.tenant.id]);
    const { name, emails, phones, tags: tagged, custom } = await contactOperations.get(ctx, { id: row?.id ?? "" });
    return { name, emails, phones, tagged, custom };
  }
});
