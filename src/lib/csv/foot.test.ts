import { describe, expect, it } from "vitest";
import { footRows, isSumRow } from "./foot";

describe("isSumRow", () => {
  it("knows sums by their name and the numbers beside it", () => {
    const sums = [
      ["Total", "", "35.5", ""],
      ["", "Grand Total", "USD 1,234.00"],
      ["Subtotal", "12"],
      ["Summe", "", "13.534,50 €"],
      ["Gesamtsumme", "1'200"],
      ["Sous-total", "1 234,50"],
      ["Grand Totals (12 records)", "(5)", "7 %"],
      ["Total général :", "1 234,50"],
    ];
    expect(sums.map(isSumRow)).toEqual(sums.map(() => true));
  });

  it("takes no record for one that is called alike, or says something else too", () => {
    const records = [
      ["Total", "Energy", "100"],
      ["Total Energies", "France", "100"],
      ["Total"],
      ["Total Fitness", "100"],
      ["Suma Wholefoods", "100"],
      ["Totally Spies", "100"],
      ["Summer Camp", "12"],
      ["Acme", "12"],
      ["", ""],
    ];
    expect(records.map(isSumRow)).toEqual(records.map(() => false));
  });
});

describe("footRows", () => {
  const row = (line: number, ...values: string[]) => ({ line, values, issue: null });

  it("are the rows of one cell at the end, after a blank line", () => {
    const rows = [row(2, "a", "b", "c"), row(5, "A report", "", ""), row(6, "Copyright")];
    expect(footRows(rows, 3).map(({ line }) => line)).toEqual([5, 6]);
  });

  it("are none without a blank line, where cells have several, or where the table has too few columns", () => {
    expect(footRows([row(2, "a", "b", "c"), row(3, "d")], 3)).toEqual([]);
    expect(footRows([row(2, "a\nx", "b", "c"), row(4, "d")], 3)).toEqual([]);
    expect(footRows([row(2, "a", "b", "c"), row(5, "d"), row(6, "e", "f", "")], 3)).toEqual([]);
    expect(footRows([row(2, "a", "b"), row(5, "d")], 2)).toEqual([]);
    expect(footRows([row(2, "a"), row(5, "d")], 3)).toEqual([]);
  });
});
