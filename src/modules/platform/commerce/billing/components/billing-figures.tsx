"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { type Figure, FigureRow } from "@/components/ui/figure-row";
import { useZonedDay } from "@/components/ui/use-day-text";
import { counted } from "@/lib/counted";
import type { Billing } from "@/trpc/plan-acts";
import { useAmountText } from "../client";
import { nextInvoiceFigure } from "../rules";

const invoiceWords = { one: "invoice", many: "invoices" };
const intervalWords = { month: "monthly", year: "yearly" } as const;

/** Next invoice, open amount, what was paid this year, and the plan. */
export function BillingFigures({ billing }: { billing: Billing }) {
  const amount = useAmountText();
  const day = useZonedDay();
  const { locale, currency } = useWorkspace();
  const { open, trialEndsAt } = billing;
  const { credit } = billing;
  const figures: Figure[] = [
    nextInvoiceFigure(billing, { locale, currency, day }),
    ...(credit.amount > 0 ? [{ label: "Credit", value: amount(credit), note: "Pays the next invoices" }] : []),
    {
      label: "Open",
      value: amount(open),
      note: open.amount > 0 ? openText(billing) : "Nothing to pay",
    },
    {
      label: `Paid in ${new Date().getFullYear()}`,
      value: amount(billing.paidThisYear),
      note: counted(billing.invoicesThisYear, invoiceWords, locale),
    },
    {
      label: "Plan",
      value: billing.label,
      note: trialEndsAt ? `Until ${day(trialEndsAt)}, then Starter` : paidText(billing, locale),
    },
  ];
  return <FigureRow figures={figures} />;
}

const openText = ({ pastDue }: Billing) =>
  pastDue ? "Pay it to keep the workspace open" : "The invoice is not paid yet";

const paidText = ({ interval, seats }: Billing, locale: string) =>
  interval && seats.paid !== null
    ? `${counted(seats.paid, { one: "seat", many: "seats" }, locale)}, ${intervalWords[interval]}`
    : "Nothing is paid for it";
