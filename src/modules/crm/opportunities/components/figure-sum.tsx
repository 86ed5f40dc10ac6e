"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { FigureLink } from "@/components/tiles/figure-link";
import { cn } from "@/lib/cn";
import { formatMoney, formatMoneyRounded } from "@/lib/money";
import { orderedSums, type TileFigure } from "@/lib/tiles";
import { withoutProbabilityText } from "../totals/rules";
import { OtherSums } from "./other-sums";
import { WithoutProbability } from "./without-probability";

interface FigureSumProps {
  of: TileFigure;
  /** The name of the figure: "Won in November". */
  label: string;
  /** Times its probability, with the number of opportunities that have none. */
  weighted?: boolean;
  className?: string;
}

/** The amount of a figure, which leads to its opportunities; those of further currencies are behind a button. */
export function FigureSum({ of, label, weighted, className }: FigureSumProps) {
  const at = useListLocale();
  const [first, ...others] = orderedSums(of.sums, at.currency);
  const text = weighted
    ? formatMoneyRounded(first.weighted ?? 0, first.currency, at)
    : formatMoney(first.total, first.currency, at);
  return (
    <span className={cn("inline-flex min-h-6 flex-wrap items-center gap-x-1.5 whitespace-nowrap", className)}>
      <FigureLink entity="opportunity" of={of} label={`${label}: ${text}`}>
        {text}
      </FigureLink>
      {others.length > 0 ? (
        <OtherSums
          label={`${label}, other currencies`}
          className="font-normal"
          sums={others.map((sum) => ({
            total: { amount: weighted ? (sum.weighted ?? 0) : sum.total, currency: sum.currency },
            note: (weighted && withoutProbabilityText(sum, at.locale)) || "",
          }))}
        >
          <span aria-hidden>{`+${others.length}`}</span>
          <span className="sr-only">{`${label}, other currencies`}</span>
        </OtherSums>
      ) : null}
      {weighted ? <WithoutProbability of={first} className="font-normal" /> : null}
    </span>
  );
}
