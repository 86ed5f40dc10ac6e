// @module-tag once

import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { atOnce } from "@/test/at-once";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { bytesOf, check, decide, firstOffer, importAll, importWorkspace, run, upload } from "@/test/import-trial";
import { listImportableObjects } from "./objects/operations";
import { addImportFile } from "./operations/add-file";
import { analyseImport } from "./operations/analyse-import";
import { fixImportRow, updateImportFile } from "./operations/change-file";
import { listImportProblems } from "./operations/list-problems";
import { createImport, getImport } from "./operations/manage-imports";
import type { ImportDetail, ValueGroup } from "./schema";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

const rows = <Row extends object>(sql: string) => adminQuery<Row & Record<string, unknown>>(sql, [workspace.tenant.id]);

test("a probability goes in as per cent, and a column of amounts is one where many say that there is none", async () => {
  const { id, files } = await upload(ctx, {
    "deals.csv": "deal id,deal name,probability,value\nD1,One,50 %,n/a\nD2,Two,7%,-\nD3,Three,,12\n",
  });
  expect(files[0]?.mapping.map(({ field }) => field)).toEqual(["externalId", "name", "probability", "amount"]);
  await decide(ctx, id, (group) => (group.state === "invalid" ? { do: "empty" } : null));
  expect((await check(ctx, id)).preview?.[0]).toMatchObject({ good: 3, errors: 0 });
  await run(ctx, id);
  expect(
    await rows("select probability, amount_minor::int as amount from opportunities where tenant_id = $1 order by name"),
  ).toEqual([
    { probability: 50, amount: null },
    { probability: null, amount: 1200 },
    { probability: 7, amount: null },
  ]);
});

test("files that were put together go in, without the header that stands between them", async () => {
  const head = "Company,Industry,City";
  const { id, files } = await upload(ctx, { "firms.csv": `${head}\nOne,Rail,Bern\n${head}\nTwo,Road,Bonn\n` });
  expect(files[0]).toMatchObject({ entity: "account", headerRow: 1, rowCount: 3 });
  expect((await check(ctx, id)).preview?.[0]).toMatchObject({ good: 2, errors: 1 });
  const page = await listImportProblems(ctx, { id, fileId: files[0]?.id ?? "" });
  expect(page.rows.map((row) => [row.line, row.problems.map(({ reason }) => reason)])).toEqual([
    [3, ["This row repeats the header."]],
  ]);
  await run(ctx, id);
  expect(await rows("select name from accounts where tenant_id = $1 order by 1")).toEqual([
    { name: "One" },
    { name: "Two" },
  ]);
});

describe("new stages", () => {
  const head = "deal id,stage,start date,close date\n";
  // The furthest stage comes first in the file and has most rows.
  const file = `${head}D1,Talking,2026-01-05,\nD2,Talking,2026-01-06,\nD3,Gone,2026-01-02,2026-02-01\nD4,Sniffing,,\nD5,,2026-01-09,\n`;
  const choose = (group: ValueGroup) =>
    group.text === "Gone" ? ({ do: "replace", text: "Closed Lost" } as const) : firstOffer(group);
  const openStages = () =>
    rows<{ name: string }>(
      "select name from stages where tenant_id = $1 and type = 'open' and archived_at is null order by position",
    );
  const histories = () =>
    rows<{ id: string; stages: string }>(
      `select o.external_id as id, string_agg(s.name, ', ' order by e.sequence) as stages
       from stage_entries e join stages s on s.id = e.stage_id join opportunities o on o.id = e.opportunity_id
       where o.tenant_id = $1 group by 1 order by 1`,
    );

  test("are offered by the thousand where a file has so many, and the offer is taken", async () => {
    // The last one has most rows, so that it is among those that are shown.
    const names = [...Array.from({ length: 1_200 }, (_, index) => `Stage ${index}`), "Stage 1199"];
    const lines = names.map((name, index) => `D${index},${name},,`);
    const { id } = await upload(ctx, { "deals.csv": `${head}${lines.join("\n")}\n` });
    const [offered] = await analyseImport(ctx, { id });
    expect(offered?.values.some(({ place }) => (place ?? 0) > 999)).toBe(true);
    await decide(ctx, id, firstOffer);
    const [decided] = await analyseImport(ctx, { id });
    expect(decided?.values.filter(({ choice }) => choice !== null).length).toBeGreaterThan(0);
  });

  test("get their places in a sale, and opportunities begin where a person says", async () => {
    const { id, files } = await upload(ctx, { "deals.csv": file });
    const [offered] = await analyseImport(ctx, { id });
    expect(offered?.values.map((one) => [one.text, one.place])).toEqual([
      ["Talking", 0],
      ["Gone", 1],
      ["Sniffing", 2],
    ]);
    await decide(ctx, id, choose);
    const fileId = files[0]?.id ?? "";
    await updateImportFile(ctx, { id, fileId, options: { answers: { startStage: "lead" } } });
    await check(ctx, id);
    const done = await run(ctx, id);
    expect(done.totals).toEqual(done.preview);
    const names = ["Lead", "Qualified", "Talking", "Sniffing", "Proposal", "Negotiation"];
    expect((await openStages()).map((stage) => stage.name)).toEqual(names);
    expect(await histories()).toEqual([
      { id: "D1", stages: "Talking" },
      { id: "D2", stages: "Talking" },
      { id: "D3", stages: "Lead, Closed Lost" },
      { id: "D4", stages: "Sniffing" },
      { id: "D5", stages: "Lead" },
    ]);
    expect(done.files[0]?.options).toEqual({
      owner: { kind: "me" },
      recogniseBy: null,
      answers: { startStage: "lead", startStageId: expect.any(String) },
      constants: {},
      missing: {},
      withoutKey: null,
      ifExists: "update",
      nationalNumbers: null,
      emptyCells: "keep",
      joinedNames: [],
    });

    const later = await upload(ctx, { "deals.csv": file.replaceAll(/D(\d)/g, "E$1") });
    expect(later.files[0]).toMatchObject({
      options: { answers: { startStage: "lead" } },
      remembered: expect.any(String),
    });
    // The answer that the first run took from its own rows is found anew.
    expect(later.files[0]?.options.answers).toEqual({ startStage: "lead" });
    // The stages that the first import made are there: nobody is asked, and nothing is made twice.
    expect((await analyseImport(ctx, { id: later.id }))[0]?.values.map((one) => one.text)).toEqual(["Gone"]);
  });

  test("have types to choose from, and rows of opportunities are expected to have an account", async () => {
    const objects = await listImportableObjects(ctx, {});
    const fields = objects.flatMap(({ entity, fields }) => fields.map((field) => ({ ...field, of: entity })));
    expect(fields.filter(({ types }) => types.length > 0)).toMatchObject([
      { of: "opportunity", field: "stage", types: [{ value: "open" }, { value: "won" }, { value: "lost" }] },
    ]);
    expect(fields.filter(({ expected }) => expected)).toMatchObject([{ of: "opportunity", field: "account" }]);
  });

  test("come in another order when a person says so", async () => {
    const more = await upload(ctx, { "more.csv": `${head}F1,Alpha,2026-01-05,\nF2,Beta,2026-01-06,\n` });
    const fileId = more.files[0]?.id ?? "";
    const names = ["Beta", "Alpha"];
    const choices = names.map((name, place) => ({
      field: "stage",
      text: name,
      choice: { do: "create", name, type: "open", place } as const,
    }));
    await updateImportFile(ctx, { id: more.id, fileId, choices });
    await check(ctx, more.id);
    await run(ctx, more.id);
    const open = (await openStages()).map((stage) => stage.name);
    expect(open.filter((name) => names.includes(name))).toEqual(names);
  });
});

describe("how a file is written", () => {
  const cyrillic = Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]); // Привет
  const bytes = Buffer.concat([Buffer.from("Our list\nCompany;Industry\n"), cyrillic, Buffer.from(";x\nTwo;y\n")]);
  async function* content() {
    yield bytes;
  }
  const cells = (fileId: string) =>
    rows<{ cells: string[] }>(
      `select cells from import_rows where tenant_id = $1 and file_id = '${fileId}' order by line`,
    );
  const only = (detail: ImportDetail) => detail.files[0] as ImportDetail["files"][number];

  test("can be said by hand; the file is read again in its place, and its decisions stay with its columns", async () => {
    const { id, files } = await upload(ctx, { "list.csv": content(), "second.csv": bytesOf("Company\nThree\n") });
    const first = files.find((one) => one.name === "list.csv");
    expect(first?.encoding).toBe("windows-1252");
    const format = { encoding: "windows-1251", delimiter: ";", headerRow: 2 } as const;
    await addImportFile(ctx, {
      id,
      name: "list.csv",
      content: content(),
      format,
      ...(first ? { replaces: first.id } : {}),
    });
    const again = await getImport(ctx, { id });
    const read = again.files.find((one) => one.name === "list.csv");
    expect(again.files).toHaveLength(2);
    expect(read).toMatchObject({ ...format, columns: ["Company", "Industry"], entity: "account", rowCount: 2 });
    expect(read?.position).toBe(first?.position);
    expect(await cells(read?.id ?? "")).toEqual([{ cells: ["Привет", "x"] }, { cells: ["Two", "y"] }]);

    const fileId = read?.id ?? "";
    await updateImportFile(ctx, {
      id,
      fileId,
      mapping: [{ column: 1, field: null }],
      choices: [{ field: "name", text: "Two", choice: { do: "skip" } }],
    });
    const latin = { ...format, encoding: "windows-1252" } as const;
    await addImportFile(ctx, { id, name: "list.csv", content: content(), format: latin, replaces: fileId });
    const last = (await getImport(ctx, { id })).files.find((one) => one.name === "list.csv");
    expect(last).toMatchObject({ encoding: "windows-1252", choices: { name: { two: { do: "skip" } } } });
    expect(last?.mapping[1]).toMatchObject({ field: null });
  });

  test("is refused with the row where it cannot be so; then the file stays as it was read before", async () => {
    const detail = await upload(ctx, { "list.csv": content() });
    const { id } = detail;
    const replaces = only(detail).id;
    const again = (format: Parameters<typeof addImportFile>[1]["format"]) =>
      addImportFile(ctx, { id, name: "list.csv", content: content(), format, replaces });
    await expect(again({ headerRow: 9 })).rejects.toMatchObject({ code: "VALIDATION", details: { row: 9 } });
    await expect(again({ encoding: "utf-8" })).rejects.toMatchObject({ code: "VALIDATION", details: { row: 3 } });
    expect((await getImport(ctx, { id })).files).toEqual(detail.files);
    const { id: other } = await createImport(ctx, {});
    await expect(
      addImportFile(ctx, { id: other, name: "list.csv", content: content(), replaces }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await getImport(ctx, { id })).files).toEqual(detail.files);
    expect((await getImport(ctx, { id: other })).files).toEqual([]);
  });
});

test("a file of the columns of a finished import takes its matching and decisions; a reverted one lends nothing", async () => {
  const file = "Company,Our words\nOne,retial\n";
  const first = await upload(ctx, { "a.csv": file });
  const fileId = first.files[0]?.id ?? "";
  await updateImportFile(ctx, {
    id: first.id,
    fileId,
    mapping: [{ column: 1, field: "industry" }],
    choices: [{ field: "industry", text: "retial", choice: { do: "replace", text: "retail" } }],
    options: { owner: { kind: "nobody" } },
  });
  const draft = await upload(ctx, { "b.csv": `${file}Two,x\n` });
  expect(draft.files[0]).toMatchObject({ remembered: null, choices: {} });
  await check(ctx, first.id);
  await run(ctx, first.id);
  const second = await upload(ctx, { "c.csv": "COMPANY,our words\nThree,Retial\n" });
  expect(second.files[0]).toMatchObject({
    entity: "account",
    mapping: [{ field: "name" }, { field: "industry" }],
    choices: { industry: { retial: { do: "replace", text: "retail" } } },
    options: { owner: { kind: "nobody" } },
  });
  expect(second.files[0]?.remembered).not.toBeNull();
  expect((await importAll(ctx, { "d.csv": "COMPANY,our words\nFour,Retial\n" })).status).toBe("done");
  expect(await rows("select industry from accounts where tenant_id = $1 and name = 'Four'")).toEqual([
    { industry: "retail" },
  ]);
});

test("a record that is made for a value may have another name than the file gives it", async () => {
  const own = await testWorkspace();
  const admin = await own.role("admin");
  const { id } = await upload(admin, {
    "accounts.csv": "account name,parent account\nBoggle Branch,Bogle\nBoggle South,BOGLE\n",
  });
  await decide(admin, id, () => ({ do: "create", name: "Boggle Holding" }));
  await check(admin, id);
  const done = await run(admin, id);
  expect(done).toMatchObject({ errors: 0, totals: done.preview });
  const children = await adminQuery(
    "select p.name from accounts c join accounts p on p.id = c.parent_id where c.tenant_id = $1",
    [own.tenant.id],
  );
  expect(children).toEqual([{ name: "Boggle Holding" }, { name: "Boggle Holding" }]);
});

test("amounts of which nothing tells the decimal sign wait until somebody says it; whole numbers tell it", async () => {
  const { id, files } = await upload(ctx, {
    "firms.csv": "Company;Turnover;Employees\nPoint Co;1.234;1.500\nOther Co;2.500;20\n",
  });
  const [file] = files;
  const analysis = async () => (await analyseImport(ctx, { id }))[0];
  expect(await analysis()).toMatchObject({
    blockers: ["Choose the decimal sign of Turnover: 1.234 can be a number between 1 and 2, or 1,234."],
    columns: [{}, { ambiguous: true, decimal: null, state: "warning" }, { ambiguous: false, decimal: "," }],
  });
  await expect(check(ctx, id)).rejects.toMatchObject({ code: "CONFLICT", details: { fileId: file?.id } });
  expect(await getImport(ctx, { id })).toMatchObject({ status: "draft", preview: null });
  const mapping = file?.mapping.map((one) => (one.column === 1 ? { ...one, decimal: "," as const } : one)) ?? [];
  await updateImportFile(ctx, { id, fileId: file?.id ?? "", mapping });
  expect(await analysis()).toMatchObject({ blockers: [] });
  await check(ctx, id);
  await run(ctx, id);
  expect(
    await rows(
      "select name, annual_revenue_minor::int as minor, employees from accounts where tenant_id = $1 and name like '% Co' order by name",
    ),
  ).toEqual([
    { name: "Other Co", minor: 250_000, employees: 20 },
    { name: "Point Co", minor: 123_400, employees: 1500 },
  ]);
});

test("decisions and mended cells that come at the same moment all hold", async () => {
  const { id, files } = await upload(ctx, { "firms.csv": "Company,Industry\nOne,Rail\nTwo,Road\n" });
  const fileId = files[0]?.id ?? "";
  const empty = (text: string) => () =>
    updateImportFile(ctx, { id, fileId, choices: [{ field: "industry", text, choice: { do: "empty" } }] });
  const mend = (column: number) => () => fixImportRow(ctx, { id, fileId, line: 2, cells: [{ column, text: "New" }] });
  await atOnce(empty("Rail"), empty("Road"), mend(0), mend(1));
  const [file] = (await getImport(ctx, { id })).files;
  expect(file?.choices).toEqual({ industry: { rail: { do: "empty" }, road: { do: "empty" } } });
  const { rows } = await listImportProblems(ctx, { id, fileId, show: "mended" });
  expect(rows.map(({ edits }) => edits)).toEqual([{ 0: "New", 1: "New" }]);
});

test("a text whose replacement names several records stays open, also where another file of the import brings that name", async () => {
  await importAll(ctx, { "firms.csv": "Company,Domain\nTwin,a.example\nTwin,b.example\n" });
  const { id } = await upload(ctx, {
    "firms.csv": "Company,Domain\nTwin,a.example\n",
    "deals.csv": "deal id,deal name,account\nD1,One,Twn\n",
  });
  const valueOfDeals = async () => {
    const values = (await analyseImport(ctx, { id })).flatMap((file) => file.values);
    return values.find(({ text }) => text === "Twn");
  };
  expect(await valueOfDeals()).toMatchObject({ state: "unknown", choice: null });
  await decide(ctx, id, ({ text }) => (text === "Twn" ? { do: "replace", text: "Twin" } : null));
  expect(await valueOfDeals()).toMatchObject({ state: "ambiguous", choice: null });
});
