import { expect, test } from "vitest";
import { maxMentions } from "@/lib/rich-text/rich-text";
import { partsOf, unreachedReason } from "./rules";

test("parts of a list hold all of it in its order, each short enough for an address", () => {
  const all = Array.from({ length: maxMentions }, (_, at) => at);
  expect(partsOf(all).flat()).toEqual(all);
  expect(partsOf([])).toEqual([]);
  const longest = { entity: "productCategory", id: "01a00000-0000-7000-8000-000000000000" };
  // Several texts of a page ask in one address.
  for (const part of partsOf(all))
    expect(encodeURIComponent(JSON.stringify(part.map(() => longest))).length).toBeLessThan(4_000);
});

test.each([
  ["active", "cannot see this account"],
  ["removed", "has left"],
  ["placeholder", "has not joined yet"],
  ["invited", "has not joined yet"],
  [undefined, "is not in this workspace"],
])("a member who is %s %s", (status, words) => {
  expect(unreachedReason(status, "account")).toBe(`${words} and will not be notified`);
});
