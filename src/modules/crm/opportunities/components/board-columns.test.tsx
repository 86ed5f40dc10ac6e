import { expect, test } from "vitest";
import { TooltipProvider } from "@/components/ui/tooltip";
import { wordsUnanswered } from "@/test/unanswered";
import type { BoardColumn } from "../board/schema";
import { boardColumnDefs } from "./board-columns";

const money = (amount: number, currency = "USD") => ({ amount, currency });
const euros = {
  currency: "EUR",
  count: 2,
  total: money(420_000, "EUR"),
  weighted: money(42_000, "EUR"),
  withoutProbability: 0,
};

const column = (name: string, more: Partial<BoardColumn>): BoardColumn => ({
  ...{ stageId: name, name, type: "open", color: 1, position: 1, probability: 10, rotDays: null },
  ...{ count: 3, total: money(500_000), weighted: money(50_000), withoutProbability: 0 },
  ...{ others: [], cards: [], nextCursor: null },
  ...more,
});

function headsOf(...columns: BoardColumn[]): string[] {
  const none = new Set<string>();
  const stateOf = () => ({ hasMore: false, loading: false, failed: false });
  const at = { locale: "en-US", currency: "USD", timeZone: "UTC" } as never;
  const options = { at, stateOf, expanded: none, onCollapse: () => {}, onAdd: null };
  return boardColumnDefs(columns, options).map(({ collapsed, collapsedNote, head }) =>
    wordsUnanswered(<TooltipProvider>{collapsed ? collapsedNote : head(null)}</TooltipProvider>).replaceAll(
      "\u00a0",
      " ",
    ),
  );
}

test("the head has the workspace's currency and its weighted total; others stand in a line below", () => {
  expect(headsOf(column("Lead", { others: [euros] }), column("Proposal", {}))).toEqual([
    "Lead 3 $5,000 $500 at 10% EUR 4,200",
    "Proposal 3 $5,000 $500 at 10%",
  ]);
});

test("amounts in another currency alone are the figure of the head", () => {
  const alone = { total: money(0), weighted: money(0), others: [euros] };
  expect(headsOf(column("Lead", alone), column("Won", { ...alone, type: "won" }))).toEqual([
    "Lead 3 EUR 4,200 EUR 420 at 10%",
    "EUR 4,200",
  ]);
});

test("a collapsed column writes all of its sums", () => {
  expect(headsOf(column("Won", { type: "won", others: [euros] }))).toEqual(["$5,000 EUR 4,200"]);
});

test("a stage without a probability has no percentage, and its weighted total says how many it leaves out", () => {
  const none = { probability: null, weighted: money(0), withoutProbability: 3 };
  expect(headsOf(column("Demo", none))).toEqual(["Demo 3 $5,000 3 without a probability"]);
  const some = { ...none, weighted: money(50_000), withoutProbability: 1 };
  expect(headsOf(column("Demo", some))).toEqual(["Demo 3 $5,000 $500 weighted 1 without a probability"]);
  const foreign = { ...some, others: [{ ...euros, withoutProbability: 2 }] };
  expect(headsOf(column("Demo", foreign))).toEqual(["Demo 3 $5,000 $500 weighted EUR 4,200 1 without a probability"]);
  expect(headsOf(column("Demo", { ...none, withoutProbability: null }))).toEqual(["Demo 3 $5,000"]);
});
