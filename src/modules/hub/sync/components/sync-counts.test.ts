import { describe, expect, it } from "vitest";
import { noCounts } from "../rules";
import type { SyncObject, SyncRunView } from "../schema";
import {
  healthOf,
  isAtWork,
  isSettingUp,
  mustTypeCount,
  oldestRun,
  progressOf,
  rehearsalOf,
  rehearsalState,
  sharedBy,
  stepToGoOn,
  sumOf,
} from "./sync-counts";

const run = (more: Partial<SyncRunView> = {}): SyncRunView => ({
  id: "run",
  kind: "rehearsal",
  phase: "done",
  counts: { ...noCounts },
  calls: 0,
  read: 0,
  total: null,
  failure: null,
  startedAt: "2026-11-28T10:00:00.000Z",
  endedAt: "2026-11-28T10:05:00.000Z",
  ...more,
});

type Shown = Pick<SyncObject, "state" | "rehearsal" | "run" | "ranAt">;
const object = (more: Partial<Shown> = {}): Shown => ({
  state: "draft",
  rehearsal: null,
  run: null,
  ranAt: null,
  ...more,
});

describe("the set-up", () => {
  it("lasts until any object was started", () => {
    expect(isSettingUp([object(), object({ state: "rehearsed" })])).toBe(true);
    expect(isSettingUp([object(), object({ state: "first" })])).toBe(false);
    expect(isSettingUp([])).toBe(false);
  });

  it("goes on with the records, and after a rehearsal with its counts", () => {
    expect(stepToGoOn([object()])).toBe("records");
    expect(stepToGoOn([object({ state: "rehearsing" })])).toBe("rehearse");
  });
});

describe("a rehearsal", () => {
  const rehearsed = object({ state: "rehearsed", rehearsal: run(), run: run() });

  it("is ready when that of every object counts", () => {
    expect(rehearsalState([rehearsed, rehearsed])).toBe("ready");
  });

  it("is stale as soon as that of one object does not count any more", () => {
    expect(rehearsalState([rehearsed, object({ run: run() })])).toBe("stale");
  });

  it("runs while one object is rehearsed, and is none where nothing was", () => {
    expect(rehearsalState([rehearsed, object({ state: "rehearsing" })])).toBe("running");
    expect(rehearsalState([object(), object({ run: run({ kind: "first" }) })])).toBe("none");
  });

  it("shows earlier counts, but none of another kind of run", () => {
    expect(rehearsalOf({ rehearsal: null, run: run({ id: "earlier" }) })?.id).toBe("earlier");
    expect(rehearsalOf({ rehearsal: null, run: run({ kind: "changes" }) })).toBeNull();
  });

  it("has its number typed from 501 new records there", () => {
    expect(mustTypeCount(500)).toBe(false);
    expect(mustTypeCount(501)).toBe(true);
  });

  it("is summed over objects with and without one", () => {
    const counts = { ...noCounts, linked: 3, createdThere: 2 };
    expect(sumOf([run({ counts }), null, run({ counts })])).toMatchObject({ linked: 6, createdThere: 4, problems: 0 });
  });
});

describe("progress", () => {
  const open = { endedAt: null };

  it("is none while nothing runs", () => {
    expect(progressOf([object({ run: run() }), object()])).toBeNull();
    expect(progressOf([object({ state: "paused", run: run(open) })]), "it is stopped").toBeNull();
  });

  it("adds what ended to what runs", () => {
    const objects = [object({ run: run({ read: 40 }) }), object({ run: run({ ...open, read: 10, total: 60 }) })];
    expect(progressOf(objects)).toEqual({ read: 50, total: 100 });
  });

  it("has no total where a service does not say one, and never less than was read", () => {
    expect(progressOf([object({ run: run({ ...open, read: 10 }) })])).toEqual({ read: 10, total: null });
    expect(progressOf([object({ run: run({ ...open, read: 70, total: 60 }) })])).toEqual({ read: 70, total: 70 });
  });

  it("is asked for often while a run works, not while it is paused", () => {
    expect(isAtWork([object({ state: "live", run: run(open) })])).toBe(true);
    expect(isAtWork([object({ state: "paused", run: run(open) })])).toBe(false);
    expect(isAtWork([object({ state: "live", run: run() })])).toBe(false);
  });
});

describe("health", () => {
  it("is the worst of all objects", () => {
    const of = (...states: SyncObject["state"][]) => healthOf(states.map((state) => object({ state })));
    expect(of("live", "live")).toBe("inSync");
    expect(of("live", "first")).toBe("first");
    expect(of("failing", "first")).toBe("failing");
    expect(of("failing", "paused")).toBe("stopped");
    expect(of("draft", "rehearsed")).toBe("setUp");
  });

  it("is as old as the object that ran longest ago, and unknown before all ran", () => {
    const [early, late] = ["2026-11-28T10:00:00.000Z", "2026-11-28T11:00:00.000Z"];
    expect(oldestRun([object({ ranAt: late }), object({ ranAt: early })])).toBe(early);
    expect(oldestRun([object({ ranAt: late }), object()])).toBeNull();
  });
});

it("shares a value only where all have the same", () => {
  expect(sharedBy([{ a: false }, { a: false }], "a")).toBe(false);
  expect(sharedBy([{ a: false }, { a: true }], "a")).toBeNull();
});
