"use client";

import type { Billing } from "@/trpc/plan-acts";
import { useAmountText } from "../client";

type Planned = NonNullable<Billing["next"]>;

/** The lines of an invoice that does not exist yet, with tax, credit and what is due. */
export function PlannedLines({ planned, due }: { planned: Planned; due: string }) {
  const amount = useAmountText();
  const rest = [
    ...(planned.tax.amount === 0 ? [] : [["Tax", planned.tax] as const]),
    ...(planned.fromBalance.amount === 0 ? [] : [["From your credit", planned.fromBalance] as const]),
  ];
  return (
    <dl className="flex flex-col">
      {planned.lines.map((line) => (
        <div
          key={`${line.text} ${line.from} ${line.amount.amount}`}
          className="flex items-baseline justify-between gap-4 border-border-soft border-b py-2"
        >
          <dt>{line.text}</dt>
          <dd className="tabular-nums shrink-0">{amount(line.amount)}</dd>
        </div>
      ))}
      {rest.map(([label, value]) => (
        <div key={label} className="flex items-baseline justify-between gap-4 border-border-soft border-b py-2">
          <dt className="text-muted">{label}</dt>
          <dd className="tabular-nums shrink-0">{amount(value)}</dd>
        </div>
      ))}
      <div className="flex items-baseline justify-between gap-4 py-2 font-semibold">
        <dt>{due}</dt>
        <dd className="tabular-nums shrink-0">{amount(planned.due)}</dd>
      </div>
    </dl>
  );
}
