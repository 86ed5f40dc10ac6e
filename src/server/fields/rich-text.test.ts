import { expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import { checkedRichText } from "@/lib/rich-text/check";
import { docOfText } from "@/lib/rich-text/text";
import { asChecked, richTextStored } from "./rich-text";

const text = field.richText({ label: "Notes" });
const formats = { currency: "USD", locale: "en-US" };
const write = (value: unknown) => richTextStored.write("notes", text, value, formats);

test("only a document that was checked is stored; a text alone is plain", () => {
  const doc = {
    ...docOfText("One"),
    content: [{ type: "heading", attrs: { level: 1 }, content: [{ type: "text", text: "One" }] }],
  };
  expect(() => write({ doc })).toThrow("before it was checked");
  expect(() => write({ doc, text: "One" })).toThrow("before it was checked");
  expect(write(asChecked(checkedRichText({ doc })))).toEqual({ notes: "One", notesDoc: doc });
  expect(write("*One*")).toEqual({ notes: "*One*", notesDoc: null });
  expect([write(null), write("")]).toEqual(Array(2).fill({ notes: null, notesDoc: null }));
});

test("a row without the column of documents is one of a list", () => {
  const read = (row: object) => richTextStored.read("notes", text, { ...row });
  expect(read({ notes: "One" })).toEqual({ doc: null, text: "One" });
  expect(read({ notes: "One", notesDoc: null })).toEqual({ doc: docOfText("One"), text: "One" });
  expect(read({ notes: null, notesDoc: null })).toBeNull();
});

test("a file brings plain words, and takes no formatting from the same words", () => {
  const fromFile = richTextStored.fromFile("notes", text);
  const after = (before: object, row: object) => {
    const columns = { ...before };
    fromFile(columns, { ...row }, formats);
    return columns;
  };
  const before = { notes: "One", notesDoc: docOfText("One") };
  expect(after(before, {})).toEqual(before);
  expect(after(before, { notes: "One" })).toEqual(before);
  expect(after(before, { notes: "Two" })).toEqual({ notes: "Two", notesDoc: null });
  const wide = { notes: "\tOne\n", notesDoc: docOfText("\tOne\n") };
  expect(after(wide, { notes: "One" })).toEqual(wide);
});
