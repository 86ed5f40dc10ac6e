import { expect, test } from "vitest";
import { api } from "@/test/part";
import { wordsUnanswered } from "@/test/unanswered";
import { OpportunityStages } from "./opportunity-stages";

test("stages that did not come are told in their place, with another try", () => {
  const moves = {
    moveTo: () => undefined,
    acts: [],
    pending: false,
    dialog: null,
  };
  const opportunity = { id: "opportunity", stageId: "lead", status: "open", mayEdit: true, archivedAt: null } as const;
  const pipelines = api.pipelines.list.queryKey({ archived: true });
  expect(wordsUnanswered(<OpportunityStages opportunity={opportunity} moves={moves} />, pipelines)).toBe(
    "The stages could not be loaded. The server could not be reached. Check your connection and try again. Try again",
  );
});
