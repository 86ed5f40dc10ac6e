import { expect, it } from "vitest";
import { dayOf } from "./day-text";

it("an instant is told as the day that the clocks of the workspace show", () => {
  expect(dayOf("2026-11-30T03:00:00.000Z", "America/Chicago")).toBe("2026-11-29");
  expect(dayOf("2026-11-30T03:00:00.000Z", "Asia/Tokyo")).toBe("2026-11-30");
});
