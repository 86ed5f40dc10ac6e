import { expect, test } from "vitest";
import { peopleIn, peopleText } from "./rules";

const id = "0197c8d1-0000-7000-8000-000000000001";

test.each(["mine", "teams", `owner:${id}`, `team:${id}`])("an address with %s is read as it was written", (text) => {
  expect(peopleText(peopleIn(text))).toBe(text);
});

test("any other text stands for all", () => {
  for (const text of [null, "", "all", "owner:", "owner:me", "role:admin"]) expect(peopleIn(text)).toBe("all");
  expect(peopleText("all")).toBeNull();
});
