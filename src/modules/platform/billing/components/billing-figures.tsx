"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { dayOf } from "@/components/ui/day-text";
import { type Figure, FigureRow } from "@/components/ui/figure-row";
import { useDayText } from "@/components/ui/use-day-text";
import { counted } from "@/lib/counted";
import type { Billing } from "@/trpc/plan-acts";
import { useAmountText } from "../client";

const invoiceWords = { one: "invoice", many: "invoices" };
const intervalWords = { month: "monthly", year: "yearly" } as const;

/** Next invoice, open amount, what was paid this year, and the plan. */
export function BillingFigures({ billing }: { billing: Billing }) {
  const amount = useAmountText();
  const day = useDayText();
  const { timeZone } = useWorkspace();
  const { next, open, cancelAt, seats, interval } = billing;
  const on = (at: string) => day(dayOf(at, timeZone));
  const ends: Figure = {
    label: "Next invoice",
    value: "None",
    note: cancelAt ? `The plan ends on ${on(cancelAt)}` : "Nothing is due",
  };
  const figures: Figure[] = [
    next ? { label: "Next invoice", value: amount(next.due), note: on(next.at) } : ends,
    {
      label: "Open",
      value: amount(open),
      note: open.amount > 0 ? "Pay it to keep the workspace open" : "Nothing to pay",
    },
    {
      label: `Paid in ${new Date().getFullYear()}`,
      value: amount(billing.paidThisYear),
      note: counted(billing.invoicesThisYear, invoiceWords),
    },
    {
      label: "Plan",
      value: billing.label,
      note:
        interval && seats.paid !== null
          ? `${counted(seats.paid, { one: "seat", many: "seats" })}, ${intervalWords[interval]}`
          : "Free",
    },
  ];
  return <FigureRow figures={figures} />;
}
