import { expect, test } from "vitest";
import { registeredLicences } from "./licences";
import { planPage } from "./plan-page";

test("the page of the plan speaks of modules where several licences are offered", () => {
  expect(planPage()).toBe(registeredLicences().length > 1 ? "Plan and modules" : "Plan");
});
