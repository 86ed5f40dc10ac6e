import { describe, expect, test } from "vitest";
import { type FollowUpFacts, followUpReason } from "./rules";

const today = { day: "2026-11-20", at: new Date("2026-11-20T06:00:00Z") };
const now = new Date("2026-11-20T18:00:00Z");
const reasonOf = (facts: Partial<FollowUpFacts>) =>
  followUpReason({ responsible: "present", step: null, serviceDueAt: null, ...facts }, today, now);
const on = (day: string) => ({ at: new Date(`${day}T12:00:00Z`), day });
const at = (time: string) => ({ at: new Date(time), day: null });

describe("followUpReason", () => {
  test.each([
    ["nobody", "ownerNobody"],
    ["removed", "ownerLeft"],
    ["placeholder", "ownerPlaceholder"],
  ] as const)("%s is responsible: %s, whatever the next step", (responsible, reason) => {
    expect(reasonOf({ responsible })).toBe(reason);
    expect(reasonOf({ responsible, step: on("2026-11-30") })).toBe(reason);
  });

  test.each([
    [null, "none"],
    [{ at: null, day: null }, "undated"],
    [on("2026-11-19"), "overdue"],
    [on("2026-11-20"), null],
    [at("2026-11-20T05:59:00Z"), "overdue"],
    // At a time of today that is over: the day is not.
    [at("2026-11-20T06:00:00Z"), null],
    [at("9999-12-31T12:00:00Z"), null],
  ])("the step %o: %s", (step, reason) => {
    expect(reasonOf({ step })).toBe(reason);
  });

  test("a day counts as it is written, although its noon lies in another day of the zone", () => {
    const kiritimati = { day: "2026-11-20", at: new Date("2026-11-19T10:00:00Z") };
    const facts = { responsible: "present", serviceDueAt: null } as const;
    expect(followUpReason({ ...facts, step: on("2026-11-19") }, kiritimati, now)).toBe("overdue");
    expect(followUpReason({ ...facts, step: on("2026-11-20") }, kiritimati, now)).toBeNull();
  });

  test("a service level counts where there is no other reason", () => {
    const past = new Date("2026-11-20T17:59:00Z");
    expect(reasonOf({ step: on("2026-11-30"), serviceDueAt: past })).toBe("serviceLevel");
    expect(reasonOf({ step: on("2026-11-30"), serviceDueAt: new Date("2026-11-20T18:01:00Z") })).toBeNull();
    expect(reasonOf({ serviceDueAt: past })).toBe("none");
  });
});
