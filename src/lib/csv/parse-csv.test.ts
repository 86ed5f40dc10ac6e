import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countedBytes } from "@/test/counted-bytes";
import { rounds } from "@/test/rounds";
import { limitBytes, parseCsv } from "./parse-csv";
import { bytesOf, longFiles, MEGABYTE, pieces, refusalOf, repeated, rowsOf } from "./read.fixture";
import { writeCsv } from "./write-csv";

function joined(...parts: (string | number[])[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === "string" ? bytesOf(part) : Uint8Array.from(part))));
}

describe("rows and lines", () => {
  it("counts lines as an editor does, across quoted newlines and blank lines", async () => {
    const rows = await rowsOf('name,note\r\n\r\na,"one\r\ntwo"\r\n\r\n\r\nb,"x\ny\nz"\r\nc,end\r\n');
    expect(rows.map(({ line, values }) => [line, values])).toEqual([
      [1, ["name", "note"]],
      [3, ["a", "one\r\ntwo"]],
      [7, ["b", "x\ny\nz"]],
      [10, ["c", "end"]],
    ]);
  });

  it("reads mixed line endings, and a last line without one", async () => {
    expect((await rowsOf("a,b\r\n1,2\n3,4\r5,6")).map(({ values }) => values.join())).toEqual([
      "a,b",
      "1,2",
      "3,4",
      "5,6",
    ]);
  });

  it("keeps formulas, quotes inside unquoted cells and spaces as they are", async () => {
    const [, row] = await rowsOf('a,b,c,d\n=1+1,="007",37"N, x \n');
    expect(row?.values).toEqual(["=1+1", '="007"', '37"N', " x "]);
  });

  it("keeps text after a closing quote", async () => {
    expect((await rowsOf('a,b\n"x"y,2\n'))[1]?.values).toEqual(['"x"y', "2"]);
  });

  it("reports rows of odd width and reads them all the same", async () => {
    const rows = await rowsOf("a,b,c\n1,2\n1,2,3\n1,2,3,4\n1,2,3,,\n1\n");
    expect(rows.map(({ issue }) => issue?.slice(0, 44) ?? null)).toEqual([
      null,
      "This row has 2 cells, but the file has 3 col",
      null,
      "This row has 4 cells, but the file has 3 col",
      null,
      "This row has 1 cell, but the file has 3 colu",
    ]);
  });

  it("leaves blank rows out, or keeps them when asked", async () => {
    expect(await rowsOf("a,b\n,\n , \n1,2\n")).toHaveLength(2);
    expect(await rowsOf("a,b\n,\n , \n1,2\n", { keepBlankRows: true })).toHaveLength(4);
  });

  it("hands over fewer rows at once where they are long", async () => {
    const sizes: number[] = [];
    const long = `${"x".repeat(50_000)},${"y".repeat(50_000)}\n`;
    for await (const chunk of parseCsv(repeated("a,b\n", long, 100))) sizes.push(chunk.length);
    expect(Math.max(...sizes)).toBeLessThan(60);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(101);
  });

  it("hands over chunks and waits with reading until the next is taken", async () => {
    let taken = 0;
    async function* source() {
      yield bytesOf("n,text\n");
      for (; taken < 100; taken += 1) yield bytesOf(`${taken},${"x".repeat(40)}\n`.repeat(2000));
    }
    const sizes: number[] = [];
    for await (const chunk of parseCsv(source())) {
      sizes.push(chunk.length);
      if (sizes.length === 3) break;
    }
    expect(sizes).toEqual([1000, 1000, 1000]);
    expect(taken).toBeLessThan(10);
  });

  it("tells its progress and stops at once when aborted", async () => {
    const abort = new AbortController();
    const seen: number[] = [];
    const reading = rowsOf(repeated("a,b\n", "1,2\n".repeat(10_000), 100), {
      signal: abort.signal,
      onProgress: ({ rows }) => {
        seen.push(rows);
        if (rows > 30_000) abort.abort(new Error("cancelled by a person"));
      },
    });
    await expect(reading).rejects.toThrow("cancelled by a person");
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)).toBeLessThan(100_000);
  });

  it("passes on the error of a broken stream", async () => {
    async function* source() {
      yield bytesOf("a,b\n1,2\n");
      throw new Error("connection lost");
    }
    await expect(rowsOf(source())).rejects.toThrow("connection lost");
  });

  it("closes its source when the file is refused", async () => {
    let closed = 0;
    async function* source() {
      try {
        for (;;) yield bytesOf("a,b\n1,\0\n");
      } finally {
        closed += 1;
      }
    }
    await refusalOf(source());
    expect(closed).toBe(1);
  });

  it("reads the same rows however the bytes are cut", async () => {
    const bytes = joined([0xef, 0xbb, 0xbf], 'näme;"nö;te"\r\n"a ""b"" 😀";"x\r\ny"\r\n\r\n漢字;2\r\n');
    const whole = await rowsOf(bytes);
    expect(whole.map(({ values }) => values)).toEqual([
      ["näme", "nö;te"],
      ['a "b" 😀', "x\r\ny"],
      ["漢字", "2"],
    ]);
    for (let size = 1; size < bytes.length; size += 1) expect(await rowsOf(pieces(bytes, size))).toEqual(whole);
  });

  it("reads back what was written, whatever is in the cells", async () => {
    const cell = fc
      .oneof(
        fc.string({ unit: "binary" }),
        fc.string({ unit: fc.constantFrom('"', ",", ";", "\n", "\r", "a", " ", "\ufeff") }),
      )
      .filter((text) => !text.includes("\0"));
    const table = fc
      .integer({ min: 2, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
      );
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom(",", ";", "\t", "|"), fc.boolean(), async (rows, delimiter, bom) => {
        const written = writeCsv(rows, { delimiter, bom });
        const format = { encoding: "utf-8" as const, delimiter, columns: rows[0] ?? [] };
        const read = await rowsOf(written, { format, keepBlankRows: true });
        expect(read.map(({ values }) => values)).toEqual(rows);
        expect(read.every(({ issue }) => issue === null)).toBe(true);
      }),
      { numRuns: rounds(300, 80) },
    );
  });
});

describe("refusals", () => {
  it("names the row and column of broken UTF-8", async () => {
    const refusal = await refusalOf(joined("name,city\nä,b\nc,ok\nd,K", [0xf6], "ln\n"));
    expect(refusal).toMatchObject({ row: 4, column: 2 });
    expect(refusal.reason).toContain("CSV UTF-8");
  });

  it("names the row of a character that the file's end cuts off", async () => {
    expect(await refusalOf(joined("é,b\né,2\nc,", [0xe2, 0x82]))).toMatchObject({ row: 3, column: 2 });
  });

  it("names the row of broken UTF-8 far beyond the sample", async () => {
    const good = "é,b\n".repeat(100_000);
    expect(await refusalOf(joined(good, "x,", [0xff], "\n"))).toMatchObject({ row: 100_001, column: 2 });
  });

  it("names the row and column of a NUL", async () => {
    const refusal = await refusalOf("a,b,c\n1,2,3\n\n4,5\0,6\n");
    expect(refusal).toMatchObject({ row: 4, column: 2 });
    expect(refusal.reason).toContain("NUL");
  });

  it("names the cell of a quote that is never closed", async () => {
    const refusal = await refusalOf('a,b\n1,"x\ny"\n\n2,"open\n3,4\n');
    expect(refusal).toMatchObject({ row: 5, column: 2 });
    expect(refusal.message).toContain("Row 5, column 2: A quotation mark opens here and is never closed");
  });

  it("names the cell that is too long, and the row with too many", async () => {
    expect(await refusalOf(`a,b\n1,${"x".repeat(300_000)}\n`)).toMatchObject({ row: 2, column: 2 });
    expect(await refusalOf(`a,b\n${"1,".repeat(600)}\n`)).toMatchObject({ row: 2, column: 513 });
    expect(await refusalOf("a,b\n1,2\n3,4\n", { maxRows: 2 })).toMatchObject({ row: 3 });
  });

  it.each([
    ["an old workbook", joined([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), /\.xls\)/],
    ["a PDF", bytesOf("%PDF-1.7 …"), /PDF/],
    ["an archive", joined("PK\u0003\u0004", "....readme.txt"), /zip/],
    ["JSON", bytesOf('[\n  {"name": "Halden"}\n]'), /This is JSON/],
    ["a web page", bytesOf("\n<!DOCTYPE html><html>"), /web page/],
    ["nothing", new Uint8Array(0), /empty/],
    ["blank lines", bytesOf("\r\n\r\n \r\n"), /empty/],
  ])("says that it is %s", async (_, bytes, reason) => {
    expect((await refusalOf(bytes)).reason).toMatch(reason);
  });
});

describe("bounds of work", () => {
  it.each(longFiles(2))("refuses %s without reading on", async (_, source, options, place) => {
    const { read, content } = countedBytes(source());
    expect(await refusalOf(content, options)).toMatchObject(place);
    expect(read.bytes / MEGABYTE).toBeLessThan(4);
  });

  it("copies no more than its sample of a chunk that holds the whole file", async () => {
    const whole = Buffer.alloc(40 * MEGABYTE, "1,2\n");
    const { arrayBuffers } = process.memoryUsage();
    const grown: number[] = [];
    const onProgress = () => grown.push((process.memoryUsage().arrayBuffers - arrayBuffers) / MEGABYTE);
    await refusalOf(whole, { maxRows: 50_000, onProgress });
    expect(grown.length).toBeGreaterThan(0);
    expect(Math.max(...grown)).toBeLessThan(20);
  });

  it("counts the bytes of a stream without parsing it", async () => {
    async function drain() {
      for await (const _ of limitBytes(repeated("", "x".repeat(MEGABYTE), 200), 100_000_000));
    }
    await expect(drain()).rejects.toThrow("The file is larger than 100 MB.");
  });
});
