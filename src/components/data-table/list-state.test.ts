import { describe, expect, test } from "vitest";
import { type ListUrl, listUrlPatch, readListState } from "@/components/data-table/list-state";
import type { Condition } from "@/lib/list";

const nothing: ListUrl = { sort: null, filter: null, columns: null, q: null, group: null };
const known = { fields: ["stage", "value"], sortFields: ["closeDate"], groups: ["stage"] };
const stage: Condition = { field: "stage", op: "anyOf", value: ["a"] };
const stranger: Condition = { field: "password", op: "is", value: "x" };

describe("readListState", () => {
  test("an empty URL is the saved view, or nothing", () => {
    expect(readListState(nothing, known)).toEqual({ sort: null, conditions: [], columns: null, q: "", group: null });
    expect(readListState(nothing, { ...known, defaults: { conditions: [stage], group: "stage" } })).toMatchObject({
      conditions: [stage],
      group: "stage",
    });
  });

  test("fields, sorts and groups that the list does not know are ignored", () => {
    const url = {
      ...nothing,
      filter: [stranger, stage],
      sort: { field: "password", direction: "asc" } as const,
      group: "password",
    };
    expect(readListState(url, known)).toMatchObject({ conditions: [stage], sort: null, group: null });
  });

  test("the URL can empty what the saved view has", () => {
    const options = { ...known, defaults: { conditions: [stage], group: "stage", q: "gtx" } };
    expect(readListState({ ...nothing, filter: [], group: "", q: "" }, options)).toMatchObject({
      conditions: [],
      group: null,
      q: "",
    });
  });
});

describe("listUrlPatch", () => {
  test("writes only what changes", () => {
    expect(listUrlPatch({ q: "gtx" })).toEqual({ q: "gtx" });
    expect(listUrlPatch({})).toEqual({});
  });

  test("what is as in the saved view leaves the URL", () => {
    const defaults = { conditions: [stage], sort: { field: "closeDate", direction: "asc" } as const, group: "stage" };
    expect(listUrlPatch({ ...defaults, columns: null, q: "" }, defaults)).toEqual({
      filter: null,
      sort: null,
      group: null,
      columns: null,
      q: null,
    });
    expect(listUrlPatch({ conditions: [], group: null }, defaults)).toEqual({ filter: [], group: "" });
  });

  test("what was written is read again", () => {
    const defaults = { conditions: [stage], group: "stage" };
    const change = { conditions: [], group: null, q: "gtx", sort: { field: "closeDate", direction: "desc" } as const };
    expect(readListState({ ...nothing, ...listUrlPatch(change, defaults) }, { ...known, defaults })).toMatchObject(
      change,
    );
  });
});
