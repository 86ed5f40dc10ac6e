import { expect, test } from "vitest";
import { withLink } from "./links";

test("one more link keeps the data of the others, replaces its own, and names no record without an id", () => {
  const ann = { entity: "contact", id: "1", name: "Ann", data: { role: "buyer" } };
  const acme = { entity: "account", id: "2", name: "Acme", data: null };
  const hidden = { entity: "account", id: null, name: "Hidden", data: null };
  expect(withLink([ann, hidden, acme], { entity: "account", id: "2" })).toEqual([
    { entity: "contact", id: "1", data: { role: "buyer" } },
    { entity: "account", id: "2" },
  ]);
});
