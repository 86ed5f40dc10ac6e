import { describe, expect, test } from "vitest";
import { readListState } from "@/components/data-table/list-state";
import { openedView, stateOfView, viewOfState } from "@/components/data-table/view-state";
import { noFilter } from "@/lib/list-filter";
import { allKey, type DeclaredView } from "@/lib/nouns/declared-views";
import type { ViewState } from "@/lib/views";

const url = {
  ...{ sort: null, filter: null, match: null, columns: null, totals: null },
  ...{ q: null, group: null, closed: null, archived: null, tree: null },
};
const known = {
  fields: ["industry", "owner"],
  sortFields: ["name", "employees"],
  groups: ["industry"],
  archives: true,
  trees: true,
};
const industry = { field: "industry", op: "is" as const, value: "logistics" };
const stored: ViewState = {
  match: "any",
  conditions: [industry],
  groups: [{ match: "all", conditions: [{ field: "owner", op: "anyOf", value: ["me"] }] }],
  q: "a",
  sorts: [
    { field: "employees", direction: "desc" },
    { field: "name", direction: "asc" },
  ],
  group: "industry",
  columns: [{ id: "name", width: 200, pinned: true }, { id: "employees" }],
  layout: "list",
  archived: true,
  tree: true,
  totals: { employees: "average" },
};

test("a stored view is opened and stored as the same", () => {
  const state = readListState(url, { ...known, defaults: stateOfView(stored) });
  expect(viewOfState(state, "list")).toEqual(stored);
  expect(viewOfState(readListState(url, known), "board")).toMatchObject({ totals: null, columns: null, sorts: [] });
});

describe("the view of an address", () => {
  const mine: DeclaredView = { key: "mine", label: "Mine", filter: { conditions: [industry] } };
  const declared = [{ key: allKey, label: "All", filter: noFilter }, mine];
  const view = { id: "v1", state: stored };
  const opens = (viewId: string | null, key: string | null) => ({ views: [view], opens: { viewId, key } });
  const asked = { declared, offered: opens(null, null), saved: null, narrowed: false };

  test("is the one that it names, saved or declared", () => {
    expect(openedView({ ...asked, saved: "v1" })).toMatchObject({ id: "v1", kept: view, missing: false });
    expect(openedView({ ...asked, saved: "mine" })).toMatchObject({
      id: "mine",
      state: { filter: { ...noFilter, conditions: [industry] } },
    });
  });

  test("is the usual one where it names nothing about the list", () => {
    expect(openedView({ ...asked, offered: opens("v1", null) }).id).toBe("v1");
    expect(openedView({ ...asked, offered: opens(null, "mine") }).id).toBe("mine");
    expect(openedView({ ...asked, offered: opens("v1", null), narrowed: true }).id).toBe(allKey);
    expect(openedView({ ...asked, offered: opens("v1", null), saved: allKey }).id).toBe(allKey);
  });

  test("is missing only once the views are known", () => {
    expect(openedView({ ...asked, saved: "other" })).toMatchObject({ missing: true, state: {} });
    expect(openedView({ ...asked, saved: "other", offered: undefined }).missing).toBe(false);
  });
});
