import { describe, expect, it } from "vitest";
import { limitRows } from "./limit-rows";
import { bytesOf, pieces, refusalOf, rowsOf } from "./read.fixture";
import { UnreadableFileError } from "./unreadable-file-error";

const most = 4;

/** The message of the refusal; null if the whole file passed unchanged. */
async function refused(file: Uint8Array, size: number): Promise<string | null> {
  const passed: number[] = [];
  try {
    for await (const chunk of limitRows(pieces(file, size), most)) passed.push(...chunk);
  } catch (error) {
    return error instanceof UnreadableFileError ? error.message : String(error);
  }
  expect(Buffer.from(passed)).toEqual(Buffer.from(file));
  return null;
}

const encoded = (text: string, encoding: "utf8" | "utf16le") => new Uint8Array(Buffer.from(`\uFEFF${text}`, encoding));

describe("a file with too many rows", () => {
  it.each([1, 2, 3, 1000])("is refused as its reader refuses it, in pieces of %i bytes", async (size) => {
    for (const end of ["\n", "\r\n"]) {
      const file = bytesOf(["a", "1", "2", "3", "4", "5", ""].join(end));
      expect(await refused(file, size)).toBe((await refusalOf(file, { maxRows: most })).message);
    }
  });

  it.each([
    ["as many as allowed", bytesOf("a\n1\n2\n3\n")],
    ["blank lines", bytesOf("a\n\n \n,\n1\n2\n3\n\n\n")],
    ["line breaks in quotes", bytesOf('a\n"x\ny\nz\nw\nv\nu"\n2\n')],
    ["old Macintosh line ends", bytesOf("a\r1\r2\r3\r")],
    ["UTF-16", encoded("a\n1\n2\n3\n", "utf16le")],
    // Each of these characters has the byte of a line break after one that is a letter.
    ["Chinese in UTF-16", encoded(`a\n${"一上".repeat(20)}\n2\n3\n`, "utf16le")],
  ])("is not one with %s", async (_name, file) => {
    expect((await rowsOf(file, { maxRows: most })).length).toBeLessThanOrEqual(most);
    for (const size of [1, 3, 1000]) expect(await refused(file, size)).toBeNull();
  });
});
