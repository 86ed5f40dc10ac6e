import { describe, expect, test } from "vitest";
import { areEmails, coerceEmails, coercePhones, mayBePhones } from "./coerce-entries";
import type { Coerced } from "./coerced";

const read = (result: Coerced<string>) => (result.ok ? result.value : { no: result.reason, but: result.suggestion });

describe("e-mail addresses of a cell", () => {
  test.each([
    ["a@x.example; b@X.Example", "a@x.example; b@x.example"],
    ["a@x.example,b@x.example", "a@x.example; b@x.example"],
    ["a@x.example b@x.example", "a@x.example; b@x.example"],
    ["a@x.example ::: b@x.example\nc@x.example", "a@x.example; b@x.example; c@x.example"],
    ["home: a@x.example; * Work: b@x.example", "personal: a@x.example; work: b@x.example"],
    ['"Weiß, Julia" <j@x.example>, Max Moe (m@x.example)', "j@x.example; m@x.example"],
    ["Weiß, Julia <j@x.example>; a@x.example", "j@x.example; a@x.example"],
    ["Julia <j@x.example> Max <m@x.example>", "j@x.example; m@x.example"],
    ["a@x.example, N/A; a@x.example", "a@x.example"],
    ["E-mail: a@x.example", "work: a@x.example"],
    ["Ann (a@x.example) <a@x.example>", "a@x.example"],
    ["mailto:a@x.example", "a@x.example"],
    ["", null],
  ])("%j", (cell, values) => expect(read(coerceEmails(cell))).toBe(values));

  test.each([
    ["a@x.example; nobody", { no: "“nobody” is not an e-mail address.", but: "a@x.example" }],
    ["Julia Weiß, j@x.example", { no: "“Julia Weiß” is not an e-mail address.", but: "j@x.example" }],
    [
      "j@acme,example",
      { no: "“j@acme,example” is not an e-mail address. Did you mean j@acme.example?", but: "j@acme.example" },
    ],
    [
      "a@x.example Julia <b@x.example>",
      {
        no: "“a@x.example Julia <b@x.example>” holds several addresses. Put semicolons between them.",
        but: "a@x.example; b@x.example",
      },
    ],
    ["nobody; Julia <j@x.example>", { no: "“nobody” is not an e-mail address.", but: "j@x.example" }],
    [
      "a@x.example; b@acme..example",
      {
        no: "“b@acme..example” is not an e-mail address. Did you mean b@acme.example?",
        but: "a@x.example; b@acme.example",
      },
    ],
  ])("%j is refused, and the rest is offered", (cell, refusal) => expect(read(coerceEmails(cell))).toEqual(refusal));

  test("tell the kind of a column, also where each cell has several", () => {
    expect(
      ["a@x.example, b@x.example", "home: a@x.example", "nobody", "a@x.example; nobody", ""].map(areEmails),
    ).toEqual([true, true, false, false, false]);
  });
});

describe("telephone numbers of a cell", () => {
  test.each([
    ["+1 312 555 0142, +1 312 555 0143", "+1 312 555 0142; +1 312 555 0143"],
    ["030 901820, 0171 1234567", "030 901820; 0171 1234567"],
    ["030 901820, ext. 5", "030 901820, ext. 5"],
    ["555-0142, 5551", "555-0142, 5551"],
    ["030/901820", "030/901820"],
    ["cell: 030 901820; Fax: 030 901821", "mobile: 030 901820; fax: 030 901821"],
    ["Tel.: 030 901820", "office: 030 901820"],
    ["Ann: 030 901820", "Ann: 030 901820"],
    ["mobile: +49 171 1234567, Office: +49 30 901820", "mobile: +49 171 1234567; office: +49 30 901820"],
    ["030 901820, Fax 030 901821", "030 901820; fax: 030 901821"],
    ['"030 901820; ask for Max"; mobile: 0171 1234567', '"030 901820; ask for Max"; mobile: 0171 1234567'],
    ["+13125550142;ext=5; 030 901820", "+13125550142;ext=5; 030 901820"],
  ])("%j", (cell, values) => expect(read(coercePhones(cell))).toBe(values));

  test("that are too many are refused, however many there are, and the first ten are offered", () => {
    const numbers = Array.from({ length: 400 }, (_, place) => `+1 312 555 ${1000 + place}`);
    const result = read(coercePhones(numbers.join(", ")));
    expect(result).toMatchObject({ but: numbers.slice(0, 10).join("; ") });
  });

  test("a column may hold them if its cells are no years, days or words", () => {
    expect(["030 1", "ask 030 901820", "fax: 12", "1999; 030 901820", "٠٣٠٩٠١"].map(mayBePhones)).not.toContain(false);
    const others = ["Berlin 10115", "1990; 1991", "2003, 2004"];
    expect(others.map(mayBePhones)).toEqual([false, false, false]);
    expect(["2019", "1999-12-31", "31.12.99", "yes", "7"].map(mayBePhones)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

// Quadratic reading of 30,000 signs takes longer than a test may.
test.each(['"', '"a', ";", ",", " ", "1 ", "a@", "a@x.example,", "ab:", '"";', "+1", "a b"])(
  "a cell of %j again and again is read, or refused, at once",
  (part) => {
    const cell = part.repeat(Math.ceil(30_000 / part.length));
    expect([coerceEmails(cell).ok, coercePhones(cell).ok]).not.toContain(undefined);
    expect(mayBePhones(cell)).toBe(/\d/.test(part));
  },
);
