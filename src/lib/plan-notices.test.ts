import { expect, test } from "vitest";
import { trialEndText, trialText } from "./plan-notices";

test("sentences name the module or the workspace's plan", () => {
  expect(trialText(null, 1)).toBe("The trial of this workspace ends tomorrow. Choose a plan to keep its limits");
  expect(trialText("Projects", 7)).toBe("The trial of Projects ends in 7 days. Buy it to keep it on");
  expect(trialEndText("Projects")).toContain("Projects is off now");
});
