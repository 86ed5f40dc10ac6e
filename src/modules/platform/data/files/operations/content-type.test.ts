import { describe, expect, test } from "vitest";
import { kindOf } from "../rules";
import { contentTypeOf } from "./content-type";

const text = "name,amount\nAnna,12\n";
const utf16 = Buffer.from(`\ufeff${text}`, "utf16le");

describe("the type of a file", () => {
  test.each([
    ["little endian", utf16],
    ["big endian", Buffer.from(utf16).swap16()],
  ])("of a text in UTF-16, %s, is no sound: it is only downloaded", async (_what, bytes) => {
    for (const name of ["people.csv", "people.mp3", "page.html"]) {
      const type = await contentTypeOf(name, bytes);
      expect([type, kindOf(type)]).toEqual(["application/octet-stream", "other"]);
    }
  });

  test("of a text in UTF-8 is text, and of a sound sound", async () => {
    expect(await contentTypeOf("people.csv", Buffer.from(text))).toBe("text/plain");
    expect(await contentTypeOf("a.mp3", Buffer.from([0xff, 0xfb, 0x90, 0x64, ...Array(500).fill(0)]))).toBe(
      "audio/mpeg",
    );
  });
});
