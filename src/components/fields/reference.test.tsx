import { expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import { markupOf } from "@/test/part";
import { partsOf } from "./kinds";

test("the head of a group says of its member whether it is a placeholder, as the rows do", () => {
  const owner = field.member({ label: "Owner" });
  const head = (placeholder: boolean) =>
    markupOf(partsOf(owner).groupHead?.({ value: "ann", label: "Ann Archer", placeholder }, owner));
  expect(head(true)).toContain("outline-dashed");
  expect(head(false)).not.toContain("outline-dashed");
});
