import { BoardBar } from "@/components/board/board-bar";
import { useListLocale } from "@/components/data-table/list-locale";
import type { useListState } from "@/components/data-table/use-list-state";
import { counted } from "@/lib/counted";
import { formatMoney, formatWholeMoney } from "@/lib/money";
import type { Money } from "@/lib/zod";
import { addSums, shownSums } from "../totals/rules";
import { boardSorts } from "./board-sorts";
import { useOpportunityFilters } from "./opportunity-filters";
import { OtherSums } from "./other-sums";
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
  const open = columns.filter((column) => column.type === "open");
  const [{ total, weighted }, ...others] = shownSums(addSums(open, data.currency));
  const whole = (sum: Money) => formatWholeMoney(sum.amount, sum.currency, at);
  const sums = others.map((sum) => ({ total: sum.total, note: `${whole(sum.weighted)} weighted` }));
  return (
    <div className="mr-2 flex min-w-0 items-center gap-2 text-muted text-sm phone:hidden">
      <p className="min-w-0 truncate">
        <span className="font-medium text-text">{formatMoney(total.amount, total.currency, at)}</span> open,{" "}
        <span className="font-medium text-text">{whole(weighted)}</span> weighted
      </p>
      {others.length > 0 ? (
        <OtherSums label="Open, other currencies" sums={sums} className="shrink-0 whitespace-nowrap">
          {`+${counted(others.length, { one: "currency", many: "currencies" })}`}
        </OtherSums>
      ) : null}
    </div>
  );
}
