import { describe, expect, test } from "vitest";
import { type ListUrl, listUrlPatch, readListState } from "@/components/data-table/list-state";
import { type Condition, type ListFilter, noFilter } from "@/lib/list-filter";

const nothing: ListUrl = {
  sort: null,
  filter: null,
  match: null,
  columns: null,
  totals: null,
  q: null,
  group: null,
  closed: null,
  archived: null,
  tree: null,
};
const known = { fields: ["stage", "value"], sortFields: ["closeDate", "name"], groups: ["stage"] };
const stage: Condition = { field: "stage", op: "anyOf", value: ["a"] };
const stranger: Condition = { field: "password", op: "is", value: "x" };
const ofStage: ListFilter = { ...noFilter, conditions: [stage] };

describe("readListState", () => {
  test("an empty URL is the saved view, or nothing", () => {
    expect(readListState(nothing, known)).toEqual({
      sort: null,
      thenBy: [],
      filter: noFilter,
      columns: null,
      totals: null,
      q: "",
      group: null,
      closed: [],
      archived: false,
      tree: false,
    });
    expect(readListState(nothing, { ...known, defaults: { filter: ofStage, group: "stage" } })).toMatchObject({
      filter: ofStage,
      group: "stage",
    });
  });

  test("fields, sorts and groups that the list does not know are ignored", () => {
    const url = {
      ...nothing,
      filter: {
        conditions: [stranger, stage],
        groups: [
          { match: "any" as const, conditions: [stranger] },
          { match: "all" as const, conditions: [stranger, stage] },
        ],
      },
      sort: [{ field: "password", direction: "asc" as const }],
      group: "password",
    };
    expect(readListState(url, known)).toMatchObject({
      filter: { conditions: [stage], groups: [{ match: "all", conditions: [stage] }], match: "all" },
      sort: null,
      group: null,
    });
  });

  test("conditions on fields of a referenced record are kept where the list points to one", () => {
    const conditions = ["account.industry", "accounts.x", "account", "stage.name"].map((field) => ({
      ...stage,
      field,
    }));
    const options = { ...known, fields: ["account.*", "stage"] };
    const state = readListState({ ...nothing, filter: { conditions, groups: [] } }, options);
    expect(state.filter.conditions.map(({ field }) => field)).toEqual(["account.industry"]);
  });

  test("archived records are requested only where the list can show them", () => {
    const url = { ...nothing, archived: true };
    expect(readListState(url, { ...known, archives: true }).archived).toBe(true);
    expect(readListState(url, known).archived).toBe(false);
  });

  test("the URL can empty what the saved view has", () => {
    const options = { ...known, defaults: { filter: ofStage, group: "stage", q: "gtx" } };
    expect(readListState({ ...nothing, filter: noFilter, group: "", q: "" }, options)).toMatchObject({
      filter: noFilter,
      group: null,
      q: "",
    });
  });
});

describe("listUrlPatch", () => {
  test("writes only what changes", () => {
    expect(listUrlPatch({ q: "gtx" })).toEqual({ q: "gtx" });
    expect(listUrlPatch({})).toEqual({});
    expect(listUrlPatch({ archived: true })).toEqual({ archived: true });
    expect(listUrlPatch({ archived: false })).toEqual({ archived: null });
  });

  test("a state equal to the saved view is not in the URL", () => {
    const defaults = { filter: ofStage, sort: { field: "closeDate", direction: "asc" } as const, group: "stage" };
    expect(listUrlPatch({ ...defaults, columns: null, q: "" }, defaults)).toEqual({
      filter: null,
      match: null,
      sort: null,
      group: null,
      columns: null,
      q: null,
    });
    expect(listUrlPatch({ filter: { ...noFilter, match: "any" }, group: null }, defaults)).toEqual({
      filter: { ...noFilter, match: "any" },
      match: "any",
      group: "",
    });
  });

  test("a written state is read as the same state", () => {
    const defaults = { filter: ofStage, group: "stage" };
    const change = {
      filter: noFilter,
      group: null,
      q: "gtx",
      sort: { field: "closeDate", direction: "desc" } as const,
      thenBy: [{ field: "name", direction: "asc" as const }],
    };
    expect(readListState({ ...nothing, ...listUrlPatch(change, defaults) }, { ...known, defaults })).toMatchObject(
      change,
    );
  });

  test("no totals differ from the usual ones", () => {
    expect(listUrlPatch({ totals: null })).toEqual({ totals: null });
    expect(listUrlPatch({ totals: [] })).toEqual({ totals: [] });
    const totals = [{ field: "value", of: "average" as const }];
    expect(listUrlPatch({ totals }, { totals })).toEqual({ totals: null });
    expect(readListState({ ...nothing, totals: [] }, { ...known, defaults: { totals } }).totals).toEqual([]);
  });

  test("a new order drops those that followed the old one", () => {
    const sort = { field: "closeDate", direction: "asc" as const };
    expect(listUrlPatch({ sort })).toEqual({ sort: [sort] });
  });
});
