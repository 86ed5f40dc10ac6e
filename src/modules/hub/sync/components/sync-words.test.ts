import { describe, expect, it } from "vitest";
import { noCounts } from "../rules";
import type { HistoryItem, SyncChangeView, SyncProblemGroup } from "../schema";
import { groupsOf, neighboursOf } from "./log-groups";
import { kindOf, losing } from "./samples";
import { originOf, storyOf } from "./story";
import { doneWords, groupTitle, reasonWords, recordAct, ruleOfField, runSum } from "./sync-words";

const timeOf = (at: string) => `at ${at.slice(11, 16)}`;

const change = (more: Partial<SyncChangeView> = {}): SyncChangeView => ({
  id: "1",
  entity: "contact",
  at: "2026-11-28T10:31:07.000Z",
  runId: "run",
  record: { id: "priya", name: "Priya Raman" },
  externalId: "17",
  field: "jobTitle",
  fieldLabel: "Job title",
  direction: "in",
  decidedBy: "newest",
  from: "Head of operations",
  to: "VP Operations",
  lost: "Head of operations",
  writer: "Enrich contacts",
  writtenAt: null,
  ...more,
});

describe("the reason of a change", () => {
  it("names the side that won, and the value that was lost", () => {
    expect(reasonWords(change(), "HubSpot")).toBe("Newest wins, from HubSpot; ours was Head of operations");
    const out = change({ direction: "out", decidedBy: "ours", lost: "(312) 555-0199" });
    expect(reasonWords(out, "HubSpot")).toBe("Ours wins; theirs was (312) 555-0199");
    expect(reasonWords(change({ decidedBy: "onlySide", lost: null }), "HubSpot")).toBe("Only HubSpot had changed");
  });

  it("is told as a story with its writer", () => {
    expect(storyOf({ kind: "sync", ...change() }, "HubSpot", timeOf)).toEqual({
      who: "HubSpot",
      did: "set VP Operations",
      why: "Written there by Enrich contacts. It was Head of operations. Newest wins, from HubSpot; ours was Head of operations.",
    });
    const sent = change({ direction: "out", decidedBy: "onlySide", from: null, lost: null, to: "+1 312 555 0121" });
    expect(storyOf({ kind: "sync", ...sent }, "HubSpot", timeOf)).toMatchObject({
      who: "Sent to HubSpot",
      why: "It was empty. Only ours had changed.",
    });
  });

  it("names what happened to a whole record by its side", () => {
    const whole = change({ field: null, decidedBy: "created", lost: null });
    expect(recordAct(whole, "HubSpot")).toBe("Created here");
    expect(recordAct({ ...whole, direction: "out" }, "HubSpot")).toBe("Created in HubSpot");
    expect(recordAct(change(), "HubSpot")).toBeNull();
  });
});

it("says who set a value here, and where an import had it from", () => {
  const edit: Extract<HistoryItem, { kind: "edit" }> = {
    ...{ kind: "edit", id: "1", at: "2026-11-28T09:50:00.000Z", who: "Melvin Marxen", via: "app", file: null },
    ...{ isNew: false, from: "Operations", to: "Head of operations" },
  };
  const story = (more: Partial<typeof edit>) => storyOf({ ...edit, ...more }, "HubSpot", timeOf);
  expect(story({})).toEqual({ who: "Melvin Marxen", did: "set Head of operations", why: "It was Operations." });
  expect(story({ to: null })).toMatchObject({ did: "emptied it" });
  expect(story({ via: "import", file: "people.csv", isNew: true, from: null })).toEqual({
    ...{ who: "An import", did: "set Head of operations" },
    why: "From people.csv, by Melvin Marxen. The record began with it.",
  });
  expect(originOf({ ...edit, via: "import" }, "HubSpot")).toBe("From an import");
});

it("says what a run did, without what it did not", () => {
  const counts = { ...noCounts, createdHere: 1, updatedHere: 1, updatedThere: 2, problems: 1 };
  expect(runSum({ counts, calls: 3 }, "en-US")).toBe("2 in, 2 out, 1 waits, 3 calls");
  expect(runSum({ counts: { ...noCounts }, calls: 0 }, "en-US")).toBe("nothing to do");
  expect(doneWords(counts, "en-US")).toBe("1 created, 3 updated");
});

it("says the rule of a field in one line", () => {
  expect(ruleOfField({ direction: "both", conflict: "newest" }, "HubSpot")).toBe("Newest wins, both ways");
  expect(ruleOfField({ direction: "both", conflict: "ask" }, "HubSpot")).toBe("Asks, both ways");
  expect(ruleOfField({ direction: "in", conflict: "ask" }, "HubSpot")).toBe("From HubSpot");
});

it("names the side where an option lacks its partner", () => {
  const lacking = { name: "Contract sent", side: "here" as const };
  const titleOf = (more: Partial<SyncProblemGroup>) =>
    groupTitle({ code: "optionWithoutPartner", lacking: null, ...more }, "HubSpot");
  expect(titleOf({ lacking })).toBe("Contract sent has no partner here");
  expect(titleOf({ lacking: { ...lacking, side: "there" } })).toBe("Contract sent has no partner in HubSpot");
  expect(titleOf({ code: "somethingNew" })).toBeNull();
});

describe("examples of a rehearsal", () => {
  it("are sorted by outcome and side", () => {
    expect(kindOf({ outcome: "create", side: "here" })).toBe("createHere");
    expect(kindOf({ outcome: "create", side: "there" })).toBe("createThere");
    expect(kindOf({ outcome: "problem", side: "here" })).toBe("problems");
  });

  it("lose the value of the side that is written, and none where a person chooses", () => {
    expect(losing({ outcome: "conflict", side: "here" }, false)).toBe("here");
    expect(losing({ outcome: "conflict", side: "here" }, true)).toBeNull();
    expect(losing({ outcome: "problem", side: "here" }, false)).toBeNull();
  });
});

describe("the log", () => {
  const page = (items: SyncChangeView[]) => ({ items, runs: [], nextCursor: null });

  it("keeps the changes of a run together over pages", () => {
    const pages = [page([change(), change({ id: "2", runId: "other" })]), page([change({ id: "3", runId: "other" })])];
    const groups = groupsOf(pages).map(({ runId, changes }) => [runId, changes.map(({ id }) => id)]);
    expect(groups).toEqual([
      ["run", ["1"]],
      ["other", ["2", "3"]],
    ]);
  });

  it("steps over changes that name no field", () => {
    const changes = [change(), change({ id: "2", field: null }), change({ id: "3" })];
    expect(neighboursOf(changes, "3").before?.id).toBe("1");
    expect(neighboursOf(changes, "1")).toMatchObject({ before: null, after: { id: "3" } });
  });
});
