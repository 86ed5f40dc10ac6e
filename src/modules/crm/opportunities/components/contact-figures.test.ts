import { expect, test } from "vitest";
import { contactSums } from "./contact-figures";

const at = { locale: "en-US", currency: "USD", timeZone: "UTC" };
const opportunity = (status: "open" | "won" | "lost", amount: number | null, currency = "USD") => ({
  status,
  amount: amount === null ? null : { amount, currency },
});

test("opportunities are counted by status, and summed up in each currency, the workspace's first", () => {
  const some = [
    opportunity("open", 120_000, "EUR"),
    opportunity("open", 548_200),
    opportunity("open", 100_000),
    opportunity("open", null),
    opportunity("won", 900_000),
  ];
  expect(contactSums(some, "open", at)).toEqual({ count: 4, worth: "$6,482 and EUR\u00a01,200" });
  expect(contactSums(some, "won", at)).toEqual({ count: 1, worth: "$9,000" });
});

test("without opportunities, or without a value, there is no sum", () => {
  expect(contactSums([], "open", at)).toEqual({ count: 0, worth: undefined });
  expect(contactSums([opportunity("lost", null)], "lost", at)).toEqual({ count: 1, worth: undefined });
});
