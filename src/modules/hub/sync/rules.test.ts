import { describe, expect, it } from "vitest";
import { type Decision, decide, type FieldRule, isBroken, nextTry, type Sides, withWrite } from "./rules";

const agreed: Sides = {
  haveAgreed: true,
  oursChanged: false,
  theirsChanged: false,
  areSame: false,
  oursEmpty: false,
  theirsEmpty: false,
};
const both: FieldRule = { direction: "both", conflict: "newest", fillsEmpty: true };
const never = () => {
  throw new Error("Nobody needs the times.");
};
const decided = (sides: Partial<Sides>, rule: Partial<FieldRule> = {}, times = { ours: 0, theirs: 0 }): Decision => {
  const ask = rule.conflict && rule.conflict !== "newest" ? never : () => times;
  return decide({ ...agreed, ...sides }, { ...both, ...rule }, ask);
};
const conflict = { oursChanged: true, theirsChanged: true };

describe("a field on which both sides agreed", () => {
  it("stays while nothing changed, and follows the side that changed alone, to empty too", () => {
    expect(decided({})).toEqual({ act: "nothing" });
    expect(decided({ oursChanged: true })).toEqual({ act: "out", by: "onlySide" });
    expect(decided({ theirsChanged: true, theirsEmpty: true })).toEqual({ act: "in", by: "onlySide" });
  });

  it("is agreed on where both changed to the same value, and nothing is written", () => {
    expect(decided({ ...conflict, areSame: true })).toEqual({ act: "agree", why: "same" });
  });

  it("goes one way alone: a change of the other side is agreed on, and not sent", () => {
    expect(decided({ oursChanged: true }, { direction: "in" })).toEqual({ act: "agree", why: "oneWay" });
    expect(decided({ theirsChanged: true }, { direction: "out" })).toEqual({ act: "agree", why: "oneWay" });
    expect(decided(conflict, { direction: "in" })).toEqual({ act: "in", by: "theirs" });
    expect(decided(conflict, { direction: "out" })).toEqual({ act: "out", by: "ours" });
    expect(decided(conflict, { direction: "off" })).toEqual({ act: "nothing" });
  });

  it("is settled by its rule where both changed", () => {
    expect(decided(conflict, { conflict: "ask" })).toEqual({ act: "ask" });
    expect(decided(conflict, { conflict: "ours" })).toEqual({ act: "out", by: "ours" });
    expect(decided(conflict, { conflict: "theirs" })).toEqual({ act: "in", by: "theirs" });
  });

  it("takes the newest value; within five seconds, and without a time there, ours", () => {
    const newest = (ours: number | null, theirs: number | null) => decided(conflict, {}, { ours, theirs } as never);
    expect(newest(0, 5_001)).toEqual({ act: "in", by: "newest" });
    expect(newest(0, 5_000)).toEqual({ act: "out", by: "newest" });
    expect(newest(10_000, 0)).toEqual({ act: "out", by: "newest" });
    expect(newest(0, null)).toEqual({ act: "out", by: "newest" });
    expect(newest(null, 1)).toEqual({ act: "in", by: "newest" });
  });
});

describe("a field that meets its partner for the first time", () => {
  const first = { haveAgreed: false, ...conflict };

  it("fills the empty side, or leaves it empty where people chose that", () => {
    expect(decided({ ...first, theirsEmpty: true })).toEqual({ act: "out", by: "onlySide" });
    expect(decided({ ...first, oursEmpty: true })).toEqual({ act: "in", by: "onlySide" });
    const left = { act: "agree", why: "leftEmpty" };
    expect(decided({ ...first, oursEmpty: true }, { fillsEmpty: false })).toEqual(left);
  });

  it("is a conflict where both have a value", () => {
    expect(decided(first, { conflict: "ask" })).toEqual({ act: "ask" });
  });
});

it("holds a field that is written more than six times in ten minutes", () => {
  let times: number[] = [];
  const held: boolean[] = [];
  for (let minute = 1; minute <= 7; minute++) {
    const next = withWrite(times, minute * 60_000);
    times = next.times;
    held.push(next.isHeld);
  }
  expect(held).toEqual([false, false, false, false, false, false, true]);
  expect(withWrite(times, 60 * 60_000)).toEqual({ times: [60 * 60_000], isHeld: false });
});

it("tries a problem again after 1 h, 6 h, 1 d and 3 d, and then waits for somebody", () => {
  const now = new Date("2026-11-24T00:00:00Z");
  const hours = [1, 2, 3, 4, 5].map((attempts) => {
    const at = nextTry(attempts, now);
    return at && (at.getTime() - now.getTime()) / 3_600_000;
  });
  expect(hours).toEqual([1, 6, 24, 72, null]);
});

it("takes many refused records of a run for a broken mapping, and a few of many not, whichever side they are from", () => {
  expect(isBroken({ read: 100, createdThere: 0, refused: 49 })).toBe(false);
  expect(isBroken({ read: 100, createdThere: 0, refused: 50 })).toBe(true);
  expect(isBroken({ read: 1_000, createdThere: 0, refused: 50 })).toBe(false);
  expect(isBroken({ read: 0, createdThere: 1_000, refused: 50 })).toBe(false);
});
