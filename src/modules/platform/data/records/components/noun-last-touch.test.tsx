import { expect, test } from "vitest";
import { touchText } from "./noun-last-touch";

const at = { locale: "en-US", timeZone: "UTC", now: new Date("2026-11-20T18:00:00Z") };
const touch = { entityId: "a", icon: "create" as const, at: "2026-11-20T10:32:00Z", actor: { name: "Ann Field" } };

test("the creation of a record is no activity of it", () => {
  expect(touchText(touch, "a", at)).toEqual({ value: "None yet", note: "Created: Today" });
});

test("a record that was created under it is one", () => {
  expect(touchText(touch, "b", at)).toEqual({ value: "Today", note: expect.stringMatching(/^Ann Field, 10:32/) });
  expect(touchText({ ...touch, icon: "move" as const, actor: null }, "a", at)).toEqual({ value: "Today" });
});
