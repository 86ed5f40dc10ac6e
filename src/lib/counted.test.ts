import { describe, expect, it } from "vitest";
import { counted, nouns } from "./counted";

describe("a count with its noun", () => {
  it.each([
    [0, "0 opportunities"],
    [1, "1 opportunity"],
    [2, "2 opportunities"],
    [21, "21 opportunities"],
    [1204, "1,204 opportunities"],
    ["1000+", "1,000+ opportunities"],
  ] as const)("%s", (count, text) => {
    expect(counted(count, nouns.opportunity, "en-US")).toBe(text);
  });

  it("writes its figures as the locale does", () => {
    expect(counted(1204, nouns.row, "de-DE")).toBe("1.204 rows");
  });
});
