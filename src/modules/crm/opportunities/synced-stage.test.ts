import { expect, it } from "vitest";
import { alikeStages, stageLabel } from "./operations/synced-stage";

/** "Sales: Proposal, Won": the stages of pipelines as options. */
const stages = (side: string, ...pipelines: string[]) =>
  pipelines.flatMap((text) => {
    const [pipeline = "", names = ""] = text.split(": ");
    return names
      .split(", ")
      .map((name, place) => ({ value: `${side} ${pipeline} ${name} ${place}`, label: stageLabel(name, pipeline) }));
  });
const paired = (ours: string[], theirs: string[]) =>
  alikeStages(stages("our", ...ours), stages("their", ...theirs)).map((pair) =>
    [pair.ours, pair.theirs].map((value) => value.replace(/^(our|their) | \d$/g, "")).join(" = "),
  );

it("stages of one name are paired within pipelines of one name", () => {
  const both = ["Sales: Proposal, Won", "Renewals: Proposal, Won"];
  expect(paired(both, both.toReversed())).toEqual([
    "Sales Proposal = Sales Proposal",
    "Sales Won = Sales Won",
    "Renewals Proposal = Renewals Proposal",
    "Renewals Won = Renewals Won",
  ]);
});

it("a stage is never paired with one of another pipeline, although its name is the only one", () => {
  const ours = ["Sales: Proposal, Won", "Renewals: Review"];
  expect(paired(ours, ["Sales: Review, Won", "Renewals: Proposal"])).toEqual(["Sales Won = Sales Won"]);
});

it("pipelines of other names belong together where they share stages with each other alone", () => {
  expect(paired(["Sales: Proposal, Won"], ["Deals: Proposal, Lost"])).toEqual(["Sales Proposal = Deals Proposal"]);
  expect(paired(["Sales: Proposal"], ["Deals: Proposal", "Partners: Proposal"])).toEqual([]);
  expect(paired(["Sales: Proposal", "Renewals: Proposal"], ["Deals: Proposal"])).toEqual([]);
  expect(paired(["Sales: Proposal", "Renewals: Review"], ["Deals: Proposal", "Partners: Review"])).toHaveLength(2);
});

it("a name that a pipeline has twice stays open, and case counts for nothing", () => {
  expect(paired(["Sales: Proposal, Proposal, Won"], ["Sales: Proposal, Won"])).toEqual(["Sales Won = Sales Won"]);
  expect(paired(["SALES: PROPOSAL"], ["sales: proposal"])).toEqual(["SALES PROPOSAL = sales proposal"]);
  expect(alikeStages([{ value: "a", label: "Odd" }], [{ value: "b", label: "Odd" }])).toEqual([
    { ours: "a", theirs: "b" },
  ]);
});
