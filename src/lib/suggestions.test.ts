import { describe, expect, it } from "vitest";
import { countryNames } from "./regions";
import { fittingSuggestions } from "./suggestions";

describe("suggestions", () => {
  it("keep the order of what is known for an empty text, eight at most", () => {
    expect(fittingSuggestions(" ", ["b", "a"])).toEqual(["b", "a"]);
    expect(fittingSuggestions("", [..."abcdefghijk"])).toHaveLength(8);
  });

  it("put what begins with the text first, and take capitals as one value", () => {
    const known = ["retail", "Cattle and meat", "Retail", "Meat"];
    expect(fittingSuggestions("MEA", known)).toEqual(["Meat", "Cattle and meat"]);
    expect(fittingSuggestions("ret", known)).toEqual(["retail"]);
    expect(fittingSuggestions("ship", known)).toEqual([]);
  });

  it("know the countries by their usual names", () => {
    const names = countryNames();
    expect(names).toEqual(expect.arrayContaining(["United States", "Germany", "Sweden", "Taiwan"]));
    expect(names).toHaveLength(new Set(names).size);
    expect(names.length).toBeGreaterThan(240);
    expect(names.filter((name) => /^[A-Z]{2}$/.test(name))).toEqual([]);
  });
});
