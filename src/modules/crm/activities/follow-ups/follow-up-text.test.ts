import { describe, expect, test } from "vitest";
import { followUpText } from "./rules";

const now = new Date("2026-11-20T18:00:00Z");
const at = { locale: "en-US", timeZone: "America/Chicago" };
const ann = { id: "a", name: "Ann Field", placeholder: false };
const step = { title: "Send the offer", at: "2026-11-12T12:00:00.000Z", day: "2026-11-12", owner: ann };
const facts = { since: "2026-11-12T12:00:00.000Z", hadActivity: true, step: null, owner: ann };

describe("followUpText", () => {
  test.each([
    [{ ...facts, reason: "none" as const }, "No next step. Last activity: Nov 12"],
    [{ ...facts, hadActivity: false, reason: "none" as const }, "No next step or activity. Created: Nov 12"],
    [{ ...facts, step, reason: "overdue" as const }, "“Send the offer” was due: Nov 12"],
    [{ ...facts, step: { ...step, at: null, day: null }, reason: "undated" as const }, "No day for “Send the offer”"],
    [{ ...facts, owner: null, reason: "ownerNobody" as const }, "No owner"],
    [
      { ...facts, step: { ...step, owner: null }, reason: "ownerNobody" as const },
      "Nobody is assigned to “Send the offer”",
    ],
    [{ ...facts, reason: "ownerLeft" as const }, "Ann Field is no longer a member"],
    [{ ...facts, reason: "ownerPlaceholder" as const }, "Ann Field is a placeholder and cannot sign in"],
  ])("says %o as a sentence", (given, text) => {
    expect(followUpText(given, now, at)).toBe(text);
  });

  test("says when a timed step was due by the reader's days", () => {
    const timed = { ...step, at: "2026-11-20T03:00:00.000Z", day: null };
    expect(followUpText({ ...facts, since: timed.at, step: timed, reason: "overdue" }, now, at)).toBe(
      "“Send the offer” was due: Yesterday",
    );
  });
});
