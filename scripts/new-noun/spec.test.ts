import { describe, expect, it } from "vitest";
import { Refused, readSpec, singularOf } from "./spec";

const fields = "name:text! price:money kind:choice(a,b)! account:account owner:member";

describe("a noun as it is asked for", () => {
  it("has its names in every form, and fields of known kinds", () => {
    const noun = readSpec(["crm/cost-centers", fields]);
    expect(noun).toMatchObject({
      path: "cost-centers",
      one: "cost center",
      entity: "costCenter",
      model: "CostCenter",
      table: "cost_centers",
      plural: "costCenters",
      owned: true,
    });
    expect(noun.fields.map(({ name, kind, required, to }) => [name, kind, required, to])).toEqual([
      ["name", "text", true, null],
      ["price", "money", false, null],
      ["kind", "choice", true, null],
      ["account", "reference", false, "account"],
      ["owner", "member", false, null],
    ]);
  });

  it.each([
    ["widgets", "widget"],
    ["companies", "company"],
    ["boxes", "box"],
    ["people", null],
    ["address", null],
  ])("%s are many of %s", (plural, one) => expect(singularOf(plural)).toBe(one));

  it.each([
    [["crm/widgets"], "Usage"],
    [["hr/widgets", fields], "There is no module hr."],
    [["crm/Widgets", fields], "Widgets is no name for a noun."],
    [["crm/people", fields], "--one person"],
    [["crm/widgets", "price:money"], "Add a text, a date or a number"],
    [["crm/widgets", "price:money name:text!"], "A name comes first"],
    [["crm/widgets", "name:text! size:acres"], "acres is neither a kind of field nor a noun."],
    [["crm/widgets", "name:text! to:reference"], "reference is neither a kind of field nor a noun."],
    [["crm/widgets", "name:text! version:integer"], "Each record has version already."],
    [["crm/widgets", "name:text! kind:choice"], "Give its values"],
    [["crm/widgets", "name:text! kinds:choices(a)"], "Give its values: kinds:choices(a,b)."],
    [["crm/widgets", "name:text! size:integer(a,b)"], "it is no choice"],
    [["crm/widgets", "name:text! name:text"], "name is there twice."],
    [["crm/widgets", "name:text! tenant:account"], "Each record has tenant already."],
    [["crm/widgets", "name:text! account:account accountId:text"], "Two fields would be stored in accountId."],
    [["crm/widgets", "name:text! priceMinor:integer price:money"], "Two fields would be stored in priceMinor."],
    [["crm/widgets", "name:text! Size:integer"], "Size is no name for a field."],
    [["crm/widgets", "name:text! place:address!"], "any of those may be empty"],
    [["crm/widgets", "name:text! kind:choice(a,b,a)"], "kind has the value a twice."],
    [["crm/widgets", "name:text! size"], "size is no field."],
    [["crm/widgets", "name:text! parent:widget!"], "the first one has none"],
  ])("%j is refused", (args, words) => {
    expect(() => readSpec(args)).toThrow(Refused);
    expect(() => readSpec(args)).toThrow(words);
  });
});
