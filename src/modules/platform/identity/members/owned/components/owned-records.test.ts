import { expect, test } from "vitest";
import { figureAddress } from "@/components/tiles/figure-link";
import { counted } from "@/lib/counted";
import { openNoun, ownedConditions } from "./owned-records";

test("what a member owns leads to the list of it, of opportunities and activities to those that are not done", () => {
  const address = (entity: "account" | "opportunity" | "activity") =>
    decodeURIComponent(figureAddress(entity, ownedConditions("m1", entity)));
  expect(address("account")).toBe("/accounts?filter=owner:anyOf:m1");
  expect(address("opportunity")).toBe("/opportunities/list?filter=owner:anyOf:m1;status:anyOf:open");
  expect(address("activity")).toBe("/activities?filter=owner:anyOf:m1;status:anyOf:planned");
  expect(counted(1, openNoun("account"), "en-US")).toBe("1 account");
  expect(counted(2, openNoun("activity"), "en-US")).toBe("2 planned activities");
});
