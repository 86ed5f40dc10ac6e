import { describe, expect, test } from "vitest";
import { isVcard } from "./cards";
import { card, cardsIn, readIn } from "./vcard.fixture";

describe("a file of vCards", () => {
  test.each([
    ["as usual", Buffer.from("BEGIN:VCARD\r\n"), true],
    ["in small letters", Buffer.from("begin:vcard\n"), true],
    ["after a byte order mark and a blank line", Buffer.from("\ufeff\r\nBEGIN:VCARD\r\n"), true],
    ["in UTF-16", Buffer.from("\ufeffBEGIN:VCARD\r\nVERSION:3.0", "utf16le"), true],
    ["no, a table", Buffer.from("BEGIN:VCARDS,b\n"), false],
    ["no, a calendar", Buffer.from("BEGIN:VCALENDAR\n"), false],
  ])("is recognised by its first bytes: %s", (_, bytes, is) => {
    expect(isVcard(bytes)).toBe(is);
  });

  const ann = [{ "First name": "Ännchen", "Last name": "Møller" }];
  const text = card("3.0", "N:Møller;Ännchen");

  test.each([
    ["UTF-8 with a mark", Buffer.from(`\ufeff${text}`)],
    ["UTF-16", Buffer.from(`\ufeff${text}`, "utf16le")],
    ["Western European", Buffer.from(text, "latin1")],
    ["line feeds only", Buffer.from(text.replaceAll("\r\n", "\n"))],
    ["carriage returns only", Buffer.from(text.replaceAll("\r\n", "\r"))],
    [
      "folded within a letter",
      Buffer.concat([...Buffer.from(text)].map((byte) => Buffer.from(byte === 0xc3 ? [byte, 13, 10, 32] : [byte]))),
    ],
  ])("is read in %s", async (_, bytes) => {
    expect(await cardsIn(bytes)).toEqual(ann);
  });

  test("is read in the charset that an entry names", async () => {
    const bytes = Buffer.from(card("2.1", "N;CHARSET=Shift_JIS;ENCODING=QUOTED-PRINTABLE:=8ER=93c;=91=BE=98Y"));
    expect(await cardsIn(bytes)).toEqual([{ "First name": "太郎", "Last name": "山田" }]);
  });

  test("may hold pictures of any size, on one line or on many", async () => {
    const megabyte = "QUJD".repeat(350_000);
    const folded = megabyte.match(/.{1,74}/g)?.join("\r\n ") ?? "";
    for (const picture of [megabyte, folded, `data:image/png;base64,${megabyte}`])
      expect(await cardsIn(card("3.0", "N:Møller;Ännchen", `item1.PHOTO;ENCODING=b:${picture}`) + text)).toEqual([
        ann[0],
        ann[0],
      ]);
    expect(await cardsIn(card("3.0", `X-ICON;ENCODING=b;TYPE=PNG:${megabyte}`, "N:Møller;Ännchen"))).toEqual(ann);
  });

  test("has a column for each thing that a card says, up to 200, and one for the rest", async () => {
    const lines = Array.from({ length: 205 }, (_, n) => `X-A${n}:${n}`);
    const [row = {}] = await cardsIn(card("3.0", "N:Poe;Bo", ...lines));
    expect(Object.keys(row)).toHaveLength(2 + 200 + 1);
    expect(row["Other entries"]).toBe("A200: 200\nA201: 201\nA202: 202\nA203: 203\nA204: 204");
  });

  test("has rows with the lines of their cards, and says why a group is none", async () => {
    const rows = await readIn(text + card("4.0", "KIND:group", "FN:Friends"));
    expect(rows.map(({ line, issue }) => [line, issue])).toEqual([
      [1, null],
      [5, "This card is a group of contacts, not a person or a company. Its members have cards of their own."],
    ]);
  });
});

describe("a broken file of vCards is refused", () => {
  const good = card("3.0", "N:Poe;Bo");
  test.each([
    ["cut off", `${good}BEGIN:VCARD\r\nN:Poe;Cy\r\n`, /^Row 5: Card 2 of the file begins here and has no end/],
    ["without an end", `BEGIN:VCARD\r\nN:Poe;Cy\r\n${good}`, /^Row 1: Card 1 of the file begins here and has no end/],
    ["with text between cards", `${good}N:Poe;Cy\r\n`, /^Row 5: This line stands outside of a card/],
    ["of which nothing can be read", good.replace("N:Poe", "N Poe"), /^No card of this file says anything/],
    [
      "with an endless line",
      good.replace("Poe", "x".repeat(1_100_000)),
      /^Row 3: This entry of a card is longer than 1 MB/,
    ],
    [
      "with an endless card",
      good.replace("N:Poe", `${`NOTE:${"x".repeat(200_000)}\r\n`.repeat(11)}N:Poe`),
      /^Row 1: Card 1 of the file has more than 2 MB/,
    ],
    [
      "with a long note",
      good.replace("N:Poe", `NOTE:${"x".repeat(300_000)}\r\nN:Poe`),
      /^Row 1: “Note” of this card is longer than 262 kB/,
    ],
    ["that says nothing", "BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n", /^No card of this file says anything/],
  ])("%s", async (_, text, message) => {
    await expect(readIn(text)).rejects.toThrow(message);
  });
});
