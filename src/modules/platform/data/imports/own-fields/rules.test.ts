import { describe, expect, test } from "vitest";
import { decimalsIn, inCaseOf, kindOfTexts, partsIn } from "./rules";

const once = (...texts: string[]) => texts.map((text) => ({ text, rows: 1 }));

describe("the kind of a column", () => {
  test.each([
    ["text", once("One", "Two", "Three")],
    ["text", []],
    ["longText", once("A line\nand another one", "Short")],
    ["number", once("1", "2.5", "30")],
    ["percent", once("5%", "12.5%")],
    ["money", once("$5", "€ 12.50")],
    ["date", once("2026-01-31", "2026-02-28")],
    ["instant", once("2026-01-31 10:00", "2026-02-28 11:30")],
    ["boolean", once("yes", "no")],
    ["url", once("https://a.example", "www.b.example")],
    ["email", once("a@a.example", "b@b.example")],
    ["phone", once("+49 30 123456", "(030) 123-4567")],
  ])("is %s", (kind, seen) => {
    expect(kindOfTexts(seen)).toBe(kind);
  });

  test("is a choice where few short texts repeat, and several where cells hold them between semicolons", () => {
    expect(
      kindOfTexts([
        { text: "North", rows: 5 },
        { text: "South", rows: 3 },
      ]),
    ).toBe("choice");
    expect(
      kindOfTexts([
        { text: "Rail; Sea", rows: 2 },
        { text: "Sea", rows: 2 },
      ]),
    ).toBe("choices");
    expect(kindOfTexts(Array.from({ length: 51 }, (_, place) => ({ text: `Text ${place}`, rows: 9 })))).toBe("text");
  });
});

test("options count their rows, and numbers their decimals", () => {
  expect([
    ...partsIn(
      [
        { text: " Rail;Sea ", rows: 2 },
        { text: "Sea", rows: 1 },
      ],
      true,
    ),
  ]).toEqual([
    ["Rail", 2],
    ["Sea", 3],
  ]);
  expect(decimalsIn(once("1", "2.50", "3,125"))).toBe(3);
});

test.each([
  ["organic_search", ["Website", "Cold call"], "Organic search"],
  ["COMPUTER_SOFTWARE", ["Retail", "Food"], "Computer software"],
  ["SEO", ["Website", "Paid ad"], "SEO"],
  ["Partner", ["website", "cold call"], "partner"],
  ["iPhone app", ["iOS", "Android"], "iPhone app"],
  ["new one", [], "new one"],
])("the new choice %s beside %j is written %s", (label, others, written) => {
  expect(inCaseOf(label, others)).toBe(written);
});
