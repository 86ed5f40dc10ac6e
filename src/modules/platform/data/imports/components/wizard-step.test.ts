import { expect, test } from "vitest";
import { timeOf } from "./wizard-step";

test("a reverted import keeps the time at which it came in", () => {
  const [createdAt, finishedAt, reverting] = ["2026-03-01T10:00:00Z", "2026-03-01T10:05:00Z", "2026-03-02T08:00:00Z"];
  expect(timeOf({ createdAt, startedAt: reverting, finishedAt })).toBe(finishedAt);
  expect(timeOf({ createdAt, startedAt: "2026-03-01T10:04:00Z", finishedAt: null })).toBe("2026-03-01T10:04:00Z");
  expect(timeOf({ createdAt, startedAt: null, finishedAt: null })).toBe(createdAt);
});
