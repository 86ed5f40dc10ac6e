import { describe, expect, test } from "vitest";
import { itemWhen } from "../rules";
import type { AgendaItem } from "../schema";
import { itemTone, rowsIn } from "./item-text";

const place = { today: "2026-11-20", locale: "en-US", timeZone: "America/Chicago" };
const item = (values: Partial<AgendaItem>): AgendaItem => ({
  id: "activity:1",
  source: "activity",
  entity: "activity",
  recordId: "1",
  version: 1,
  title: "Call",
  label: "Call",
  icon: "call",
  startsAt: null,
  endsAt: null,
  day: null,
  doneAt: null,
  owner: null,
  stored: { state: "planned", ownerId: null },
  about: null,
  mayEdit: true,
  ...values,
});

describe("when an item is due", () => {
  test.each([
    [{ day: "2026-11-20" }, ""],
    [{ day: "2026-11-19" }, "Yesterday"],
    [{ day: "2026-11-18" }, "Wed"],
    [{ day: "2026-10-01" }, "Oct 1"],
    [{ startsAt: "2026-11-20T21:00:00Z" }, "3:00 PM"],
    [{ startsAt: "2026-11-20T19:00:00Z", endsAt: "2026-11-20T19:45:00Z" }, "1:00 PM – 1:45 PM"],
    [{ startsAt: "2026-11-20T19:00:00Z", endsAt: "2026-11-22T19:45:00Z" }, "1:00 PM"],
    [{ startsAt: "2026-11-22T16:00:00Z" }, "Sun, 10:00 AM"],
    [{ startsAt: "2026-11-19T16:00:00Z" }, "Yesterday"],
    [{ day: "2026-11-01", doneAt: "2026-11-20T15:40:00Z" }, "9:40 AM"],
  ])("%o: %s", (values, text) => {
    expect(itemWhen(item(values), place)).toBe(text);
  });
});

test("an overdue item is red, and one of today whose time has come is amber", () => {
  const now = new Date("2026-11-20T18:00:00Z");
  const of = (startsAt: string) => itemTone(item({ startsAt }), "today", now);
  expect(itemTone(item({ day: "2026-11-19" }), "overdue", now)).toBe("text-danger");
  expect([of("2026-11-20T17:30:00Z"), of("2026-11-20T21:00:00Z")]).toEqual(["text-warning", ""]);
});

test("a row that an act has moved leaves its section before the server answers", () => {
  const rows = [item({ day: "2026-11-19" }), item({ day: "2026-11-20" }), item({ doneAt: "2026-11-20T15:40:00Z" })];
  expect(rowsIn(rows, "overdue", place)).toEqual([rows[0]]);
});
