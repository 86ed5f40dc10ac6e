import { expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { docOfText } from "@/lib/rich-text/text";
import { applyPatch, inversePatch } from "./patch";

const fields = defineFields({ reviewers: field.members({ label: "Reviewers" }) });
const [ann, bob] = ["Ann", "Bob"].map((name) => ({ id: name.toLowerCase(), name, placeholder: false }));
const row = { id: "1", custom: {}, reviewers: [ann, bob] } as never;

test("an edit of several members shows those whose names are known, and is taken back by their ids", () => {
  expect(applyPatch(fields, row, { reviewers: ["bob", "cay"] })).toMatchObject({ reviewers: [bob] });
  expect(applyPatch(fields, row, { reviewers: null })).toMatchObject({ reviewers: null });
  expect(inversePatch(fields, row, { reviewers: ["bob"] })).toEqual({ reviewers: ["ann", "bob"] });
  expect(inversePatch(fields, { ...(row as object), reviewers: null } as never, { reviewers: ["bob"] })).toEqual({
    reviewers: null,
  });
});

test("an edit of a formatted text shows its words, and is taken back by the document of a whole record alone", () => {
  const texts = defineFields({ notes: field.richText({ label: "Notes" }) });
  const [before, after] = [docOfText("Before"), docOfText("After")];
  const whole = { id: "1", custom: {}, notes: { doc: before, text: "Before" } } as never;
  expect(applyPatch(texts, whole, { notes: { doc: after } })).toMatchObject({ notes: { doc: after, text: "After" } });
  expect(applyPatch(texts, whole, { notes: "*After*" })).toMatchObject({ notes: { doc: null, text: "*After*" } });
  expect(applyPatch(texts, whole, { notes: null })).toMatchObject({ notes: null });
  expect(inversePatch(texts, whole, { notes: null })).toEqual({ notes: { doc: before } });
  const listed = { id: "1", custom: {}, notes: { doc: null, text: "Befo" } } as never;
  expect(inversePatch(texts, listed, { notes: "After" })).toBeNull();
  expect(inversePatch(texts, { id: "1", custom: {}, notes: null } as never, { notes: "After" })).toEqual({
    notes: null,
  });
});
