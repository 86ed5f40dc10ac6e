import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { afterPresence, Movers, MoveWatch } from "./rules";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const signal = (event: string, by: string | null = "carl", id: string | null = "opportunity") => ({
  entity: "opportunity",
  id,
  event,
  by,
  origin: null,
});

test("a move shows who made it, for some seconds", () => {
  const movers = new Movers();
  let notified = 0;
  const end = movers.subscribe(() => notified++);
  movers.receive([signal("opportunity.stageChanged")]);
  expect([movers.of("opportunity"), movers.of("other"), notified]).toEqual(["carl", null, 1]);
  vi.advanceTimersByTime(4_000);
  expect([movers.of("opportunity"), notified]).toEqual([null, 2]);
  end();
  movers.receive([signal("opportunity.ranked", "dora")]);
  expect([movers.of("opportunity"), notified]).toEqual(["dora", 2]);
});

test("another change, or one of nobody or of many, is no move", () => {
  const movers = new Movers();
  movers.receive([
    signal("opportunity.updated"),
    signal("opportunity.stageChanged", null),
    signal("opportunity.stageChanged", "carl", null),
  ]);
  expect(movers.of("opportunity")).toBeNull();
});

test("a member who joins and leaves is counted once, in any order of the signals", () => {
  const notified = (...events: [id: string, event: string][]) =>
    events.map(([id, event]) => ({ ...signal(`presence.${event}`, null, id), entity: "presence" }));
  const online = ["ann", "bob"];
  expect(afterPresence(online, notified(["carl", "online"], ["ann", "offline"]))).toEqual(["bob", "carl"]);
  expect(afterPresence(online, notified(["carl", "online"], ["carl", "online"]))).toEqual(["ann", "bob", "carl"]);
  expect(afterPresence(online, notified(["ann", "offline"], ["ann", "online"]))).toBe(online);
  expect(afterPresence(online, notified(["ann", "online"], ["dora", "offline"]))).toBe(online);
  expect(afterPresence(online, [signal("opportunity.updated")])).toBe(online);
});

describe("a move by someone else of what is on the screen", () => {
  const at = (...places: [id: string, place: string][]) => new Map(places);
  const moved = [signal("opportunity.stageChanged")];
  const notified = [{ id: "opportunity", by: "carl" }];

  test("is found once, whether the place or the mover is known first", () => {
    const watch = new MoveWatch("ann");
    expect(watch.see(at(["opportunity", "lead"], ["other", "lead"]))).toEqual([]);
    expect(watch.receive(moved)).toEqual([]);
    expect(watch.see(at(["opportunity", "won"], ["other", "lead"]))).toEqual(notified);
    expect(watch.see(at(["opportunity", "lead"], ["other", "lead"]))).toEqual([]);
    expect(watch.receive(moved)).toEqual(notified);
    expect(watch.receive(moved)).toEqual([]);
  });

  test("is found where the record comes to the screen or leaves it by the move", () => {
    const watch = new MoveWatch("ann");
    watch.see(at(["opportunity", "lead"]));
    watch.receive(moved);
    expect(watch.see(at())).toEqual(notified);
    watch.receive(moved);
    expect(watch.see(at(["opportunity", "lead"]))).toEqual(notified);
  });

  test("is none of one's own, by another tab too, and one's own after theirs is not told as theirs", () => {
    const watch = new MoveWatch("carl");
    watch.see(at(["opportunity", "lead"]));
    watch.receive(moved);
    expect(watch.see(at(["opportunity", "won"]))).toEqual([]);
    watch.receive([signal("opportunity.stageChanged", "dora")]);
    expect(watch.see(at(["opportunity", "lead"]))).toEqual([{ id: "opportunity", by: "dora" }]);
    expect(watch.see(at(["opportunity", "won"]))).toEqual([]);
    expect(watch.receive(moved)).toEqual([]);
  });

  test("is none where only the order changed, where nobody moved it, or where long ago", () => {
    const watch = new MoveWatch("ann");
    watch.see(at(["opportunity", "lead"]));
    watch.receive([signal("opportunity.ranked"), signal("opportunity.stageChanged", null)]);
    expect(watch.see(at(["opportunity", "won"]))).toEqual([]);
    vi.advanceTimersByTime(15_001);
    expect(watch.receive(moved)).toEqual([]);
    vi.advanceTimersByTime(15_001);
    expect(watch.see(at(["opportunity", "lead"]))).toEqual([]);
  });
});
