"use client";

import { Sigma } from "lucide-react";
import type { ReactNode } from "react";
import type { PlacedColumn } from "@/components/data-table/column-layout";
import { type ListTotals, totalLabels, valuesOf } from "@/components/data-table/column-totals";
import { columnAlign, type DataColumn } from "@/components/data-table/data-column";
import { useListLocale } from "@/components/data-table/list-locale";
import { TotalMenu } from "@/components/data-table/total-menu";
import { Button } from "@/components/ui/button";
import { Menu, MenuTrigger } from "@/components/ui/menu";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";
import type { TotalWay } from "@/lib/total-ways";

interface TotalsRowProps<T> {
  totals: ListTotals;
  placed: readonly PlacedColumn[];
  columns: ReadonlyMap<string, DataColumn<T>>;
  phone: boolean;
}

type Totalled = Pick<DataColumn<never>, "id" | "header" | "total" | "totalWays">;

/** The foot of a list: how many rows match, and the totals in their columns, or side by side on a phone. */
export function TotalsRow<T>({ totals, placed, columns, phone }: TotalsRowProps<T>) {
  const firstTotal = placed.findIndex(({ id }) => columns.get(id)?.total);
  const span = Math.max(1, firstTotal < 0 ? placed.length : firstTotal);
  const shown = placed.flatMap(({ id }) => columns.get(id) ?? []);
  const words = (
    <>
      <Count totals={totals} />
      {totals.problem ? <Problem {...totals.problem} /> : null}
    </>
  );
  return (
    <tfoot className="sticky bottom-0 z-sticky mt-auto block border-t bg-surface">
      {phone ? (
        <tr className="no-scrollbar flex h-11 items-center gap-3 overflow-x-auto bg-inherit px-4">
          <td className="flex shrink-0 grow items-center gap-2">{words}</td>
          {shown.map((column) =>
            column.total ? (
              <td key={column.id} className="flex shrink-0">
                <ColumnTotal totals={totals} column={column} named />
              </td>
            ) : null,
          )}
        </tr>
      ) : (
        <tr className="grid h-row grid-cols-(--tracks) items-center bg-inherit">
          <td className="sticky left-0 h-full bg-inherit" />
          <td
            style={{ gridColumn: `span ${span}` }}
            className="sticky left-9 flex h-full min-w-0 items-center gap-4 bg-inherit px-cell"
          >
            {words}
          </td>
          {shown.slice(span).map((column) => (
            <td
              key={column.id}
              className={cn("flex min-w-0 px-cell last:pr-5", columnAlign(column) === "end" && "justify-end")}
            >
              {column.total ? <ColumnTotal totals={totals} column={column} /> : null}
            </td>
          ))}
        </tr>
      )}
    </tfoot>
  );
}

/** "1,234 accounts"; beyond 1,000 with a button that counts exactly. */
function Count({ totals: { count, noun, onCount } }: { totals: ListTotals }) {
  const { locale } = useListLocale();
  if (count === undefined) return <Skeleton className="w-20" />;
  return (
    <span className="flex shrink-0 items-center gap-1 whitespace-nowrap font-medium">
      {counted(count, noun, locale)}
      {onCount ? (
        <Button variant="ghost" size="sm" onClick={onCount}>
          Count all
        </Button>
      ) : null}
    </span>
  );
}

function Problem({ text, retry }: NonNullable<ListTotals["problem"]>) {
  return (
    <span role="status" className="flex min-w-0 items-center gap-1 text-muted text-sm">
      <span title={text} className="truncate">
        {text}
      </span>
      <Button variant="ghost" size="sm" onClick={retry}>
        Try again
      </Button>
    </span>
  );
}

/** Before a value, where it is no sum. */
const marks: Record<TotalWay, string | null> = { sum: null, average: "avg", min: "min", max: "max" };

interface ColumnTotalProps {
  totals: ListTotals;
  column: Totalled;
  /** Says of which column it is: a phone has no columns. */
  named?: boolean;
}

/** The total of one column, and its menu. */
function ColumnTotal({ totals, column, named = false }: ColumnTotalProps) {
  const { currency } = useListLocale();
  const { chosen, found } = totals;
  const total = chosen.find(({ field }) => field === column.id);
  const answer = total && found?.find(({ field, of }) => field === total.field && of === total.of);
  const values = answer ? valuesOf(answer, currency) : [];
  const texts = values.map((value) => column.total?.(value));
  const name = total ? `${column.header}, ${totalLabels[total.of].toLowerCase()}: ` : `Total of ${column.header}`;
  const mark = total ? marks[total.of] : null;
  return (
    <Menu>
      <MenuTrigger className="relative flex h-6 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-sm text-right hover:text-accent-text hit-44">
        <span className="sr-only">{name}</span>
        {total ? (
          <>
            {mark || named ? (
              <span aria-hidden className="text-faint text-sm">
                {named ? [column.header, mark].filter(Boolean).join(", ") : mark}
              </span>
            ) : null}
            <Values texts={texts} waits={!answer && !totals.problem} />
          </>
        ) : (
          <Sigma aria-hidden className="size-3.5 text-faint" />
        )}
      </MenuTrigger>
      <TotalMenu totals={totals} column={column} texts={texts} />
    </Menu>
  );
}

/** The first value, and the number of further currencies. */
function Values({ texts, waits }: { texts: readonly ReactNode[]; waits: boolean }) {
  const { locale } = useListLocale();
  if (waits) return <Skeleton className="w-16 animate-skeleton" />;
  const [first = "–", ...others] = texts;
  return (
    <>
      {others.length > 0 ? (
        <span className="text-faint text-sm">
          <span aria-hidden>{`+${others.length}`}</span>
          <span className="sr-only">{`${counted(others.length, { one: "other currency", many: "other currencies" }, locale)} and `}</span>
        </span>
      ) : null}
      <span className="font-medium">{first}</span>
    </>
  );
}
