import { expect, test } from "vitest";
import { joinedText } from "@/test/part";
import { FieldFrame } from "./field";

test("the name of an optional control is spoken in two words", () => {
  const field = (
    <FieldFrame id="due" label="Due day" optional>
      <input id="due" />
    </FieldFrame>
  );
  expect(joinedText(field)).toBe("Due day optional");
});
