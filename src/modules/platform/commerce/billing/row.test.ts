import { expect, it } from "vitest";
import { invoiceOfChange } from "./row";

it("takes the open invoice of a change, and no renewal that came since", () => {
  const renewal = { id: "in_3", status: "open", billing_reason: "subscription_cycle" } as const;
  const change = { id: "in_2", status: "open", billing_reason: "subscription_update" } as const;
  const paid = { id: "in_1", status: "paid", billing_reason: "subscription_update" } as const;
  expect(invoiceOfChange([renewal, change, paid])).toBe("in_2");
  expect(invoiceOfChange([renewal, paid])).toBeUndefined();
});
