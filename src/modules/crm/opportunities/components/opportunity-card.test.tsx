import { expect, test } from "vitest";
import { joinedText } from "@/test/part";
import type { OpportunityCard as Card } from "../schema";
import { OpportunityCard } from "./opportunity-card";

const card = {
  id: "crane",
  name: "Harbour crane",
  status: "open",
  owner: null,
  account: null,
  amount: { amount: 4_000_000, currency: "USD" },
  expectedCloseDate: "2099-02-10",
  actualCloseDate: null,
  closeDatePushes: 2,
  nextTitle: null,
  nextAt: null,
  nextOn: null,
  serviceDueAt: null,
  rot: "over",
  ageDays: 38,
} as unknown as Card;

test("a card says what its figures are, also what only colours show", () => {
  const text = joinedText(<OpportunityCard card={card} />);
  expect(text).toContain("Closes Feb 10, 2099");
  expect(text).toContain("pushed back twice");
  expect(text).toContain("38d in this stage, without activity for more than twice as long as it allows");
});
