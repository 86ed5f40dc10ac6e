import { expect, test } from "vitest";
import { shellNotice, trialEndText, trialText } from "./plan-notices";

test("sentences name the module or the workspace's plan", () => {
  expect(trialText(null, 1)).toBe("The trial of this workspace ends tomorrow. Choose a plan to keep its limits");
  expect(trialText("Projects", 7)).toBe("The trial of Projects ends in 7 days. Buy it to keep it on");
  expect(trialEndText("Projects")).toContain("Projects is now switched off");
});

const now = new Date("2026-02-14T12:00:00Z");
const zone = "America/Chicago";
const standing = {
  readOnly: null,
  trialEndsAt: new Date("2026-02-16T12:00:00Z"),
  mayOpen: true,
  hidden: undefined,
};

test("owners and admins are told of the last three days of a trial, until they hide it for the day", () => {
  expect(shellNotice(standing, now, zone)).toEqual({
    tone: "info",
    text: "The trial of this workspace ends in 2 days. Choose a plan to keep its limits.",
    day: "2026-02-14",
  });
  const ends = (at: string) => shellNotice({ ...standing, trialEndsAt: new Date(at) }, now, zone)?.text;
  expect(ends("2026-02-14T23:00:00Z")).toContain("ends today.");
  expect(ends("2026-02-15T03:00:00Z"), "still the 14th in Chicago").toContain("ends today.");
  expect(ends("2026-02-18T12:00:00Z")).toBeUndefined();
  expect(ends("2026-02-14T11:00:00Z")).toBeUndefined();
  expect(shellNotice({ ...standing, hidden: "2026-02-14" }, now, zone)).toBeNull();
  expect(shellNotice({ ...standing, hidden: "2026-02-13" }, now, zone)).not.toBeNull();
  expect(shellNotice({ ...standing, mayOpen: false }, now, zone)).toBeNull();
});

test("everybody who may only read is told why, and cannot hide it", () => {
  const readOnly = "This workspace has 3 seats and more members.";
  expect(shellNotice({ ...standing, readOnly, mayOpen: false, hidden: "2026-02-14" }, now, zone)).toEqual({
    tone: "warning",
    text: readOnly,
    day: null,
  });
});
