import { expect, test } from "vitest";
import { markupOf } from "@/test/part";
import { OpportunityBoardEmpty } from "./opportunity-board-empty";

test("an empty board offers nothing to a member who may not import or create", () => {
  const markup = markupOf(<OpportunityBoardEmpty onCreate={null} />);
  expect(markup).toContain("No opportunities yet");
  expect(markup).not.toMatch(/import|bring|add|by hand/i);
});
