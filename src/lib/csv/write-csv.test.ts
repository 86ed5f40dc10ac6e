import { describe, expect, it } from "vitest";
import { writeCsv } from "./write-csv";

async function written(
  rows: Parameters<typeof writeCsv>[0],
  options?: Parameters<typeof writeCsv>[1],
): Promise<string> {
  const blocks: Uint8Array[] = [];
  for await (const block of writeCsv(rows, options)) blocks.push(block);
  return Buffer.concat(blocks).toString("utf8");
}

describe("writeCsv", () => {
  it("quotes what needs it, and ends every line", async () => {
    expect(await written([["a", 'say "hi"', "x,y", "1\n2", "1\r2", ""]])).toBe(
      'a,"say ""hi""","x,y","1\n2","1\r2",\r\n',
    );
  });

  it("writes the mark and the delimiter asked for", async () => {
    expect(await written([["ä", "b;c"]], { bom: true, delimiter: ";" })).toBe('\ufeffä;"b;c"\r\n');
  });

  it("guards formulas only when asked", async () => {
    const row = ["=1+1", "+1+1", "-1-cmd", "@x", "\tx", "\rx", "a=1", '=HYPERLINK("x")'];
    expect(await written([row])).toContain("=1+1,+1+1,-1-cmd,@x,\tx,");
    expect(await written([row], { guardFormulas: true })).toBe(
      `'=1+1,'+1+1,'-1-cmd,'@x,'\tx,"'\rx",a=1,"'=HYPERLINK(""x"")"\r\n`,
    );
  });

  it("leaves plain numbers alone, so that they go back in as numbers", async () => {
    const row = ["-5", "+3", "-1234.50", "-5 %", "-12%", "-1 234", "-", "-5+2", "-5)"];
    expect(await written([row], { guardFormulas: true })).toBe("-5,+3,-1234.50,'-5 %,-12%,-1 234,'-,'-5+2,'-5)\r\n");
  });

  it("takes rows only as they are read", async () => {
    let made = 0;
    async function* rows() {
      for (; made < 100_000; made += 1) yield [`row ${made}`, "x".repeat(100)];
    }
    for await (const _ of writeCsv(rows())) break;
    expect(made).toBeLessThan(5_000);
  });

  it("passes on the error of its source", async () => {
    async function* rows() {
      yield ["a"];
      throw new Error("database gone");
    }
    await expect(written(rows())).rejects.toThrow("database gone");
  });
});
