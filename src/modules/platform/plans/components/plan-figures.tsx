"use client";

import { formatDay } from "@/components/data-table/field-entry";
import { useListLocale } from "@/components/data-table/list-locale";
import { dayOf } from "@/components/ui/day-text";
import { type Figure, FigureRow } from "@/components/ui/figure-row";
import { counted } from "@/lib/counted";
import { formatMoney } from "@/lib/money";
import type { Billing } from "@/trpc/plan-acts";
import type { PlanOverview } from "../schema";

const paid = { month: "Monthly", year: "Yearly" } as const;

/** Plan, interval, next invoice and payment method, as far as something is paid for. */
export function PlanFigures({ plan, billing }: { plan: PlanOverview; billing: Billing | undefined }) {
  const at = useListLocale();
  const day = (instant: string) => formatDay(dayOf(instant, at.timeZone), at.locale);
  const { interval, trialEndsAt, requestsPerMinute } = plan;
  const free: Figure = trialEndsAt
    ? { label: "Trial ends", value: day(trialEndsAt), note: "Starter begins then" }
    : { label: "Paid", value: "Nothing", note: "This plan is free" };
  const { periodEnd, next, card } = billing ?? {};
  const period = periodEnd ? `Until ${day(periodEnd)}` : "Until you change it";
  const invoice: Figure = next
    ? {
        label: `Next invoice, ${day(next.at)}`,
        value: formatMoney(next.total.amount, next.total.currency, at),
        note: next.tax.amount > 0 ? `Tax ${formatMoney(next.tax.amount, next.tax.currency, at)} included` : "No tax",
      }
    : { label: "Next invoice", value: "–", note: interval ? undefined : "Nothing is due" };
  const method: Figure = card
    ? { label: "Payment method", value: `Card ${card.last4}`, note: `Expires ${monthText(card.expires, at.locale)}` }
    : { label: "Payment method", value: "–", note: interval ? undefined : "Not needed" };
  return (
    <FigureRow
      figures={[
        {
          label: "Plan",
          value: plan.label,
          note: `${counted(requestsPerMinute, { one: "request", many: "requests" }, at.locale)} a minute`,
        },
        interval ? { label: "Paid", value: paid[interval], note: period } : free,
        invoice,
        method,
      ]}
    />
  );
}

/** "Aug 2028" for `2028-08`. */
const monthText = (month: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeZone: "UTC", month: "short", year: "numeric" }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
