"use client";

import type { ReactNode } from "react";
import { type ListTotals, totalLabels, withTotal } from "@/components/data-table/column-totals";
import { MenuContent, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator } from "@/components/ui/menu";
import { type TotalWay, totalWays } from "@/lib/total-ways";

interface TotalMenuProps {
  totals: ListTotals;
  column: { id: string; header: string; totalWays?: readonly TotalWay[] };
  /** Its present values: one for each currency. */
  texts: readonly ReactNode[];
}

/** How a column is totalled, below its amounts where they have several currencies. */
export function TotalMenu({ totals: { chosen, onChange }, column, texts }: TotalMenuProps) {
  const total = chosen.find(({ field }) => field === column.id);
  return (
    <MenuContent align="end">
      <MenuLabel>{`Total of ${column.header}`}</MenuLabel>
      {texts.length > 1 ? (
        <>
          <div className="flex flex-col gap-1 px-2 py-1 phone:px-3">
            {texts.map((text, place) => (
              <span key={place.toString()} className="text-right font-medium">
                {text}
              </span>
            ))}
            <span className="max-w-52 text-muted text-sm">
              Throughline has no exchange rates, so each currency has its own total.
            </span>
          </div>
          <MenuSeparator />
        </>
      ) : null}
      <MenuRadioGroup
        value={total?.of ?? ""}
        onValueChange={(value) =>
          onChange(withTotal(chosen, column.id, totalWays.find((way) => way === value) ?? null))
        }
      >
        <MenuRadioItem value="">None</MenuRadioItem>
        {(column.totalWays ?? totalWays).map((way) => (
          <MenuRadioItem key={way} value={way}>
            {totalLabels[way]}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </MenuContent>
  );
}
