import { BoardBar } from "@/components/board/board-bar";
import { useListLocale } from "@/components/data-table/list-locale";
import type { useListState } from "@/components/data-table/use-list-state";
import { formatMoney, formatWholeMoney } from "@/lib/money";
import { boardSorts } from "./board-sorts";
import { useOpportunityFilters } from "./opportunity-filters";
import type { ShownPipeline } from "./use-pipeline";

interface BoardFilterBarProps {
  list: ReturnType<typeof useListState>;
  pipeline: ShownPipeline;
}

/** Filters, search and sort of the board, and the worth of its open opportunities. */
export function BoardFilterBar({ list, pipeline }: BoardFilterBarProps) {
  const filters = useOpportunityFilters();
  return (
    <BoardBar noun="opportunities" list={list} filters={filters} sorts={boardSorts} unsorted="By hand">
      <OpenWorth pipeline={pipeline} />
    </BoardBar>
  );
}

function OpenWorth({ pipeline: { data, columns } }: Pick<BoardFilterBarProps, "pipeline">) {
  const at = useListLocale();
  if (!data) return null;
  const sum = (key: "total" | "weighted") =>
    columns.filter((column) => column.type === "open").reduce((minor, column) => minor + column[key].amount, 0);
  const others = columns.some((column) => column.others.length > 0);
  return (
    <p className="mr-2 truncate text-muted text-sm phone:hidden">
      <span className="font-medium text-text">{formatMoney(sum("total"), data.currency, at)}</span> open,{" "}
      <span className="font-medium text-text">{formatWholeMoney(sum("weighted"), data.currency, at)}</span> weighted
      {others ? "; other currencies have no rate and are listed apart" : ""}
    </p>
  );
}
