import { describe, expect, it } from "vitest";
import type { SyncField } from "../schema";
import {
  areComplete,
  changedField,
  changesToSave,
  countOpen,
  openOptions,
  withChange,
  withPartner,
  withSteps,
} from "./field-changes";

const option = (value: string) => ({ value, label: value.toUpperCase() });
const stage: SyncField = {
  field: "lifecycle",
  label: "Lifecycle stage",
  remote: ["lifecyclestage"],
  remoteLabel: "Lifecycle stage",
  note: "Exact",
  isKnown: true,
  isReadOnly: false,
  directions: ["in", "out", "both"],
  direction: "both",
  conflict: "newest",
  options: {
    ours: [option("lead"), option("churned")],
    theirs: [option("lead"), option("evangelist")],
    pairs: [{ ours: "lead", theirs: "lead" }],
  },
  steps: [],
  possibleSteps: [],
  isWhole: false,
  example: null,
  sample: null,
};

describe("unsaved changes", () => {
  it("are gathered by field, and gone when a field is again as it was", () => {
    const one = withChange({}, stage, { conflict: "ours" });
    const two = withChange(one, stage, { direction: "in" });
    expect(two).toEqual({ lifecycle: { conflict: "ours", direction: "in" } });
    expect(withChange(two, stage, { conflict: "newest" })).toEqual({ lifecycle: { direction: "in" } });
    expect(withChange(one, stage, { conflict: "newest" })).toEqual({});
  });

  it("do not count the order of pairs", () => {
    const pairs = [
      { ours: "churned", theirs: "evangelist" },
      { ours: "lead", theirs: "lead" },
    ];
    const field = { ...stage, options: { ours: [], theirs: [], pairs } };
    expect(withChange({}, field, { pairs: pairs.toReversed() })).toEqual({});
    expect(withChange({}, field, { pairs: pairs.slice(1) })).not.toEqual({});
  });

  it("are shown in the field, and sent with their pairs as options", () => {
    const pairs = [{ ours: "churned", theirs: "evangelist" }];
    const changes = withChange({}, stage, { conflict: "ask", pairs });
    expect(changedField(stage, changes.lifecycle)).toMatchObject({ conflict: "ask", options: { pairs } });
    expect(changesToSave(changes)).toEqual([{ field: "lifecycle", conflict: "ask", options: pairs }]);
  });
});

describe("steps", () => {
  const trim = { kind: "trim" } as const;
  const lower = { kind: "case", to: "lower" } as const;
  const first = { kind: "split", by: ",", part: 1 } as const;
  const all = stage.directions;

  it("are a change like others, and none when they are as before", () => {
    const changes = withChange({}, stage, { steps: [trim] });
    expect(changesToSave(changes)).toEqual([{ field: "lifecycle", steps: [trim] }]);
    expect(withChange(changes, stage, { steps: [] })).toEqual({});
  });

  it("take the direction with them where they go one way", () => {
    expect(withSteps(stage, all, [trim])).toEqual({ steps: [trim] });
    expect(withSteps(stage, all, [lower])).toEqual({ steps: [lower], direction: "in" });
    expect(withSteps({ direction: "out" }, all, [lower])).toEqual({ steps: [lower] });
    expect(withSteps({ direction: "out" }, all, [first])).toEqual({ steps: [first], direction: "in" });
    expect(withSteps({ direction: "off" }, all, [first])).toEqual({ steps: [first] });
    expect(changedField(stage, { steps: [first] }).directions).toEqual(["in"]);
  });

  it("are complete without the empty rows of a table, and not with half a row", () => {
    const table = (ours: string) =>
      ({
        kind: "lookup",
        others: "leave",
        pairs: [
          { ours, theirs: "DE" },
          { ours: "", theirs: "" },
        ],
      }) as const;
    expect([areComplete([{ ...table("Germany"), pairs: [...table("Germany").pairs] }]), areComplete([trim])]).toEqual([
      true,
      true,
    ]);
    expect(areComplete([{ ...table(""), pairs: [...table("").pairs] }])).toBe(false);
    expect(areComplete([{ kind: "constant", value: "", way: "in" }])).toBe(false);
  });
});

describe("options", () => {
  it("are open on the side from which a value is sent", () => {
    const values = (side: "ours" | "theirs", direction: SyncField["direction"]) =>
      openOptions({ ...stage, direction }, side).map(({ value }) => value);
    expect(values("ours", "out")).toEqual(["churned"]);
    expect(values("theirs", "out")).toEqual([]);
    expect(values("theirs", "in")).toEqual(["evangelist"]);
    expect(countOpen(stage)).toBe(2);
    expect(countOpen({ ...stage, direction: "off" })).toBe(0);
  });

  it("have one partner on the side that chooses, and may share it", () => {
    const pairs = stage.options?.pairs ?? [];
    expect(withPartner(pairs, "ours", "churned", "lead")).toEqual([...pairs, { ours: "churned", theirs: "lead" }]);
    expect(withPartner(pairs, "ours", "lead", "evangelist")).toEqual([{ ours: "lead", theirs: "evangelist" }]);
    expect(withPartner(pairs, "theirs", "evangelist", "lead")).toContainEqual({ ours: "lead", theirs: "evangelist" });
  });
});
