import { describe, expect, test } from "vitest";
import { addressLines, compactAddress } from "./address";

describe("an address", () => {
  test("is written line by line, and only with what is known", () => {
    const whole = { street: "12 Quay", city: "Portland", state: "ME", postalCode: "04101", country: "USA" };
    expect(addressLines(whole)).toEqual(["12 Quay", "Portland, ME 04101", "USA"]);
    expect(addressLines({ city: "Bergen", country: "Norway" })).toEqual(["Bergen", "Norway"]);
    expect(addressLines({ postalCode: "04101" })).toEqual(["04101"]);
    expect(addressLines({ street: "", country: "" })).toEqual([]);
    expect(addressLines(null)).toEqual([]);
  });

  test("keeps no empty part, and none without a part is none", () => {
    expect(compactAddress({ street: " 12 Quay ", city: "", country: "USA" })).toEqual({
      street: "12 Quay",
      country: "USA",
    });
    expect(compactAddress({ street: " ", city: "" })).toBeNull();
    expect(compactAddress(null)).toBeNull();
  });
});
