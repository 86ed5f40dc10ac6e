import { expect, it } from "vitest";
import { wellFormedIds } from "./ids";
import { id } from "./zod";

it.each([
  "0199a4e2-7c1b-7d3a-9f00-1234567890ab",
  "0199A4E2-7C1B-4D3A-8F00-1234567890AB",
  "00000000-0000-0000-0000-000000000000",
  "ffffffff-ffff-ffff-ffff-ffffffffffff",
  "0199a4e2-7c1b-9d3a-9f00-1234567890ab",
  "0199a4e2-7c1b-7d3a-1f00-1234567890ab",
  "0199a4e2",
  "",
])("takes %s for an id where the server does", (value) => {
  expect(wellFormedIds([value])).toEqual(id.safeParse(value).success ? [value] : []);
});
