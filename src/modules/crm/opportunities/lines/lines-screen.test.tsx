import { expect, test } from "vitest";
import { TooltipProvider } from "@/components/ui/tooltip";
import { NounParts } from "@/modules/platform/data/records/components/noun-parts";
import { api, markupOf } from "@/test/part";
import { wordsUnanswered } from "@/test/unanswered";
import { partApi } from "@/trpc/part-api";
import { makeQueryClient } from "@/trpc/query-client";
import { declared } from "../fields";
import { lineParts } from "./fields";

const usd = (amount: number) => ({ amount, currency: "USD" });
const screen = (mayEdit: boolean) => (
  <TooltipProvider>
    <NounParts noun={declared} record={{ id: "crane", name: "Harbour crane", mayEdit }} list={lineParts} />
  </TooltipProvider>
);
const key = partApi(api as never, lineParts).list.queryKey({ id: "crane" });
const boom = {
  ...{ id: "line", product: { id: "boom", name: "Boom" }, description: "Painted in red", quantity: 3 },
  ...{ unitPrice: usd(120_000), total: usd(360_000) },
};

function markup(lines: readonly object[], mayEdit = true): string {
  const client = makeQueryClient();
  client.setQueryData<unknown>(key, { id: "crane", version: 1, lines, total: usd(360_000) });
  return markupOf(screen(mayEdit), client);
}
const words = (html: string) =>
  html
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

test("parts have a column for each value, the sums below, and what their member may do", () => {
  const html = markup([boom, { ...boom, id: "other", product: { id: null, name: "Hidden" }, description: null }]);
  for (const text of ["Unit price", "Painted in red", "$1,200", "Together $3,600", "Set description"])
    expect(words(html)).toContain(text);
  for (const label of ["Move Boom", "Remove Boom", "Remove Hidden"]) expect(html).toContain(`aria-label="${label}"`);
  expect(html).toContain('href="/halden/products/boom"');
  expect(words(html)).toContain("You are not allowed to open this product.");
  expect(words(html)).toContain("Edit Quantity of Hidden: 3");
});

test("a reader sees the same without a way to change it", () => {
  const html = markup([boom], false);
  expect(words(html)).toContain("Together $3,600");
  expect(html).not.toMatch(/Edit |Remove|Move |Add product/);
});

test("a record without parts says what stands there, and parts that did not come are told in their place", () => {
  expect(words(markup([]))).toBe("No products yet Products of this opportunity are listed here. Add product");
  expect(wordsUnanswered(screen(true), key)).toContain("The products could not be loaded");
});
