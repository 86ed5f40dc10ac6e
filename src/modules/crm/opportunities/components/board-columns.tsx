import { CircleCheck, CircleX } from "lucide-react";
import type { BoardColumnDef } from "@/components/board/board-column-def";
import { ColumnHead } from "@/components/board/column-head";
import type { ListLocale } from "@/components/data-table/list-locale";
import { StageLine } from "@/components/ui/stage-line";
import { formatMoney, formatWholeMoney } from "@/lib/money";
import type { BoardColumn } from "../board/schema";
import type { OpportunityCard } from "../schema";

interface ColumnOptions {
  at: ListLocale;
  cursors: Readonly<Record<string, string | null>>;
  loading: ReadonlySet<string>;
  failed: ReadonlySet<string>;
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
  return columns.map((column) => {
    const money = (minor: number) => formatMoney(minor, column.total.currency, at);
    const count = column.count.toLocaleString(at.locale);
    const mark = markOf(column, open);
    const others = column.others.map((other) => formatMoney(other.total.amount, other.currency, at)).join(", ");
    const weighted =
      column.type === "open"
        ? `${formatWholeMoney(column.weighted.amount, column.weighted.currency, at)} at ${column.probability}%`
        : "";
    return {
      id: column.stageId,
      name: column.name,
      mark,
      inAll: column.count,
      count,
      loading: options.loading.has(column.stageId),
      failed: options.failed.has(column.stageId),
      // A closed stage has no cards until it is opened, also after a change of filter.
      hasMore:
        options.cursors[column.stageId] !== null && (column.type === "open" || options.expanded.has(column.stageId)),
      collapsed: column.type !== "open" && !options.expanded.has(column.stageId),
      ordered: column.type !== "open",
      collapsedNote: money(column.total.amount),
      head: (change) => (
        <ColumnHead
          mark={mark}
          name={column.name}
          count={count}
          by={change?.by ?? null}
          total={others ? `${money(column.total.amount)} and ${others}` : money(column.total.amount)}
          totalChange={
            change?.card.amount
              ? `${change.by > 0 ? "+" : "−"}${formatMoney(change.card.amount.amount, change.card.amount.currency, at)}`
              : null
          }
          note={weighted}
          {...(column.type === "open" && options.onAdd
            ? { onAdd: () => options.onAdd?.(column.stageId), addLabel: `New opportunity in ${column.name}` }
            : {})}
          {...(column.type === "open" ? {} : { onCollapse: () => options.onCollapse(column.stageId) })}
        />
      ),
    };
  });
}

function markOf(column: BoardColumn, open: readonly BoardColumn[]) {
  if (column.type === "won") return <CircleCheck aria-hidden className="size-3.5 text-positive" />;
  if (column.type === "lost") return <CircleX aria-hidden className="size-3.5 text-danger" />;
  return <StageLine total={open.length} position={open.indexOf(column) + 1} color={column.color} />;
}
