import { expect, test } from "vitest";
import { knownChoices } from "./coerce-choices";

const options = [
  { value: "vip", label: "VIP" },
  { value: "partner", label: "Partner, gold" },
];

test.each([
  ["VIP; Foo; Partner, gold", "VIP; Partner, gold"],
  ["foo, vip", "vip"],
  ["Foo", ""],
  ["", ""],
])("the choices of %s are %s", (text, known) => {
  expect(knownChoices(text, options)).toBe(known);
});
