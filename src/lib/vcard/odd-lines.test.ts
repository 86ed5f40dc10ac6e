import { expect, test } from "vitest";
import { openVcard } from "./open-vcard";
import { card, cardsIn, readIn } from "./vcard.fixture";

const other = card("3.0", "N:Poe;Bo");
const bo = { "First name": "Bo", "Last name": "Poe" };
const ann = { "First name": "Ann", "Last name": "Field" };

test.each<[string, string[], Record<string, string>]>([
  [
    "a card within the card",
    ["AGENT:", "BEGIN:VCARD", "VERSION:2.1", "N:Moll;Eva", "TEL:+49 1", "NOTE:a", "b", "END:VCARD", "TITLE:Buyer"],
    { Agent: "N: Moll;Eva\nTEL: +49 1\nNOTE: a\nb", "Job title": "Buyer" },
  ],
  [
    "a card within a card within the card",
    ["AGENT:BEGIN:VCARD", "FN:Eva", "AGENT:", "BEGIN:VCARD", "FN:Cy", "END:VCARD", "END:VCARD", "TITLE:Buyer"],
    { Agent: "FN: Eva\nFN: Cy", "Job title": "Buyer" },
  ],
  ["a soft break before the end", ["NOTE;ENCODING=QUOTED-PRINTABLE:one=20two="], { Note: "one two" }],
  [
    "a name with a blank",
    ["NOTE:a", "X-My Field:x", "TITLE:Buyer", "Call me:today"],
    {
      Note: "a",
      "My field": "x",
      "Job title": "Buyer",
      "Call me": "today",
    },
  ],
  [
    "a raw line break in a note",
    ["NOTE:one", "two", "Meet at 10:30", "see https://x.example", "https://y.example", "TITLE:Buyer"],
    { Note: "one\ntwo\nMeet at 10:30\nsee https://x.example\nhttps://y.example", "Job title": "Buyer" },
  ],
  ["a note that begins on the next line", ["NOTE:", "one"], { Note: "one" }],
  ["a soft break without an end", ["NOTE;ENCODING=QUOTED-PRINTABLE:one="], { Note: "one" }],
  [
    "a link alone",
    ["TITLE:Buyer", "see https://x.example"],
    { "Job title": "Buyer", "Not read": "see https://x.example" },
  ],
  [
    "a raw line break in a note that is quoted-printable",
    ["NOTE;ENCODING=QUOTED-PRINTABLE:=C3=84", "Ö"],
    { Note: "Ä\nÖ" },
  ],
  ["a line without a colon", ["TITLE:Buyer", "what is this"], { "Job title": "Buyer", "Not read": "what is this" }],
  ["a NUL", ["TITLE:Bu\0yer"], { "Not read": "TITLE: Bu\ufffdyer" }],
])("%s harms no other card, and is read as far as it can be", async (_, lines, cells) => {
  for (const version of ["2.1", "3.0"])
    expect(await cardsIn(card(version, "N:Field;Ann", ...lines) + other)).toEqual([{ ...ann, ...cells }, bo]);
});

test.each(["\x1a", "\r\n\x1a\r\n", "\0\0\0"])("the end of a file may be filled up: %j", async (fill) => {
  expect(await cardsIn(other + fill)).toEqual([bo]);
  expect(await cardsIn(other.trimEnd() + fill)).toEqual([bo]);
});

test("a card in a card without an entry for it is one without an end", async () => {
  await expect(readIn(`BEGIN:VCARD\nFN:Ann\nAGENT:Eva\n${other}END:VCARD\n`)).rejects.toThrow(
    /^Row 1: Card 1 of the file begins here and has no end/,
  );
});

test("a card within a card of version 2.1 may lack its version", async () => {
  const agent = ["AGENT:", "BEGIN:VCARD", "FN:Eva", "END:VCARD"];
  expect(await cardsIn(card("2.1", "N:Field;Ann", ...agent, "NOTE:C:\\notes") + other)).toEqual([
    { ...ann, Agent: "FN: Eva", Note: "C:\\notes" },
    bo,
  ]);
});

test("a line without an end is refused before all of it is read", async () => {
  const bytes = Buffer.from(`BEGIN:VCARD\nNOTE:${"x".repeat(9_000_000)}`);
  let read = 0;
  const source = {
    size: bytes.length,
    read: async (at: number, length: number) => {
      read += length;
      return bytes.subarray(at, at + length);
    },
  };
  await expect(openVcard(source)).rejects.toThrow(/^Row 2: This entry of a card is longer than 1 MB/);
  expect(read).toBeLessThan(2_000_000);
});

test("a long entry of many soft breaks is read in a moment", async () => {
  const text = card("2.1", "N:Field;Ann", `NOTE;ENCODING=QUOTED-PRINTABLE:${"a=\r\n".repeat(200_000)}b`);
  const from = performance.now();
  expect((await cardsIn(text))[0]?.Note).toHaveLength(200_001);
  // Joined anew for each break, it takes a minute.
  expect(performance.now() - from).toBeLessThan(4_000);
});

test.each([
  ["empty entries", "A:\n"],
  ["unreadable lines", "x\n"],
  ["lines of one note", "NOTE:\nx\n"],
])("a card of countless %s is refused", async (_, line) => {
  await expect(readIn(`BEGIN:VCARD\nFN:Ann\n${line.repeat(40_000)}`)).rejects.toThrow(
    /^Row 1: Card 1 of the file has more than 2 MB/,
  );
});

test("very many types of a number do not multiply it", async () => {
  const types = Array.from({ length: 2_000 }, (_, at) => `t${at}`).join(",");
  const [row] = await cardsIn(card("3.0", "N:Field;Ann", `TEL;TYPE=${types}:${"1".repeat(50_000)}`));
  expect(Object.values(row ?? {}).join("").length).toBeLessThan(150_000);
  expect(row?.["Custom labels"]).toContain("t0, t1, t2");
});
