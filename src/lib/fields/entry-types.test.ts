import { expect, test } from "vitest";
import { phoneTypes } from "./entries";
import { typedTexts, typedValue, typeNamed, withType } from "./entry-types";

test("words of files and address books mean a type", () => {
  const words = ["* Work", "HOME", "Cell", "Work Fax", "Tel.", "Skype", ""];
  expect(words.map((word) => typeNamed("phones", word))).toEqual([
    "office",
    "home",
    "mobile",
    "fax",
    "office",
    null,
    null,
  ]);
  expect(["* Home", "Business", "mobile"].map((word) => typeNamed("emails", word))).toEqual(["personal", "work", null]);
});

test("a word of a type before a value is its type; another word is a part of the value", () => {
  expect(typedValue("phones", "mobile:+1 312")).toEqual({ value: "+1 312", type: "mobile" });
  expect(typedValue("phones", "Ann: +1 312")).toEqual({ value: "Ann: +1 312", type: null });
  expect(typedValue("emails", "mailto:a@x.example")).toEqual({ value: "mailto:a@x.example", type: null });
});

test("values with their types come back from their texts, also one that begins with such a word", () => {
  const entries = phoneTypes.flatMap(({ value: type }) =>
    ["+13125550142", "home: 12", "work:"].map((value) => ({ value, type })),
  );
  const back = typedTexts("phones", entries).map((text) => typedValue("phones", text));
  expect(back.map(({ value, type }) => ({ value, type: type ?? "office" }))).toEqual(entries);
  expect(typedTexts("phones", [{ value: "+1", type: "office" }])).toEqual(["+1"]);
  expect(withType({ value: "+1", type: null })).toBe("+1");
});
