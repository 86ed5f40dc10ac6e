import { expect, test } from "vitest";
import { inversePatch } from "@/lib/nouns/patch";
import { opportunityEdits } from "./client";
import { declared } from "./fields";

const typed = { amount: 500, currency: "USD" };
const row = { id: "crane", name: "Harbour crane", amount: typed, valueFromLines: false } as never;

/** The patch that undoes an edit of the opportunity. */
function undoOf(patch: object, of: object = row): unknown {
  const inverse = inversePatch(declared.fields, of as never, patch as never);
  return inverse && opportunityEdits.undone?.(of as never, inverse);
}

test("the undo of following the lines brings the typed value back with it", () => {
  expect(undoOf({ valueFromLines: true })).toMatchObject({ valueFromLines: false, amount: typed });
  expect(undoOf({ valueFromLines: true }, { ...(row as object), amount: null })).toMatchObject({ amount: null });
});

test("the undo of any other edit names only its fields", () => {
  expect(undoOf({ name: "Other" })).toEqual({ name: "Harbour crane" });
  const follows = { ...(row as object), valueFromLines: true };
  expect(undoOf({ valueFromLines: false }, follows)).toEqual({ valueFromLines: true });
});
