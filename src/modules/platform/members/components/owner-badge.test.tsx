import { expect, test } from "vitest";
import { markupOf } from "@/test/part";
import { ownerGrouping } from "./owner-badge";

test("the head of a group says of its owner whether it is a placeholder, as the rows do", () => {
  const head = (placeholder: boolean) =>
    markupOf(ownerGrouping.head?.({ value: "ann", label: "Ann Archer", placeholder, count: 1, sums: [] }));
  expect(head(true)).toContain("outline-dashed");
  expect(head(false)).not.toContain("outline-dashed");
});
