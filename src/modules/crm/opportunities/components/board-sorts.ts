import { orderBy } from "@/components/board/board-cards";
import type { SortField } from "@/components/data-table/sort-menu";
import type { Sort } from "@/lib/list";
import type { OpportunityCard } from "../schema";

/** The fields that the cards of each column can be sorted by, instead of by hand. */
export const boardSorts: readonly SortField[] = [
  { field: "amount", label: "Value" },
  { field: "expectedCloseDate", label: "Close date" },
  { field: "name", label: "Name" },
];

const sortValues: Record<string, (card: OpportunityCard) => string | number | null> = {
  amount: (card) => card.amount?.amount ?? null,
  expectedCloseDate: (card) => card.expectedCloseDate,
  name: (card) => card.name.toLocaleLowerCase(),
};

/** The order of a sorted board, as the server has it: values first, unknown ones last. Null for the order by hand. */
export function boardOrders(sort: Sort | null): ((a: OpportunityCard, b: OpportunityCard) => number) | null {
  const value = sort && sortValues[sort.field];
  if (!value) return null;
  return orderBy(value, sort.direction);
}
