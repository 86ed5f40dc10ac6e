import { expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import type { Condition } from "@/lib/list-filter";
import { calendarRequest } from "./calendar";
import { defineNoun } from "./define";

const november = { from: "2026-10-26", until: "2026-12-06" };
const own: Condition = { field: "owner", op: "empty" };
const shown: Condition = { field: "dueOn", op: "between", value: ["2026-10-26", "2026-12-06"] };
const asked = (request: Parameters<typeof calendarRequest>[0]) => calendarRequest(request, "dueOn", november);

test("a calendar adds its days to the filter of the list, and sorts by them", () => {
  const group = { match: "any" as const, conditions: [own] };
  expect(asked({ conditions: [own], groups: [group], q: "wall" })).toEqual({
    conditions: [own, shown],
    groups: [group],
    q: "wall",
    sort: { field: "dueOn", direction: "asc" },
    limit: 100,
  });
});

test("where any condition may match, the days must match all the same", () => {
  expect(asked({ conditions: [own, own], match: "any" })).toMatchObject({
    conditions: [shown],
    groups: [{ match: "any", conditions: [own, own] }],
  });
  expect(asked({ conditions: [own], match: "any" })).toMatchObject({ conditions: [own, shown] });
});

test("a filter that cannot be one part of another has no calendar", () => {
  const group = { match: "all" as const, conditions: [own] };
  expect(asked({ conditions: [own], groups: [group], match: "any" })).toBeNull();
  expect(asked({ conditions: Array.from({ length: 11 }, () => own), match: "any" })).toBeNull();
  expect(asked({ conditions: Array.from({ length: 30 }, () => own) })).toBeNull();
});

test("a calendar by a field that has no days, or that lists do not sort by, is refused", () => {
  const by = (day: "name" | "loose" | "dueOn", done: "name" | "doneAt") =>
    defineNoun("product", {
      fields: defineFields({
        name: field.text({ label: "Name", required: true, title: true, folded: true }),
        dueOn: field.date({ label: "Due", sortable: true }),
        loose: field.date({ label: "Loose" }),
        doneAt: field.instant({ label: "Done" }),
      }),
      naturalKeys: [["name"]],
      calendarBy: { day, done },
    });
  expect(by("dueOn", "doneAt").calendarBy).toEqual({ day: "dueOn", done: "doneAt" });
  expect(() => by("name", "doneAt")).toThrow("product has a calendar by name");
  expect(() => by("loose", "doneAt")).toThrow("it must be a date with sortable: true");
  expect(() => by("dueOn", "name")).toThrow("it must be an instant");
});
