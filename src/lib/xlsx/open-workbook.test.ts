import { randomUUID } from "node:crypto";
import { writeXlsx } from "hucre/xlsx";
import { describe, expect, test } from "vitest";
import { cells, emptyRows, head, read, refused } from "@/test/read-workbook";
import { textRow, workbookOf, zipOf } from "@/test/workbook";
import { openWorkbook } from "./open-workbook";

const oneCell = (cell: string, more: Parameters<typeof workbookOf>[1] = {}) =>
  workbookOf([{ rows: `${head}<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c>${cell}</row>` }], more);
const shownAs = async (cell: string, more: Parameters<typeof workbookOf>[1] = {}) =>
  (await cells(oneCell(cell, more)))[0]?.[1];

describe("workbooks of other programs", () => {
  test("is read with its texts, numbers, truths and dates", async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: "Deals",
          rows: [
            ["Name", "Amount", "Closed", "Won"],
            ["Acme & Söhne <1>", 1234.5, new Date(Date.UTC(2024, 1, 29)), true],
            ["Line one\nLine two", 100_000, new Date(Date.UTC(2024, 0, 2, 13, 45)), false],
          ],
        },
      ],
    });
    expect(await read(bytes)).toMatchObject({
      sheet: "Deals",
      sheets: [{ name: "Deals", hidden: false }],
      headerRow: 1,
      columns: ["Name", "Amount", "Closed", "Won"],
      rows: [
        { line: 2, values: ["Acme & Söhne <1>", "1234.5", "2024-02-29", "TRUE"], issue: null },
        { line: 3, values: ["Line one\nLine two", "100000", "2024-01-02 13:45:00", "FALSE"], issue: null },
      ],
    });
  });

  test("hands over its first rows before it has read the rest of them", async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => textRow(at + 2, [randomUUID(), randomUUID()])).join("");
    const bytes = workbookOf([{ rows: head + rows }]);
    let taken = 0;
    const { rows: table } = await openWorkbook({
      size: bytes.length,
      read: async (at, length) => {
        taken += length;
        return bytes.subarray(at, at + length);
      },
    });
    taken = 0;
    for await (const chunk of table()) {
      expect(chunk[0]).toMatchObject({ line: 2 });
      break;
    }
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(bytes.length / 4);
  });
});

describe("numbers and dates", () => {
  test.each([
    ["1.0E+5", "100000"],
    ["1.23457E+14", "123457000000000"],
    ["12345678901234567890", "12345678901234567890"],
    ["0.30000000000000004", "0.3"],
    ["1E-7", "0.0000001"],
    ["1.234", "1.2340"],
    ["-5", "-5"],
  ])("%s is %s", async (stored, text) => {
    expect(await shownAs(`<c r="B2"><v>${stored}</v></c>`)).toBe(text);
  });

  test.each([
    ["45234", 14, false, "2023-11-04"],
    ["45234.5", "yyyy\\-mm\\-dd hh:mm", false, "2023-11-04 12:00:00"],
    ["1", 14, false, "1900-01-01"],
    ["59", 14, false, "1900-02-28"],
    ["60", 14, false, "1900-02-29"],
    ["61", 14, false, "1900-03-01"],
    ["-1", 14, false, "1899-12-29"],
    ["0", 14, true, "1904-01-01"],
    ["-1461", 14, true, "1900-01-01"],
    ["43772", "[$-409]d-mmm-yy;@", true, "2023-11-04"],
    ["0.5", 20, false, "12:00:00"],
    ["1.5", "[h]:mm:ss", false, "1.5"],
    ["0.355", 10, false, "35.5%"],
    ["0.07", "0.0%", false, "7%"],
    ["1067", "00000", false, "01067"],
    ["10115", "[$-407]00000", false, "10115"],
    ["123456", "00000", false, "123456"],
    ["3012345", '"+49" 00 000000', false, "+49 03 012345"],
    ["78051120", "000\\-00\\-0000", false, "078-05-1120"],
    ["5550100", "###-####", false, "555-0100"],
    ["42", '"INV-"0000;-0', false, "INV-0042"],
    ["-7", "00000", false, "-7"],
    ["7.5", "0000", false, "7.5"],
    ["1200", '0 "€"', false, "1200"],
    ["1200", "# ##0", false, "1200"],
    ["1200", '[$€-407] #,##0.00;[Red]"days" 0', false, "1200"],
  ])("%s in format %s is, from 1904 %s, %s", async (stored, format, from1904, text) => {
    const code = typeof format === "string" ? format.replace(/"/g, "&quot;") : format;
    expect(await shownAs(`<c r="B2" s="1"><v>${stored}</v></c>`, { formats: [code], from1904 })).toBe(text);
  });

  test("dates that are kept as texts stay as they are", async () => {
    expect(await shownAs('<c r="B2" t="d"><v>1899-12-31T00:00:00</v></c>')).toBe("1899-12-31T00:00:00");
  });
});

describe("cells", () => {
  test("of formulas hold their results; errors stay to be refused later", async () => {
    expect(await shownAs('<c r="B2"><f>1+1</f><v>2</v></c>')).toBe("2");
    expect(await shownAs('<c r="B2" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>')).toBe("ab");
    expect(await shownAs('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')).toBe("#DIV/0!");
  });

  test("of formulas without a result refuse the file", async () => {
    expect(await refused(oneCell('<c r="B2"><f>A1&amp;"x"</f></c>'))).toEqual({
      message:
        "Row 2, column 2: The result of this formula is not in the file. Open the file in Excel, save it, and choose it again.",
      row: 2,
      column: 2,
    });
  });

  test("share texts, with runs and without pronunciation", async () => {
    const strings = [
      "<t>plain</t>",
      "<r><t>bo</t></r><r><rPr><b/></rPr><t>ld</t></r><rPh><t>ボールド</t></rPh>",
      "<t>a_x000D_b</t>",
    ];
    for (const [index, text] of ["plain", "bold", "a\rb"].entries())
      expect(await shownAs(`<c r="B2" t="s"><v>${index}</v></c>`, { strings })).toBe(text);
    expect((await refused(oneCell('<c r="B2" t="s"><v>9</v></c>', { strings }))).message).toContain("damaged");
  });

  test("without names stand one after the other; a NUL and too many columns are refused by row and column", async () => {
    expect(
      await cells(
        workbookOf([{ rows: "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>" }]),
      ),
    ).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
    expect(await refused(oneCell('<c r="B2" t="str"><v>a_x0000_b</v></c>'))).toMatchObject({ row: 2, column: 2 });
    expect((await refused(oneCell('<c r="XFD2"><v>1</v></c>'))).message).toContain("at most 512 columns");
  });

  test("beside the table make their row one that is not imported", async () => {
    const { rows } = await read(
      workbookOf([
        {
          rows:
            head +
            Array.from({ length: 250 }, (_, at) =>
              textRow(at + 2, at === 240 ? ["a", "1", "", "note"] : ["a", "1"]),
            ).join(""),
        },
      ]),
    );
    expect(rows.filter(({ issue }) => issue)).toEqual([
      { line: 242, values: ["a", "1", "", "note"], issue: expect.stringContaining("cell in column 4") },
    ]);
  });
});

describe("rows", () => {
  test("that are empty do not count, at the end or between", async () => {
    const bytes = workbookOf([{ rows: `${head}<row r="2"/>${textRow(3, ["a", "1"])}${emptyRows(100_001, 4)}` }]);
    expect((await read(bytes)).rows).toEqual([{ line: 3, values: ["a", "1"], issue: null }]);
  });

  test("above 100,000 refuse the file", async () => {
    const many = Array.from({ length: 100_001 }, (_, at) => `<row r="${at + 2}"><c><v>${at}</v></c></row>`).join("");
    expect(await refused(workbookOf([{ rows: head + many }]))).toMatchObject({
      row: 100_002,
      message: expect.stringContaining("more than 100,000 rows"),
    });
  });

  test("that go back in number refuse the file", async () => {
    expect((await refused(workbookOf([{ rows: head + textRow(3, ["a"]) + textRow(3, ["b"]) }]))).message).toContain(
      "damaged",
    );
  });

  test("under cells merged downwards have their text; a title merged across does not", async () => {
    const rows =
      textRow(1, ["Sales 2024"]) +
      textRow(2, ["Region", "Deal", "Value"]) +
      textRow(3, ["North", "One", "1"]) +
      textRow(4, ["", "Two", "2"]) +
      '<row r="5"/>' +
      textRow(6, ["", "Three", "3"]) +
      textRow(7, ["", "Four", "4"]);
    const after = '<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A3:A6"/></mergeCells>';
    const found = await read(workbookOf([{ rows, after }]));
    expect(found).toMatchObject({ headerRow: 2, columns: ["Region", "Deal", "Value"] });
    expect(found.rows.map(({ values }) => values[0])).toEqual(["North", "North", "North", ""]);
  });
});

describe("sheets", () => {
  const sheets = [
    { name: "Notes", rows: textRow(1, ["Only a title"]) },
    { name: "Old", hidden: true, rows: head + textRow(2, ["old", "1"]) },
    { name: "Deals", rows: head + textRow(2, ["new", "2"]) },
    { name: "More", rows: head + textRow(2, ["more", "3"]) },
  ];

  test("with rows can be chosen; the first visible one is read", async () => {
    const found = await read(workbookOf(sheets));
    expect(found).toMatchObject({ sheet: "Deals", rows: [{ values: ["new", "2"] }] });
    expect(found.sheets).toEqual([
      { name: "Old", hidden: true },
      { name: "Deals", hidden: false },
      { name: "More", hidden: false },
    ]);
    expect(await cells(workbookOf(sheets), { sheet: "Old" })).toEqual([["old", "1"]]);
    expect(await cells(workbookOf(sheets), { sheet: "More", headerRow: null })).toEqual([
      ["Name", "Value"],
      ["more", "3"],
    ]);
  });

  test("without rows, and names that no sheet has, refuse the file", async () => {
    expect((await refused(workbookOf(sheets.slice(0, 1)))).message).toBe(
      "No sheet of this workbook has a header row and a row below it.",
    );
    expect((await refused(workbookOf(sheets), { sheet: "Notes" })).message).toContain("no sheet “Notes”");
  });
});

describe("malicious workbooks", () => {
  test("a document type, and an entity that names a file, are refused", async () => {
    const prolog = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]>';
    const rows = `${head}<row r="2"><c t="str"><v>&secret;</v></c></row>`;
    expect((await refused(workbookOf([{ rows }], { prolog }))).message).toContain("contains a document type");
    expect((await refused(workbookOf([{ rows }]))).message).toContain("damaged");
  });

  test("one that unpacks to far more than its size is refused before it is unpacked", async () => {
    const bomb = workbookOf([{ rows: head + " ".repeat(120_000_000) }]);
    expect(bomb.length).toBeLessThan(200_000);
    expect((await refused(bomb)).message).toMatch(
      /contains 120 MB of data; a file of its size can contain at most 100 MB/,
    );
  });

  test.each([
    ["a text, even between rows, that does not end", " ".repeat(5_000_000)],
    ["a thousand tags within each other", "<x>".repeat(1_000) + "</x>".repeat(1_000)],
    ["tags that close others", "<row></c></row>"],
    ["a name of the language in place of an entity", "&constructor;"],
  ])("%s is refused", async (_, rows) => {
    expect((await refused(workbookOf([{ rows: head + rows }]))).message).toContain("damaged");
  });

  test("one with more entries than any workbook has is refused", async () => {
    const names = Array.from({ length: 5_000 }, (_, at) => `${at}-${"x".repeat(200)}`);
    expect((await refused(zipOf(Object.fromEntries(names.map((name) => [name, ""]))))).message).toContain("damaged");
  });

  test("one of more parts than are read is refused by its directory, whose entries are not read", async () => {
    const many = zipOf(Object.fromEntries(Array.from({ length: 5_001 }, (_, at) => [String(at), ""])));
    expect((await refused(many)).message).toContain("This workbook has 5,001 parts");
  });

  test("one with a part behind a password is refused", async () => {
    const bytes = workbookOf([{ rows: head + textRow(2, ["a", "1"]) }]);
    bytes.writeUInt16LE(1, bytes.lastIndexOf("xl/worksheets/sheet1.xml") - 46 + 8);
    expect((await refused(bytes)).message).toContain("protected by a password");
  });

  test("one that unpacks to more than it declares is refused", async () => {
    const bytes = workbookOf([{ rows: head + textRow(2, ["a", "1"]) }]);
    const name = bytes.lastIndexOf("xl/worksheets/sheet1.xml");
    bytes.writeUInt32LE(50, name - 46 + 24);
    expect((await refused(bytes)).message).toContain("damaged");
  });

  test("one text that a million cells share is refused before it fills the disk", async () => {
    const strings = [`<t>${"x".repeat(200_000)}</t>`];
    const rows = Array.from(
      { length: 3_000 },
      (_, at) => `<row r="${at + 2}"><c r="A${at + 2}" t="s"><v>0</v></c></row>`,
    ).join("");
    expect((await refused(workbookOf([{ rows: head + rows }], { strings }))).message).toContain(
      "contains more than 100 MB of text",
    );
  });

  test.each([
    ["a cut off one", () => oneCell("<c><v>1</v></c>").subarray(0, 800), "damaged"],
    ["one whose sheet ends early", () => zipOf({ "_rels/.rels": "<Relationships><Relationship" }), "damaged"],
    [
      "an OpenDocument file",
      () => zipOf({ mimetype: "application/vnd.oasis.opendocument.spreadsheet" }),
      "OpenDocument",
    ],
    [
      "a Word document",
      () => zipOf({ "[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>" }),
      "Office document",
    ],
    ["an archive", () => zipOf({ "deals.csv": "a,b" }), "compressed (zip)"],
  ])("%s is refused", async (_, bytes, words) => {
    expect((await refused(bytes())).message).toContain(words);
  });
});
