import { beforeEach, describe, expect, test } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { bytesOf, check, importWorkspace, run, upload } from "@/test/import-trial";
import { applyImportMapping } from "./mappings/operations/apply";
import { saveImportMapping } from "./mappings/operations/manage";
import { addImportFile } from "./operations/add-file";
import { analyseImport } from "./operations/analyse-import";
import { updateImportFile } from "./operations/change-file";
import { getImport } from "./operations/manage-imports";
import type { NationalNumbers } from "./schema";

let ctx: Ctx;
beforeEach(async () => {
  // Its locale is en-US.
  ({ ctx } = await importWorkspace());
});

const stored = async () =>
  (
    await adminQuery<{ name: string; phones: { value: string; valid: boolean; type: string }[] | null }>(
      "select name, phones from contacts where tenant_id = $1 order by name",
      [ctx.tenant.id],
    )
  ).map(({ name, phones }) => [name, ...(phones ?? []).map(({ value, valid }) => (valid ? value : `? ${value}`))]);

async function answered(text: string, answer: NationalNumbers | null, name = "people.csv") {
  const { id, files } = await upload(ctx, { [name]: text });
  const fileId = files[0]?.id ?? "";
  if (answer) await updateImportFile(ctx, { id, fileId, options: { nationalNumbers: answer } });
  return { id, fileId };
}

async function imported(text: string, answer: NationalNumbers | null) {
  const { id } = await answered(text, answer);
  await check(ctx, id);
  return await run(ctx, id);
}

const asked = async (id: string) => (await analyseImport(ctx, { id })).map(({ nationalNumbers }) => nationalNumbers);

const people = [
  "First name,Last name,Email,Phone,Mobile,Mailing country",
  "Ann,Field,ann@x.example,(312) 555-0142 ext. 5,+49 30 901820,United States",
  "Bob,Hill,bob@x.example,030 901820; 0049 30 901821,,Deutschland",
  "Cay,Low,cay@x.example,01 58858-0,,AT",
  "Dan,Day,dan@x.example,030 901823,,Atlantis",
  "Eve,Orr,eve@x.example,,+1 312 555 0143,",
].join("\n");

describe("telephone numbers without a country code", () => {
  test("stay as written until somebody answers, and are asked about with examples", async () => {
    const { id, fileId } = await answered(people, null);
    expect(await asked(id)).toEqual([
      {
        cells: 4,
        more: false,
        country: "United States",
        countryColumns: ["Mailing country"],
        examples: [
          {
            line: 2,
            written: "(312) 555-0142 ext. 5",
            workspaceCountry: "+1 312 555 0142 ext. 5",
            rowCountry: "+1 312 555 0142 ext. 5",
          },
          { line: 3, written: "030 901820", workspaceCountry: null, rowCountry: "+49 30 901820" },
          { line: 4, written: "01 58858-0", workspaceCountry: null, rowCountry: "+43 1 588580" },
          { line: 5, written: "030 901823", workspaceCountry: null, rowCountry: null },
        ],
      },
    ]);
    const phones = async () =>
      (await analyseImport(ctx, { id }))[0]?.columns.filter(({ field }) => field?.startsWith("phones"));
    expect(await phones()).toMatchObject([{ state: "warning" }, { state: "ok" }]);
    await updateImportFile(ctx, { id, fileId, options: { nationalNumbers: "asWritten" } });
    expect(await phones()).toMatchObject([{ state: "ok" }, { state: "ok" }]);
    expect(await imported(people, null)).toMatchObject({ status: "done", created: 5, errors: 0 });
    expect(await stored()).toEqual([
      ["Ann Field", "? (312) 555-0142 ext. 5", "+4930901820"],
      ["Bob Hill", "? 030 901820", "+4930901821"],
      ["Cay Low", "? 01 58858-0"],
      ["Dan Day", "? 030 901823"],
      ["Eve Orr", "+13125550143"],
    ]);
    expect(await imported(people, null)).toMatchObject({ created: 0, updated: 0, errors: 0 });
  });

  test("are numbers of the workspace's country where somebody says so; what is none there stays as written", async () => {
    expect(await imported(people, "workspaceCountry")).toMatchObject({ status: "done", errors: 0 });
    const first = await stored();
    expect(first).toEqual([
      ["Ann Field", "+13125550142;ext=5", "+4930901820"],
      ["Bob Hill", "? 030 901820", "+4930901821"],
      ["Cay Low", "? 01 58858-0"],
      ["Dan Day", "? 030 901823"],
      ["Eve Orr", "+13125550143"],
    ]);
    expect(await imported(people, "workspaceCountry")).toMatchObject({ created: 0, updated: 0, errors: 0 });
    expect(await stored()).toEqual(first);
  });

  test.each([
    ["that fills an address", "mailingCountry"],
    ["that fills no field and whose header says country", null],
  ])("are numbers of their row's country by a column %s", async (_, field) => {
    const again = async () => {
      const { id, fileId } = await answered(people.replace("Mailing country", "Land"), "rowCountry");
      await updateImportFile(ctx, { id, fileId, mapping: [{ column: 5, field }] });
      expect(await asked(id)).toMatchObject([{ countryColumns: ["Land"] }]);
      await check(ctx, id);
      return await run(ctx, id);
    };
    expect(await again()).toMatchObject({ status: "done", errors: 0 });
    expect(await stored()).toEqual([
      ["Ann Field", "+13125550142;ext=5", "+4930901820"],
      ["Bob Hill", "+4930901820", "+4930901821"],
      ["Cay Low", "+431588580"],
      ["Dan Day", "? 030 901823"],
      ["Eve Orr", "+13125550143"],
    ]);
    expect(await again()).toMatchObject({ created: 0, updated: 0, errors: 0 });
  });

  test("have no row's country where no column says one: an area of land is none", async () => {
    const text = people.replace("Mailing country", "Land size").replace("United States", "12").replace("AT", "9 ha");
    const { id, fileId } = await answered(text.replace("Deutschland", "4"), null);
    await updateImportFile(ctx, { id, fileId, mapping: [{ column: 5, field: null }] });
    expect(await asked(id)).toMatchObject([{ countryColumns: [], examples: [{ rowCountry: null }, {}, {}, {}] }]);
  });

  test("take a country that a person corrected, or that all rows have", async () => {
    const { id, fileId } = await answered(people, "rowCountry");
    const choice = { do: "replace" as const, text: "Germany" };
    await updateImportFile(ctx, { id, fileId, choices: [{ field: "mailingCountry", text: "Atlantis", choice }] });
    await check(ctx, id);
    await run(ctx, id);
    expect((await stored())[3]).toEqual(["Dan Day", "+4930901823"]);
    const all = await answered("First name,Email,Phone\nFay,fay@x.example,030 901824\n", "rowCountry");
    const constants = { mailingCountry: { do: "replace" as const, text: "Germany" } };
    await updateImportFile(ctx, { ...all, options: { constants } });
    expect(await asked(all.id)).toMatchObject([{ examples: [{ rowCountry: "+49 30 901824" }] }]);
    await check(ctx, all.id);
    await run(ctx, all.id);
    expect((await stored()).at(-1)).toEqual(["Fay", "+4930901824"]);
  });

  test("are not asked about where there are none, nor in a file that was exported here", async () => {
    const { id } = await answered("First name,Email,Phone\nAnn,ann@x.example,+49 30 901820\n", null);
    expect(await asked(id)).toEqual([null]);
    const contact = await contactOperations.create(ctx, { firstName: "Ann", emails: [{ value: "ann@x.example" }] });
    const ours = await answered(`Id,First name,Phone\n${contact.id},Ann,312 555 0142\n`, "workspaceCountry");
    expect(await asked(ours.id)).toEqual([null]);
    await check(ctx, ours.id);
    await run(ctx, ours.id);
    expect(await stored()).toEqual([["Ann", "? 312 555 0142"]]);
  });

  test("are added beside the number that a contact has, and beside it only once", async () => {
    const [email, phone] = ["bob@x.example", "+4930901820"];
    await contactOperations.create(ctx, { firstName: "Bob", emails: [{ value: email }], phones: [{ value: phone }] });
    const text = `First name,Email,Phone\nBob,${email},030 901820\n`;
    expect(await imported(text, null)).toMatchObject({ updated: 1, errors: 0 });
    expect(await stored()).toEqual([["Bob", phone, "? 030 901820"]]);
    expect(await imported(text, null)).toMatchObject({ updated: 0, errors: 0 });
    expect(await stored()).toEqual([["Bob", phone, "? 030 901820"]]);
  });
});

describe("the answer", () => {
  const answers = async (id: string) =>
    (await getImport(ctx, { id })).files.map(({ options }) => options.nationalNumbers);
  const one = (name: string) => `First name,Email,Phone\n${name},${name}@x.example,312 555 0142\n`;

  test("holds for all files of an import, also for those that come later", async () => {
    const { id, files } = await upload(ctx, { "a.csv": one("ann"), "b.csv": one("bob") });
    const fileId = files[1]?.id ?? "";
    await updateImportFile(ctx, { id, fileId, options: { nationalNumbers: "workspaceCountry" } });
    await addImportFile(ctx, { id, name: "c.csv", content: bytesOf(one("cay")) });
    expect(await answers(id)).toEqual(["workspaceCountry", "workspaceCountry", "workspaceCountry"]);
    const again = bytesOf(one("bob"));
    await addImportFile(ctx, { id, name: "b.csv", content: again, format: { headerRow: 1 }, replaces: fileId });
    expect(new Set(await answers(id))).toEqual(new Set(["workspaceCountry"]));
    await check(ctx, id);
    await run(ctx, id);
    expect((await stored()).map(([, phone]) => phone)).toEqual(Array(3).fill("+13125550142"));
    const [first] = (await getImport(ctx, { id })).files;
    await expect(
      updateImportFile(ctx, { id, fileId: first?.id ?? "", options: { nationalNumbers: null } }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("is asked anew by the next import of the same columns, and no saved mapping takes it along", async () => {
    const { id, fileId } = await answered(one("ann"), "workspaceCountry");
    const { id: importMappingId } = await saveImportMapping(ctx, { id, fileId, name: "People" });
    await check(ctx, id);
    await run(ctx, id);
    const later = await answered(one("bob"), null);
    expect(await answers(later.id)).toEqual([null]);
    await updateImportFile(ctx, { ...later, options: { nationalNumbers: "asWritten" } });
    await applyImportMapping(ctx, { ...later, importMappingId });
    expect(await answers(later.id)).toEqual(["asWritten"]);
    await updateImportFile(ctx, { ...later, entity: "account" });
    expect(await answers(later.id), "another object of the file is the same import").toEqual(["asWritten"]);
  });
});
