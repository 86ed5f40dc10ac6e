import { expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
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
