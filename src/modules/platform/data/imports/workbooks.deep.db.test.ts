import { writeXlsx } from "hucre/xlsx";
import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { bytesOf, check, decide, importWorkspace, run, upload } from "@/test/import-trial";
import { rounds } from "@/test/rounds";
import { textRow, workbookOf } from "@/test/workbook";
import { addImportFile } from "./operations/add-file";
import { errorFile } from "./operations/error-file";
import { createImport, getImport } from "./operations/manage-imports";
import { revertImport } from "./operations/run-import";
import { workImports } from "./operations/work-imports";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
});

const rows = (sql: string) => adminQuery(sql, [workspace.tenant.id]);
async function* sent(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
}

test("a workbook goes in as a CSV file does: counted before, run, with its errors as a file, and reverted", async () => {
  const bytes = await writeXlsx({
    sheets: [
      {
        name: "Pipeline",
        rows: [
          ["Deal ID", "Account", "Amount", "Close date", "Probability"],
          ["D1", "Acme", 1234.5, new Date(Date.UTC(2026, 1, 28)), 0.35],
          ["D2", "Acme", 100_000, new Date(Date.UTC(2026, 2, 1)), 1],
          ["D3", "Acme", "a lot", new Date(Date.UTC(2026, 2, 2)), 0],
        ],
      },
    ],
  });
  const { id, files } = await upload(ctx, { "pipeline.xlsx": sent(bytes) });
  expect(files).toMatchObject([{ entity: "opportunity", sheet: "Pipeline", headerRow: 1, rowCount: 3, fillDown: [] }]);
  await decide(ctx, id, (group) => (group.field === "account" ? { do: "create", name: group.text } : null));
  const checked = await check(ctx, id);
  expect(checked.preview).toMatchObject([{ good: 2, errors: 1 }]);
  expect((await run(ctx, id)).totals).toEqual(checked.preview);
  const sql = `select external_id as id, amount_minor::int as amount, expected_close_date::text as closes, probability
               from opportunities where tenant_id = $1 order by 1`;
  expect(await rows(sql)).toEqual([
    { id: "D1", amount: 123_450, closes: "2026-02-28", probability: 35 },
    { id: "D2", amount: 10_000_000, closes: "2026-03-01", probability: 100 },
  ]);
  const { name, content } = await errorFile(ctx, id, files[0]?.id ?? "");
  const errors: Uint8Array[] = [];
  for await (const chunk of content) errors.push(chunk);
  expect(name).toBe("pipeline-errors.csv");
  expect(Buffer.concat(errors).toString()).toMatch(/D3,Acme,a lot,2026-03-02,0,4,/);
  await revertImport(ctx, { id });
  await workImports();
  expect(await rows(sql)).toEqual([]);
});

test("another sheet is recognised anew: what the last one held says nothing of it", async () => {
  const bytes = await writeXlsx({
    sheets: [
      {
        name: "Deals",
        rows: [
          ["Deal ID", "Account", "Amount", "Close date"],
          ["D1", "Acme", 5, "2026-01-01"],
        ],
      },
      {
        name: "Firms",
        rows: [
          ["Company", "Industry", "Employees"],
          ["Acme", "Food", 5],
        ],
      },
    ],
  });
  const { id, files } = await upload(ctx, { "all.xlsx": sent(bytes) });
  expect(files).toMatchObject([{ entity: "opportunity", sheet: "Deals", title: "all.xlsx: Deals" }]);
  const replaces = files[0]?.id ?? "";
  await addImportFile(ctx, { id, name: "all.xlsx", content: sent(bytes), format: { sheet: "Firms" }, replaces });
  expect((await getImport(ctx, { id })).files).toMatchObject([{ entity: "account", sheet: "Firms" }]);
});

test("the sheet that a person chooses takes the place of the one that was read", async () => {
  const bytes = workbookOf([
    { name: "Firms", rows: textRow(1, ["Company", "Country"]) + textRow(2, ["Acme", "Italy"]) },
    { name: "Old", hidden: true, rows: textRow(1, ["Company", "Country"]) + textRow(2, ["Gone", "France"]) },
  ]);
  const { id, files } = await upload(ctx, { "firms.xlsx": sent(bytes) });
  expect(files).toMatchObject([
    {
      sheet: "Firms",
      sheets: [
        { name: "Firms", hidden: false },
        { name: "Old", hidden: true },
      ],
    },
  ]);
  const replaces = files[0]?.id ?? "";
  await addImportFile(ctx, { id, name: "firms.xlsx", content: sent(bytes), format: { sheet: "Old" }, replaces });
  expect((await getImport(ctx, { id })).files).toMatchObject([{ sheet: "Old", rowCount: 1 }]);
  await check(ctx, id);
  await run(ctx, id);
  expect(await rows("select name from accounts where tenant_id = $1")).toEqual([{ name: "Gone" }]);
});

test("empty cells below a group take its text where a person says so; sums are passed over", async () => {
  const text = "Region,Deal ID,Company\nNorth,D1,Acme\n,D2,Acme\nTotal,2,\n,D3,\nSouth,D4,Bolt\n , D5 ,\n";
  const { id } = await createImport(ctx, {});
  await addImportFile(ctx, { id, name: "deals.csv", content: bytesOf(text), format: { fillDown: [0, 2, 9] } });
  expect((await getImport(ctx, { id })).files).toMatchObject([{ fillDown: [0, 2] }]);
  expect(
    await rows("select line, cells from import_rows where tenant_id = $1 and issue is null order by line"),
  ).toEqual([
    { line: 2, cells: ["North", "D1", "Acme"] },
    { line: 3, cells: ["North", "D2", "Acme"] },
    { line: 5, cells: ["North", "D3", "Acme"] },
    { line: 6, cells: ["South", "D4", "Bolt"] },
    { line: 7, cells: ["South", " D5 ", "Bolt"] },
  ]);
});

const head = textRow(1, ["Company", "Country"]);
test.each([
  [
    "an external entity",
    () => workbookOf([{ rows: head }], { prolog: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///x">]>' }),
    /contains a document type/,
  ],
  ["a zip bomb", () => workbookOf([{ rows: head + " ".repeat(120_000_000) }]), /contains 120 MB of data/],
  [
    "a formula without a result",
    () => workbookOf([{ rows: `${head}${textRow(2, ["A", "B"])}<row r="3"><c r="A3"><f>A2</f></c></row>` }]),
    /Row 3, column 1: The result/,
  ],
  [
    "a sheet that breaks off",
    () => workbookOf([{ rows: `${head}${textRow(2, ["A", "B"]).repeat(3000)}` }]).subarray(0, 900),
    /damaged/,
  ],
  [
    "too many rows",
    () => workbookOf([{ rows: head + Array.from({ length: 100_001 }, () => "<row><c><v>1</v></c></row>").join("") }]),
    /more than 100,000 rows/,
  ],
])(
  "%s is refused, and nothing of the file stays",
  async (_, bytes, reason) => {
    const { id } = await createImport(ctx, {});
    const refused = addImportFile(ctx, { id, name: "bad.xlsx", content: sent(bytes()) });
    await expect(refused).rejects.toMatchObject({ code: "VALIDATION", message: expect.stringMatching(reason) });
    expect(await rows("select 1 from import_files where tenant_id = $1")).toEqual([]);
    expect(await rows("select 1 from import_rows where tenant_id = $1")).toEqual([]);
  },
  60_000,
);

test("dates before 1900, more empty rows than a file may have, and merged cells each come out as they should", async () => {
  const empty = Array.from({ length: rounds(1_000_000, 110_000) }, (_, at) => `<row r="${at + 7}" s="1"/>`).join("");
  const dated = (line: number, name: string, serial: number) =>
    `<row r="${line}"><c r="A${line}" t="str"><v>${name}</v></c>${line === 2 ? `<c r="B2" t="str"><v>Acme</v></c>` : ""}<c r="C${line}" s="1"><v>${serial}</v></c></row>`;
  const days = [45_234, 45_300, 45_400, -400, 60];
  const sheet = [
    textRow(1, ["Deal ID", "Account", "Close date"]),
    ...days.map((day, at) => dated(at + 2, `D${at + 1}`, day)),
  ];
  const bytes = workbookOf(
    [{ rows: sheet.join("") + empty, after: '<mergeCells><mergeCell ref="B2:B6"/></mergeCells>' }],
    {
      formats: [14],
    },
  );
  const { id, files } = await upload(ctx, { "deals.xlsx": sent(bytes) });
  expect(files).toMatchObject([{ rowCount: 5 }]);
  await decide(ctx, id, (group) => (group.field === "account" ? { do: "create", name: group.text } : null));
  expect((await check(ctx, id)).preview).toMatchObject([{ good: 3, errors: 2 }]);
  const problems = await rows(
    "select problems -> 0 ->> 'reason' as reason from import_rows where tenant_id = $1 and problems is not null order by line",
  );
  expect(problems).toEqual([
    { reason: "The year 1898 is out of range. Use a date from 1900 to 2199." },
    { reason: "1900-02-29 does not exist; February 1900 has 28 days." },
  ]);
});
