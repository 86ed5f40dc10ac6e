import { expect, test } from "vitest";
import type { Pipeline } from "../../pipelines/schema";
import { countText, reopenedIn, suggestedStages } from "./archived-stages";

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

test("a closed opportunity is reopened where it was; one of an archived pipeline in the default one", () => {
  const pipeline = (name: string, state: Partial<Pipeline>) => {
    const stages = [
      { id: `${name} won`, type: "won" },
      { id: `${name} first`, type: "open" },
    ];
    return { id: name, isDefault: false, archivedAt: null, stages, ...state } as Pipeline;
  };
  const sales = pipeline("sales", { isDefault: true });
  const own = pipeline("own", {});
  expect(reopenedIn(own, "own second", [own, sales])).toBe("own second");
  expect(reopenedIn(own, undefined, [own, sales])).toBe("own first");
  const archived = pipeline("own", { archivedAt: "2026-11-22T00:00:00.000Z" });
  expect(reopenedIn(archived, "own second", [sales])).toBe("sales first");
  expect(reopenedIn(undefined, undefined, [])).toBeUndefined();
});
