import { FilterBar } from "@/components/data-table/filter-bar";
import { useListLocale } from "@/components/data-table/list-locale";
import { NameSearch } from "@/components/data-table/narrowing";
import { SortMenu } from "@/components/data-table/sort-menu";
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
    <FilterBar fields={filters} filter={list.state.filter} onChange={(filter) => list.set({ filter })}>
      <OpenWorth pipeline={pipeline} />
      <NameSearch noun="opportunities" list={list} />
      <SortMenu
        fields={boardSorts}
        sort={list.state.sort}
        onChange={(sort) => list.set({ sort })}
        unsorted={{ label: "By hand", onPick: () => list.set({ sort: null }) }}
      />
    </FilterBar>
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
