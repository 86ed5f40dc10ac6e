import type { BoardColumnDef } from "@/components/board/board-column-def";
import { ColumnHead } from "@/components/board/column-head";
import type { ListLocale } from "@/components/data-table/list-locale";
import { formatMoney, formatMoneyRounded } from "@/lib/money";
import { StageMark } from "../../pipelines/components/stage-badge";
import type { BoardColumn } from "../board/schema";
import type { OpportunityCard } from "../schema";
import { type CurrencySum, shownSums, withoutProbabilityText } from "../totals/rules";
import { type OtherSum, SumLine } from "./other-sums";
import type { usePipeline } from "./use-pipeline";

interface ColumnOptions {
  at: ListLocale;
  stateOf: ReturnType<typeof usePipeline>["stateOf"];
  expanded: ReadonlySet<string>;
  onCollapse(stageId: string): void;
  /** Null for members who may not create opportunities. */
  onAdd: ((stageId: string) => void) | null;
}

/** The columns of a board from the stages' exact figures. Closed stages are collapsed until they are opened. */
export function boardColumnDefs(
  columns: readonly BoardColumn[],
  options: ColumnOptions,
): BoardColumnDef<OpportunityCard>[] {
  const { at } = options;
  const open = columns.filter((column) => column.type === "open");
  // One line below the total in all heads, where one of them needs it.
  const isHigh = columns.some((column) => !isCollapsed(column, options) && needsLine(column, at));
  return columns.map((column) => {
    const count = column.count.toLocaleString(at.locale);
    const state = options.stateOf(column.stageId);
    const collapsed = isCollapsed(column, options);
    const mark = (
      <StageMark key={column.stageId} stage={{ ...column, open: open.length, place: open.indexOf(column) + 1 }} />
    );
    const [first, ...others] = shownSums(column);
    const total = formatMoney(first.total.amount, first.total.currency, at);
    const weightedOf = (sum: CurrencySum) => weightedText(column, sum, at);
    const sums = others.map((sum) => ({
      total: sum.total,
      note: [weightedOf(sum), withoutProbabilityText(sum, at.locale)].filter(Boolean).join(", "),
    }));
    const left = withoutProbabilityText(first, at.locale);
    return {
      id: column.stageId,
      name: column.name,
      mark,
      inAll: column.count,
      count,
      ...state,
      // A closed stage has no cards until it is opened, also after a change of filter.
      hasMore: state.hasMore && !collapsed,
      collapsed,
      ordered: column.type !== "open",
      collapsedNote: <CollapsedSums total={total} others={sums} at={at} />,
      head: (change) => (
        <ColumnHead
          mark={mark}
          name={column.name}
          count={count}
          by={change?.by ?? null}
          total={total}
          totalChange={
            change?.card.amount
              ? `${change.by > 0 ? "+" : "−"}${formatMoney(change.card.amount.amount, change.card.amount.currency, at)}`
              : null
          }
          note={weightedOf(first) || (left ?? "")}
          {...(isHigh
            ? { below: <BelowTotal name={column.name} left={weightedOf(first) ? left : null} sums={sums} /> }
            : {})}
          {...(column.type === "open" && options.onAdd
            ? { onAdd: () => options.onAdd?.(column.stageId), addLabel: `New opportunity in ${column.name}` }
            : {})}
          {...(column.type === "open" ? {} : { onCollapse: () => options.onCollapse(column.stageId) })}
        />
      ),
    };
  });
}

function needsLine(column: BoardColumn, at: ListLocale): boolean {
  const [first, ...others] = shownSums(column);
  return others.length > 0 || (Boolean(first.withoutProbability) && weightedText(column, first, at) !== "");
}

/** "$4,200 at 50%"; without a percentage where the stage has none, and nothing where no opportunity has one either. */
function weightedText({ type, probability }: BoardColumn, { weighted }: CurrencySum, at: ListLocale): string {
  if (type !== "open") return "";
  const text = formatMoneyRounded(weighted.amount, weighted.currency, at);
  if (probability !== null) return `${text} at ${probability}%`;
  return weighted.amount === 0 ? "" : `${text} weighted`;
}

function BelowTotal({ name, left, sums }: { name: string; left: string | null; sums: readonly OtherSum[] }) {
  return (
    <>
      {sums.length > 0 ? (
        <span className="flex min-w-0 flex-1">
          <SumLine label={`${name}, other currencies`} sums={sums} />
        </span>
      ) : null}
      {left ? <span className="ml-auto shrink-0 text-muted text-sm/6">{left}</span> : null}
    </>
  );
}

const isCollapsed = ({ type, stageId }: BoardColumn, { expanded }: ColumnOptions) =>
  type !== "open" && !expanded.has(stageId);

function CollapsedSums({ total, others, at }: { total: string; others: readonly OtherSum[]; at: ListLocale }) {
  return (
    <>
      <span className="font-medium">{total}</span>
      {others.map(({ total: { amount, currency } }) => (
        <span key={currency} className="text-muted text-sm">
          {formatMoney(amount, currency, at)}
        </span>
      ))}
    </>
  );
}
