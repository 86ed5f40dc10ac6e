import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Movers } from "./rules";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const signal = (event: string, by: string | null = "carl", id: string | null = "deal") => ({
  entity: "opportunity",
  id,
  event,
  by,
  origin: null,
});

test("a move shows who made it, for some seconds", () => {
  const movers = new Movers();
  let told = 0;
  const end = movers.subscribe(() => told++);
  movers.hear([signal("opportunity.stageChanged")]);
  expect([movers.of("deal"), movers.of("other"), told]).toEqual(["carl", null, 1]);
  vi.advanceTimersByTime(4_000);
  expect([movers.of("deal"), told]).toEqual([null, 2]);
  end();
  movers.hear([signal("opportunity.ranked", "dora")]);
  expect([movers.of("deal"), told]).toEqual(["dora", 2]);
});

test("another change, or one of nobody or of many, is no move", () => {
  const movers = new Movers();
  movers.hear([
    signal("opportunity.updated"),
    signal("opportunity.stageChanged", null),
    signal("opportunity.stageChanged", "carl", null),
  ]);
  expect(movers.of("deal")).toBeNull();
});
