import { expect, test } from "vitest";
import { readOpportunityRow } from "./schema";

test("what is open may have planned its close before the day on which it was entered; what is closed may not", () => {
  const dates = { engagedOn: "2026-05-01", closeDate: "2026-04-01" };
  expect(readOpportunityRow({ ...dates, outcome: "open" }).success).toBe(true);
  expect(readOpportunityRow({ ...dates, outcome: "won" }).success).toBe(false);
  // Its stage says later whether it is open.
  expect(readOpportunityRow(dates).success).toBe(true);
  expect(readOpportunityRow({ engagedOn: "2026-05-01", lostOn: "2026-04-01", outcome: "open" }).success).toBe(false);
});
