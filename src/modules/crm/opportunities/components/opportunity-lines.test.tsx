import { expect, test } from "vitest";
import { TooltipProvider } from "@/components/ui/tooltip";
import { api, markupOf } from "@/test/part";
import { partApi } from "@/trpc/part-api";
import { makeQueryClient } from "@/trpc/query-client";
import { lineParts } from "../lines/fields";
import type { Opportunity } from "../schema";
import { OpportunityLines } from "./opportunity-lines";

const usd = (amount: number) => ({ amount, currency: "USD" });
const line = {
  ...{ id: "line", product: { id: "boom", name: "Boom" }, description: null, quantity: 1 },
  ...{ unitPrice: usd(120), total: usd(120) },
};

function markup(lines: readonly object[], valueFromLines: boolean, mayEdit = true): string {
  const client = makeQueryClient();
  const key = partApi(api as never, lineParts).list.queryKey({ id: "crane" });
  client.setQueryData<unknown>(key, { id: "crane", version: 1, lines, total: usd(lines.length * 120) });
  const opportunity = { id: "crane", version: 1, name: "Harbour crane", amount: usd(500), valueFromLines, mayEdit };
  return markupOf(
    <TooltipProvider>
      <OpportunityLines opportunity={opportunity as unknown as Opportunity} />
    </TooltipProvider>,
    client,
  );
}

const has = (html: string) => [html.includes("Value from lines"), /Use .* as value/.test(html)];

test("the value can be taken from products, and let go after the last of them has left too", () => {
  expect(has(markup([line], false))).toEqual([true, true]);
  expect(has(markup([line], true))).toEqual([true, false]);
  expect(has(markup([], true))).toEqual([true, false]);
  expect(markup([], true)).toContain("No products yet");
});

test("an opportunity that never had products, or that is only read, has nothing to switch", () => {
  expect(has(markup([], false))).toEqual([false, false]);
  expect(has(markup([], true, false))).toEqual([false, false]);
});
