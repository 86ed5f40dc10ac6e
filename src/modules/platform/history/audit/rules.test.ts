import { describe, expect, test } from "vitest";
import { personEvents } from "@/modules/platform/identity/auth/events";
import { accountDetail, actWords, exportDetail, isDay, labelOf, momentsOf, plainValue } from "./rules";

const none = { time: null, from: null, to: null } as const;
const chicago = { today: "2026-11-23", zone: "America/Chicago" };

describe("the chosen time", () => {
  test("is whole days of the workspace's zone, the last one included", () => {
    expect(momentsOf({ ...none, from: "2026-11-02", to: "2026-11-03" }, chicago)).toEqual({
      from: "2026-11-02T06:00:00.000Z",
      to: "2026-11-04T06:00:00.000Z",
    });
  });

  test("has 25 hours on the day on which the clocks go back", () => {
    expect(momentsOf({ ...none, from: "2026-11-01", to: "2026-11-01" }, chicago)).toEqual({
      from: "2026-11-01T05:00:00.000Z",
      to: "2026-11-02T06:00:00.000Z",
    });
  });

  test("of the last seven days begins six days before today, and has no end", () => {
    expect(momentsOf({ ...none, time: "week" }, chicago)).toEqual({ from: "2026-11-17T06:00:00.000Z" });
  });

  test("may be open on either side", () => {
    expect(momentsOf({ ...none, to: "2026-11-03" }, chicago)).toEqual({ to: "2026-11-04T06:00:00.000Z" });
    expect(momentsOf({ ...none, from: "2026-11-03" }, chicago)).toEqual({ from: "2026-11-03T06:00:00.000Z" });
  });

  test.each([
    ["2026-11-03", true],
    ["2026-13-40", false],
    ["soon", false],
    ["2026-11-03T10:00:00Z", false],
  ])("%s is a day of an address: %s", (text, is) => {
    expect(isDay(text)).toBe(is);
  });
});

/** Acts that concern no workspace, so that no log tells them. */
const untold = [
  ...["signedUp", "signUpRepeated", "verificationResent", "verified", "profileUpdated"],
  ...["emailChangeAsked", "emailChangeCancelled"],
];

/** Their names say it already. */
const same = new Set(["signedIn", "signedOut"]);

describe("words", () => {
  test("each act of a person on their account has words of its own", () => {
    const told = Object.keys(personEvents).filter((verb) => !untold.includes(verb));
    expect(told.length).toBeGreaterThan(10);
    for (const verb of told) {
      const made = actWords({ name: `other.${verb}`, verb: null, fields: [] }, "en-US");
      expect(actWords({ name: `member.${verb}`, verb: null, fields: [] }, "en-US"), verb).not.toBe(
        same.has(verb) ? "" : made,
      );
    }
  });

  test.each([
    [{ factor: "passkey", name: "Work laptop" }, "Passkey: Work laptop"],
    [{ factor: "totp", name: "Authenticator app" }, "Authenticator app"],
    [{ reason: "password" }, "Wrong password"],
    [{ by: "passkey" }, "Passkey"],
    [{ left: 1 }, "1 recovery code left"],
    [{ sessionsEnded: 2 }, "2 sessions ended"],
    [{ sessionsEnded: 0 }, null],
    [{}, null],
  ])("%j is told as %s", (data, told) => {
    expect(accountDetail(data, "en-US")).toBe(told);
  });

  test("an act ends without a word that waits for its record", () => {
    expect(actWords({ name: "plan.moduleOn", verb: "switched a module on in", fields: [] }, "en-US")).toBe(
      "Switched a module on",
    );
  });
});

test("a stored value reads as people say it, and not as the code stores it", () => {
  expect(labelOf("record:export")).toBe("Export records");
  expect(plainValue("record:export", "allow")).toBe("Allowed");
  expect(plainValue("record:export", "deny")).toBe("Not allowed");
  expect(plainValue("status", "removed")).toBe("Removed");
  expect(plainValue("label", "removed")).toBe("removed");
  expect(plainValue("settings", null)).toBeNull();
});

test("the settings of a custom field name its options and limits", () => {
  const options = [
    { value: "gold", label: "Platinum" },
    { value: "silver", label: "Silver", archived: true },
  ];
  expect(plainValue("settings", { options, inForm: false })).toBe("Options: Platinum, Silver (archived); in form: no");
  expect(plainValue("settings", { min: 1, maxLength: 30 })).toBe("Min: 1; max length: 30");
});

test("an export says which records it held and how many", () => {
  const data = { noun: "account", rows: 1200, format: "xlsx" };
  expect(exportDetail({ entity: "recordExport", data }, "en-US")).toBe("1,200 accounts, Excel");
  expect(exportDetail({ entity: "recordExport", data: { ...data, reason: "The disk is full." } }, "en-US")).toBe(
    "1,200 accounts, Excel, The disk is full.",
  );
  expect(exportDetail({ entity: "account", data: {} }, "en-US")).toBeNull();
});
