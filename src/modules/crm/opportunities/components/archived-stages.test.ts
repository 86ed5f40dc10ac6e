import { expect, test } from "vitest";
import { countText, suggestedStages } from "./archived-stages";

const named = (...names: string[]) => names.map((name) => ({ id: name, name }));

test("a stage goes to the one of its name, or else to the one at its place", () => {
  const suggested = suggestedStages(named("Proposal", "First", "Third", "Fourth"), named("Lead", "Talk", "proposal"));
  expect(Object.fromEntries(suggested)).toEqual({
    Proposal: "proposal",
    First: "Talk",
    Third: "proposal",
    Fourth: "proposal",
  });
  expect(suggestedStages(named("Lead"), [])).toEqual(new Map());
});

test.each([
  [1, 0, "1 open opportunity"],
  [1200, 0, "1,200 open opportunities"],
  [0, 1, "1 archived opportunity"],
  [12, 3, "12 open opportunities and 3 archived"],
])("%d open and %d archived are %s", (count, archived, text) => {
  expect(countText([{ stageId: "one", count, archived }], "en-US")).toBe(text);
});
