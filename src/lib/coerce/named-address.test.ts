import { expect, test } from "vitest";
import { addressIn, namedAddress } from "./named-address";

test.each([
  ["Julia Weiß (julia@acme.example)", "Julia Weiß", "julia@acme.example"],
  ["Julia Weiß <Julia@ACME.example>", "Julia Weiß", "Julia@acme.example"],
  ['"Weiß, Julia" <mailto:julia@acme.example>', "Weiß, Julia", "julia@acme.example"],
  ["  Ann (Sales) [ann@x.example] ", "Ann (Sales)", "ann@x.example"],
])("%s is a name with an address", (text, name, email) => {
  expect(namedAddress(text)).toEqual({ name, email });
  expect(addressIn(text)).toBe(email);
});

test.each(["Julia Weiß", "julia@acme.example", "(julia@acme.example)", "Acme (acme.example)", "Ann (ann@)", ""])(
  "%j has not both",
  (text) => {
    expect(namedAddress(text)).toBeNull();
  },
);

test("an address alone is one, and a name is none", () => {
  expect(addressIn("julia@acme.example")).toBe("julia@acme.example");
  expect(addressIn("Julia @ Acme")).toBeNull();
});
